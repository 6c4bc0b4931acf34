package io.candor.calibrate;

import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.metric.EvaluationSet;
import java.util.Comparator;
import java.util.List;

/**
 * Calibrates what a detector found, after suppression: each class has a weighted mean of its own calibrator and of one
 * fitted on all classes. The order of detections of one class on one image stays (unless the method is a histogram).
 *
 * @param pooled fitted on all classes
 * @param perClass one per class
 * @param floor raw confidence below which nothing was fitted; there the calibrated confidence falls in proportion, from
 *     its value at the floor to 0
 */
public record DetectionCalibrator(Classes classes, Calibrator pooled, List<ClassCalibration> perClass, double floor) {

    public DetectionCalibrator {
        perClass = List.copyOf(perClass);
        if (perClass.size() != classes.size()) {
            throw new IllegalArgumentException(
                    "%d classes, %d calibrations".formatted(classes.size(), perClass.size()));
        }
    }

    /** The calibrated confidence of a detection, in [0, 1]. */
    public double apply(int classIndex, double confidence) {
        return confidence >= floor
                ? calibrated(classIndex, confidence)
                : calibrated(classIndex, floor) * confidence / floor;
    }

    private double calibrated(int classIndex, double confidence) {
        ClassCalibration own = perClass.get(classIndex);
        double alone = own.weight() == 0 ? 0 : own.weight() * own.own().apply(confidence);
        return Math.min(1, alone + (own.weight() == 1 ? 0 : (1 - own.weight()) * pooled.apply(confidence)));
    }

    /** Whether a detection is kept: its raw confidence reaches the cut of its class. */
    public boolean keeps(int classIndex, double confidence) {
        return confidence >= perClass.get(classIndex).cut();
    }

    /** The kept detections with calibrated confidences, most confident first; equal ones in the order they had. */
    public List<Detection> apply(List<Detection> detections) {
        return detections.stream()
                .filter(found -> keeps(found.classIndex(), found.confidence()))
                .sorted(Comparator.comparingDouble(Detection::confidence).reversed())
                .map(found -> found.withConfidence(apply(found.classIndex(), found.confidence())))
                .sorted(Comparator.comparingDouble(Detection::confidence).reversed())
                .toList();
    }

    /** The same set with calibrated confidences; dropped detections get 0. */
    public EvaluationSet apply(EvaluationSet set) {
        return set.withConfidences(d ->
                keeps(set.detectionClass(d), set.confidence(d)) ? apply(set.detectionClass(d), set.confidence(d)) : 0);
    }

    /** True if confidences stay as they are and nothing is dropped. */
    public boolean isIdentity() {
        return pooled instanceof Identity
                && perClass.stream().allMatch(c -> c.cut() == 0 && (c.weight() == 0 || c.own() instanceof Identity));
    }
}
