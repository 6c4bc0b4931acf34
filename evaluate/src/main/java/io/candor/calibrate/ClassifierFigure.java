package io.candor.calibrate;

import io.candor.metric.ClassificationFigure;
import io.candor.metric.OrderedFigure;

/** A figure of a classifier that is computed before and after calibration. */
public enum ClassifierFigure implements JudgedFigure, OrderedFigure {
    ECE(ClassificationFigure.ECE, "gap of confidence and accuracy in 15 bins of equal width, (low, high]"),
    ADAPTIVE_ECE(ClassificationFigure.ADAPTIVE_ECE, "the same in 15 bins of equal count"),
    SIGNED_GAP(
            ClassificationFigure.SIGNED_GAP,
            "mean confidence minus accuracy; above 0 is over-confident, and the difference is that of its size"),
    BRIER(ClassificationFigure.BRIER, "mean squared error, summed over classes where all probabilities are known"),
    NLL(ClassificationFigure.NLL, "mean log loss of the label, or of correctness where only confidences are known"),
    AURC(ClassificationFigure.AURC, "mean error rate of the most confident rows over all coverages"),
    ERROR_RATE(ClassificationFigure.TOP1, "share of wrong predictions; only vector scaling may change it");

    private final ClassificationFigure source;
    private final String words;

    ClassifierFigure(ClassificationFigure source, String words) {
        this.source = source;
        this.words = words;
    }

    @Override
    public String label() {
        return this == ERROR_RATE ? "error rate" : source.toString();
    }

    @Override
    public String words() {
        return words;
    }

    @Override
    public double distance(double value) {
        return this == SIGNED_GAP ? Math.abs(value) : value;
    }

    /** This figure among all of a classifier. */
    double among(double[] figures) {
        double value = figures[source.position()];
        return this == ERROR_RATE ? 1 - value : value;
    }
}
