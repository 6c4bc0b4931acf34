package io.candor.detect;

import java.util.Set;

/**
 * What non-maximum suppression keeps.
 *
 * @param confidence a candidate needs more than this, in [0, 1)
 * @param iou a kept box removes the boxes that overlap it by more than this, in [0, 1]
 * @param maxDetections per image, the most confident ones
 * @param maxCandidates per image, the most confident ones that take part at all
 * @param labels how many classes one anchor may report
 * @param scope which boxes may remove each other
 * @param onlyClasses class indices to report; empty for all
 */
public record SuppressionOptions(
        double confidence,
        double iou,
        int maxDetections,
        int maxCandidates,
        Labels labels,
        ClassScope scope,
        Set<Integer> onlyClasses) {

    /** How many classes one anchor may report. */
    public enum Labels {
        /** The most probable class alone. */
        BEST,
        /** Every class above the confidence floor: what average precision is measured with. */
        MULTI
    }

    /** Which boxes may remove each other. */
    public enum ClassScope {
        /** Boxes of the same class. */
        PER_CLASS,
        /** All boxes. */
        AGNOSTIC
    }

    private static final int MAX_CANDIDATES = 30_000;
    private static final int MAX_DETECTIONS = 300;

    public SuppressionOptions {
        if (!(confidence >= 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence must be in [0, 1): " + confidence);
        }
        if (!(iou >= 0 && iou <= 1)) {
            throw new IllegalArgumentException("iou must be in [0, 1]: " + iou);
        }
        if (maxDetections < 1 || maxCandidates < 1) {
            throw new IllegalArgumentException("maxDetections and maxCandidates must be at least 1: %d, %d"
                    .formatted(maxDetections, maxCandidates));
        }
        onlyClasses = Set.copyOf(onlyClasses);
    }

    public SuppressionOptions(
            double confidence, double iou, int maxDetections, int maxCandidates, Labels labels, ClassScope scope) {
        this(confidence, iou, maxDetections, maxCandidates, labels, scope, Set.of());
    }

    /** Floor .001, IoU .7, 300 detections, several classes per anchor: the settings COCO figures are quoted with. */
    public static SuppressionOptions forEvaluation() {
        return new SuppressionOptions(.001, .7, MAX_DETECTIONS, MAX_CANDIDATES, Labels.MULTI, ClassScope.PER_CLASS);
    }

    /** Floor .25, IoU .7, 300 detections, the best class per anchor: what is drawn on pictures. */
    public static SuppressionOptions forPrediction() {
        return new SuppressionOptions(.25, .7, MAX_DETECTIONS, MAX_CANDIDATES, Labels.BEST, ClassScope.PER_CLASS);
    }

    public SuppressionOptions withConfidence(double value) {
        return new SuppressionOptions(value, iou, maxDetections, maxCandidates, labels, scope, onlyClasses);
    }

    public SuppressionOptions withIou(double value) {
        return new SuppressionOptions(confidence, value, maxDetections, maxCandidates, labels, scope, onlyClasses);
    }

    public SuppressionOptions withMaxDetections(int value) {
        return new SuppressionOptions(confidence, iou, value, maxCandidates, labels, scope, onlyClasses);
    }

    public SuppressionOptions withMaxCandidates(int value) {
        return new SuppressionOptions(confidence, iou, maxDetections, value, labels, scope, onlyClasses);
    }

    public SuppressionOptions withLabels(Labels value) {
        return new SuppressionOptions(confidence, iou, maxDetections, maxCandidates, value, scope, onlyClasses);
    }

    public SuppressionOptions withScope(ClassScope value) {
        return new SuppressionOptions(confidence, iou, maxDetections, maxCandidates, labels, value, onlyClasses);
    }

    public SuppressionOptions withOnlyClasses(Set<Integer> value) {
        return new SuppressionOptions(confidence, iou, maxDetections, maxCandidates, labels, scope, value);
    }
}
