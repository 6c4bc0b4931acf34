package io.candor.data.load;

import io.candor.data.augment.Chance;

/**
 * From which samples a mosaic takes its other pictures: those that came last in the epoch's order, so that a cache of
 * recent pictures serves them all. At an epoch's start the order is taken as a ring.
 */
final class Companions {

    private static final int BATCHES = 8;
    private static final int LIMIT = 1000;

    private Companions() {}

    /** How many samples of the order, the own one included, are to choose from. */
    static int window(int samples, int batch) {
        return (int) Math.min(Math.min(samples, (long) BATCHES * batch), LIMIT);
    }

    /** A position of the order within the window that ends at {@code position}. */
    static int choose(int position, int samples, int batch, Chance chance) {
        return Math.floorMod(position - chance.below(window(samples, batch)), samples);
    }
}
