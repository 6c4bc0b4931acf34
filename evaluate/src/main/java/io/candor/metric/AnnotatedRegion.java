package io.candor.metric;

/**
 * What annotators say about an object besides its box.
 *
 * @param area in square pixels, for the size ranges; smaller than the box's for an outlined object
 */
public record AnnotatedRegion(double area, Kind kind) {

    /** Whether a region is one object. */
    public enum Kind {
        OBJECT,
        /** Too many objects to count: detections inside are neither right nor wrong. */
        CROWD
    }
}
