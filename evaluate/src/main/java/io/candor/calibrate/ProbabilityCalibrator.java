package io.candor.calibrate;

/** Turns the class probabilities of a classifier into probabilities that can be trusted. */
public sealed interface ProbabilityCalibrator permits Unchanged, Softmax, VectorScaling {

    /**
     * Calibrated probabilities.
     *
     * @param probabilities one per class, adding up to 1
     */
    double[] apply(double[] probabilities);

    /** The family's name in files and options. */
    String label();
}
