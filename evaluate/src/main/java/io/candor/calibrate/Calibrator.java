package io.candor.calibrate;

/** Turns a confidence into the probability that the claim is right, or into the overlap to be expected. */
public sealed interface Calibrator permits Identity, Temperature, Platt, Beta, Isotonic, Histogram {

    /**
     * The calibrated confidence, in [0, 1].
     *
     * @param confidence in [0, 1]
     */
    double apply(double confidence);

    /** The family it belongs to. */
    Method method();
}
