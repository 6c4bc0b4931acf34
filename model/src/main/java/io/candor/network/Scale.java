package io.candor.network;

import java.util.Locale;

/** The published sizes of a family of networks, smallest first; what they mean is the family's {@link Proportions}. */
public enum Scale {
    N,
    S,
    M,
    /** Balanced: YOLOv10 alone has it. */
    B,
    L,
    X;

    /** The letter in file names: {@code n} of {@code yolov8n}. */
    public String letter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
