package io.candor.serve;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Memory that requests may hold together, in some unit; whoever asks first is served first. */
final class Budget {

    /** Semaphores count in ints. */
    private static final long GRAIN = 1024;

    private final Semaphore grains;
    private final int all;

    Budget(long units) {
        all = grains(units);
        grains = new Semaphore(all, true);
    }

    /** A part of the budget, given back when closed. */
    final class Share implements AutoCloseable {
        private int held;

        private Share(int held) {
            this.held = held;
        }

        /** Gives back what is beyond {@code units}. */
        void shrink(long units) {
            int less = Math.min(held, grains(units));
            grains.release(held - less);
            held = less;
        }

        @Override
        public void close() {
            shrink(0);
        }
    }

    /**
     * Takes a share, after waiting at most {@code patience} for others to give back.
     *
     * @throws Problem 429 if it is not free by then
     */
    Share take(long units, Duration patience) {
        int wanted = Math.min(all, grains(units));
        try {
            if (grains.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Share(wanted);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        throw Problem.busy("The server holds as many requests as its memory allows. Try again.", Duration.ofSeconds(1));
    }

    private static int grains(long units) {
        return Math.toIntExact((units + GRAIN - 1) / GRAIN);
    }
}
