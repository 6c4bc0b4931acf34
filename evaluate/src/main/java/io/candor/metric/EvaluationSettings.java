package io.candor.metric;

/**
 * How detections are judged. Suppression belongs to whoever makes the detections; its limits are recorded here.
 *
 * @param iou lowest IoU of a right detection in curves, calibration and histograms
 * @param confidenceFloor lowest confidence that counts in calibration and histograms; average precision uses all
 * @param maxDetections per image, in calibration; average precision uses 100 per image and class
 * @param confusionConfidence detections in the confusion matrix need more than this
 * @param confusionIou pairs in the confusion matrix need more than this
 */
public record EvaluationSettings(
        double iou, double confidenceFloor, int maxDetections, double confusionConfidence, double confusionIou) {

    /** IoU .5, floor .25, 300 detections; confusion at confidence .25 and IoU .45. */
    public static EvaluationSettings defaults() {
        return new EvaluationSettings(.5, .25, 300, .25, .45);
    }

    public EvaluationSettings withConfidenceFloor(double value) {
        return new EvaluationSettings(iou, value, maxDetections, confusionConfidence, confusionIou);
    }

    public EvaluationSettings withMaxDetections(int value) {
        return new EvaluationSettings(iou, confidenceFloor, value, confusionConfidence, confusionIou);
    }

    public EvaluationSettings withIou(double value) {
        return new EvaluationSettings(value, confidenceFloor, maxDetections, confusionConfidence, confusionIou);
    }
}
