package io.candor.calibrate;

/** Turns a confidence into the probability that the claim is right, or into the overlap to be expected. */
public sealed interface Calibrator permits Identity, Temperature, Platt, Beta, Isotonic, Histogram, Mixture {

    /**
     * The calibrated confidence, in [0, 1].
     *
     * @param confidence in [0, 1]
     */
    double apply(double confidence);

    /** The family it belongs to; of a mixture, that of its parts. */
    Method method();
}
