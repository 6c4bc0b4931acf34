package io.candor.decide;

import io.candor.metric.Extent;

/**
 * What a policy's thresholds were chosen for.
 *
 * @param model SHA-256 of the weight file; empty if only predictions were given
 * @param calibration fingerprint of the calibration whose confidences they apply to; empty for raw confidences
 * @param data fingerprint of the images and annotations they were chosen on; empty if the costs alone decided
 * @param extent what was compared to tell which detections are right
 */
public record PolicyOrigin(String model, String calibration, String data, Extent extent) {

    /** Thresholds for detections that are right when their boxes are. */
    public PolicyOrigin(String model, String calibration, String data) {
        this(model, calibration, data, Extent.BOX);
    }
}
