package io.candor.calibrate;

/** Probabilities and their natural-logarithm odds. */
final class Logit {

    /** Probabilities are kept this far from 0 and 1 before logarithms are taken. */
    static final double CLIP = 1e-15;

    private Logit() {}

    static double clip(double probability) {
        return Math.min(Math.max(probability, CLIP), 1 - CLIP);
    }

    static double of(double probability) {
        double p = clip(probability);
        return Math.log(p) - Math.log1p(-p);
    }

    static double sigmoid(double logit) {
        if (logit >= 0) {
            return 1 / (1 + Math.exp(-logit));
        }
        double e = Math.exp(logit);
        return e / (1 + e);
    }

    /** Binary cross entropy of a probability against a target in [0, 1]. */
    static double loss(double probability, double target) {
        double p = clip(probability);
        return -target * Math.log(p) - (1 - target) * Math.log1p(-p);
    }
}
