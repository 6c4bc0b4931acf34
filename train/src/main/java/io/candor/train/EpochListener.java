package io.candor.train;

/** Told of every epoch. */
public interface EpochListener {

    /**
     * An epoch begins or, after a stop, goes on. A table written by {@link #finished} may already hold rows of this
     * epoch or later ones if the process was killed before its checkpoint was complete: they are to be dropped.
     *
     * @param epoch counted from 0
     */
    default void started(int epoch) {}

    /** An epoch has been trained and validated; its checkpoint is complete only after all listeners return. */
    void finished(EpochReport report);
}
