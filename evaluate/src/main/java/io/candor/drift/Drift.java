package io.candor.drift;

import io.candor.metric.Interval;
import java.util.List;

/**
 * How far new predictions have moved from a reference.
 *
 * @param verdict what it means for a calibrator fitted on data like the reference
 * @param all classes together
 * @param classes one row per class of the reference
 * @param referenceImages number of images of the reference
 * @param newImages number of new images
 */
public record Drift(
        Verdict verdict, Shift all, List<Shift> classes, int referenceImages, int newImages, DriftSettings settings) {

    /** Whether a calibrator still applies. */
    public enum Verdict {
        /** No shift beyond what chance or the rule of thumb allows. */
        APPLIES,
        /** A moderate shift: check the calibration on freshly labelled images. */
        CHECK,
        /** A major shift: fit the calibrator anew. */
        NO_LONGER,
        /** Too few detections for any answer. */
        CANNOT_TELL
    }

    /**
     * The comparison of one class, or of all.
     *
     * @param referenceDetections of at least the floor
     * @param newDetections of at least the floor
     * @param stabilityIndex NaN if one side has no detections
     * @param chanceIndex stability index that equal populations exceed once in twenty samples of these sizes
     * @param distance Kolmogorov-Smirnov
     * @param chance p-value of that distance if detections were independent
     */
    public record Shift(
            String name,
            int referenceDetections,
            int newDetections,
            double stabilityIndex,
            Interval stabilityInterval,
            double chanceIndex,
            double distance,
            double chance,
            Rate rate,
            Verdict verdict) {}

    /**
     * Detections per image.
     *
     * @param interval of the new one, over images
     * @param changed whether the two differ by more than both samples' noise; tested at 5 % over all classes together
     *     (Bonferroni)
     */
    public record Rate(double reference, double current, Interval interval, boolean changed) {}

    public Drift {
        classes = List.copyOf(classes);
    }
}
