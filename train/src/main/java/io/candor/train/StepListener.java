package io.candor.train;

/** Told of every batch. */
@FunctionalInterface
public interface StepListener {

    /** A batch has been trained. */
    void stepped(StepReport report);
}
