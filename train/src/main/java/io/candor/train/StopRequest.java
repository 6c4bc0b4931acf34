package io.candor.train;

/** Asks a trainer, from any thread, to stop after the step it is at and to save. */
public final class StopRequest {

    private volatile boolean made;

    /** From now on the request stands. */
    public void make() {
        made = true;
    }

    /** Whether somebody asked. */
    public boolean made() {
        return made;
    }
}
