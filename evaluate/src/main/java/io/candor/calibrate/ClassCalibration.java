package io.candor.calibrate;

/**
 * How the confidences of one class are calibrated.
 *
 * @param own fitted on this class alone
 * @param weight of the own calibrator against the pooled one, in [0, 1]
 * @param cut detections of a lower raw confidence are dropped; 0 for none
 * @param detections it was fitted on
 * @param targets their sum: the number of right ones, or of overlaps
 * @param note what is unusual about the fit; empty if nothing
 */
public record ClassCalibration(Calibrator own, double weight, double cut, int detections, double targets, String note) {

    public ClassCalibration {
        if (!(weight >= 0 && weight <= 1) || !(cut >= 0 && cut <= 1)) {
            throw new IllegalArgumentException("weight %s, cut %s".formatted(weight, cut));
        }
    }
}
