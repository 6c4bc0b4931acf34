package io.candor.calibrate;

/**
 * A fitted calibrator.
 *
 * @param loss mean binary cross entropy on the observations it was fitted on
 * @param note why it is not simply the best of its family; empty if it is
 */
public record Fit(Calibrator calibrator, double loss, String note) {

    static Fit of(Calibrator calibrator, Observations observations) {
        return of(calibrator, observations, "");
    }

    static Fit of(Calibrator calibrator, Observations observations, String note) {
        return new Fit(calibrator, observations.loss(calibrator), note);
    }
}
