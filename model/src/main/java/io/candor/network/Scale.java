package io.candor.network;

import java.util.Locale;

/** The five published sizes of a network: how deep and how wide its table is built. */
public enum Scale {
    N(0.33, 0.25, 1024),
    S(0.33, 0.50, 1024),
    M(0.67, 0.75, 768),
    L(1.00, 1.00, 512),
    X(1.00, 1.25, 512);

    private final double depth;
    private final double width;
    private final int mostChannels;

    Scale(double depth, double width, int mostChannels) {
        this.depth = depth;
        this.width = width;
        this.mostChannels = mostChannels;
    }

    /** Channels of a layer the table gives {@code channels}: capped, scaled, rounded up to a multiple of 8. */
    int channels(int channels) {
        return (int) Math.ceil(Math.min(channels, mostChannels) * width / 8) * 8;
    }

    /** As {@link #channels} without the cap: the classifiers of the family have none at any scale. */
    int uncappedChannels(int channels) {
        return (int) Math.ceil(channels * width / 8) * 8;
    }

    /** Repeats of a block the table repeats {@code times} times: scaled, at least one. */
    int repeats(int times) {
        return Math.max(1, (int) Math.rint(times * depth));
    }

    /** The letter in file names: {@code n} of {@code yolov8n}. */
    public String letter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
