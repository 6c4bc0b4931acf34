package io.candor.drift;

import io.candor.metric.BootstrapSettings;

/**
 * How predictions are compared.
 *
 * @param floor detections below this confidence are left out on both sides; rounded to hundredths
 * @param bins number of groups of confidences of the stability index, each with an equal share of the reference
 * @param moderate stability index from which a shift is worth a look
 * @param major stability index from which the calibrator no longer applies
 * @param bootstrap of the intervals over the new images
 */
public record DriftSettings(double floor, int bins, double moderate, double major, BootstrapSettings bootstrap) {

    public DriftSettings {
        if (!(floor >= 0 && floor < 1) || bins < 2 || !(moderate > 0 && moderate < major)) {
            throw new IllegalArgumentException(
                    "expected 0 <= floor < 1, bins >= 2, 0 < moderate < major: %s, %d, %s, %s"
                            .formatted(floor, bins, moderate, major));
        }
    }

    /** Floor .25, 10 groups, and the rule of thumb of credit scoring, .1 and .25 (Lewis 1994; Siddiqi 2006). */
    public static DriftSettings defaults() {
        return new DriftSettings(.25, 10, .1, .25, BootstrapSettings.defaults());
    }

    public DriftSettings withFloor(double value) {
        return new DriftSettings(value, bins, moderate, major, bootstrap);
    }

    public DriftSettings withBootstrap(BootstrapSettings value) {
        return new DriftSettings(floor, bins, moderate, major, value);
    }
}
