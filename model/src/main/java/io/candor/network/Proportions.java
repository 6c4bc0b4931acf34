package io.candor.network;

/**
 * How deep and how wide a table is built.
 *
 * @param depth factor of repeats
 * @param width factor of channels
 * @param mostChannels the table's channels are cut to this before they are scaled
 */
record Proportions(double depth, double width, int mostChannels) {

    /** Channels of a layer the table gives {@code channels}: capped, scaled, rounded up to a multiple of 8. */
    int channels(int channels) {
        return (int) Math.ceil(Math.min(channels, mostChannels) * width / 8) * 8;
    }

    /** Repeats of a block the table repeats {@code times} times: scaled, at least one. */
    int repeats(int times) {
        return Math.max(1, (int) Math.rint(times * depth));
    }

    /** Without the cap: the classifiers of YOLOv8 have none at any scale. */
    Proportions uncapped() {
        return new Proportions(depth, width, Integer.MAX_VALUE);
    }
}
