package io.candor.metric;

/**
 * How the calibration of a detector is measured.
 *
 * @param bins number of confidence bins
 * @param iou lowest IoU of a match; 0 asks for any overlap at all
 * @param confidenceFloor detections below are left out
 * @param maxDetections per image, the most confident ones
 * @param outcome what a confidence should predict
 * @param scope how classes are combined
 */
public record CalibrationSettings(
        int bins, double iou, double confidenceFloor, int maxDetections, Outcome outcome, Scope scope) {

    /** What a confidence should predict. */
    public enum Outcome {
        /** 1 if the detection matched an object, else 0. */
        CORRECT,
        /** The IoU with the matched object, 0 without one. */
        IOU
    }

    /** How classes are combined. */
    public enum Scope {
        /** All detections in one set of bins. */
        POOLED,
        /** The mean of the errors of the classes that have objects and detections. */
        CLASS_WISE
    }

    public CalibrationSettings {
        if (bins < 1 || maxDetections < 1) {
            throw new IllegalArgumentException(
                    "bins and maxDetections must be at least 1: %d, %d".formatted(bins, maxDetections));
        }
        if (!(confidenceFloor >= 0 && confidenceFloor < 1)) {
            throw new IllegalArgumentException("confidenceFloor must be in [0, 1): " + confidenceFloor);
        }
    }

    /** D-ECE (Küppers et al. 2020) over confidence alone: 10 bins, IoU .5, pooled. */
    public static CalibrationSettings detection(double confidenceFloor, int maxDetections) {
        return new CalibrationSettings(10, .5, confidenceFloor, maxDetections, Outcome.CORRECT, Scope.POOLED);
    }

    /** LaECE0 (Kuzucu et al. 2024): 25 bins, any overlap, IoU as outcome, class-wise. */
    public static CalibrationSettings localisationAware(double confidenceFloor, int maxDetections) {
        return new CalibrationSettings(25, 0, confidenceFloor, maxDetections, Outcome.IOU, Scope.CLASS_WISE);
    }

    public CalibrationSettings withIou(double value) {
        return new CalibrationSettings(bins, value, confidenceFloor, maxDetections, outcome, scope);
    }

    String name() {
        String error = scope == Scope.POOLED ? "D-ECE" : "class-wise D-ECE";
        if (outcome == Outcome.IOU) {
            error = scope == Scope.POOLED ? "pooled LaECE" : "LaECE";
        }
        return outcome == Outcome.IOU && iou == 0 ? error + "0" : error;
    }
}
