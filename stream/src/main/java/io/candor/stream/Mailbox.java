package io.candor.stream;

import java.util.Optional;

/** Room for one frame between the thread that reads and the thread that judges: a newer frame takes the place. */
final class Mailbox {

    private VideoFrame newest;
    private boolean ended;
    private long dropped;
    private long told;

    /** Leaves the newest frame; an older one that nobody took is dropped and counted. */
    synchronized void put(VideoFrame frame) {
        if (newest != null) {
            dropped++;
        }
        newest = frame;
        notifyAll();
    }

    /** Leaves a frame once the one before is taken: for sources that can wait. False once the box was ended. */
    synchronized boolean putWhenEmpty(VideoFrame frame) throws InterruptedException {
        while (newest != null && !ended) {
            wait();
        }
        if (ended) {
            return false;
        }
        newest = frame;
        notifyAll();
        return true;
    }

    /** Takes the newest frame, waiting for one; empty once the box was ended and emptied. */
    synchronized Optional<VideoFrame> take() throws InterruptedException {
        while (newest == null && !ended) {
            wait();
        }
        VideoFrame frame = newest;
        newest = null;
        notifyAll();
        return Optional.ofNullable(frame);
    }

    /** No more frames will come. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized long dropped() {
        return dropped;
    }

    /** Frames dropped since this was asked last. */
    synchronized long newlyDropped() {
        long more = dropped - told;
        told = dropped;
        return more;
    }
}
