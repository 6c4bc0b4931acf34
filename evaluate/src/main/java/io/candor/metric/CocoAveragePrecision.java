package io.candor.metric;

import java.util.List;

/**
 * The twelve figures of the COCO evaluation and the average precision of every class. A figure without any object it
 * could be measured on is NaN.
 *
 * @param ap mean over classes, IoU thresholds .5 to .95 and 101 recall levels
 * @param ap50 at IoU .5
 * @param ap75 at IoU .75
 * @param recall1 mean over classes and IoU thresholds of the recall with one detection per image and class
 * @param classes one row per class, in class order
 */
public record CocoAveragePrecision(
        double ap,
        double ap50,
        double ap75,
        double apSmall,
        double apMedium,
        double apLarge,
        double recall1,
        double recall10,
        double recall100,
        double recallSmall,
        double recallMedium,
        double recallLarge,
        List<OfClass> classes,
        Definition definition) {

    public CocoAveragePrecision {
        classes = List.copyOf(classes);
    }

    /**
     * Average precision of one class; all figures are NaN if it has no object.
     *
     * @param objects without crowd regions
     * @param ap mean over the IoU thresholds
     * @param recall100 mean over the IoU thresholds
     * @param perIou per IoU threshold .5, .55 ... .95
     * @param precision50 precision at IoU .5 for recall 0, .01 ... 1
     */
    @SuppressWarnings("ArrayRecordComponent") // read for drawing, never compared
    public record OfClass(
            int classIndex,
            int objects,
            double ap,
            double ap50,
            double ap75,
            double recall100,
            double[] perIou,
            double[] precision50) {}

    /** {@link #ap} with its definition. */
    public Measure measure() {
        return new Measure(ap, definition);
    }
}
