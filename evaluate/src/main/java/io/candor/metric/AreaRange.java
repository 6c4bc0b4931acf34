package io.candor.metric;

/** Object sizes in square pixels, as COCO divides them; both ends belong to a range. */
public enum AreaRange {
    ALL(0, 1e10),
    SMALL(0, 32 * 32),
    MEDIUM(32 * 32, 96 * 96),
    LARGE(96 * 96, 1e10);

    private final double low;
    private final double high;

    AreaRange(double low, double high) {
        this.low = low;
        this.high = high;
    }

    /** The range an area falls into: the smaller of two that share it; {@link #LARGE} for anything larger. */
    public static AreaRange of(double area) {
        return SMALL.contains(area) ? SMALL : MEDIUM.contains(area) ? MEDIUM : LARGE;
    }

    boolean contains(double area) {
        return area >= low && area <= high;
    }
}
