package io.candor.train;

import io.candor.data.target.Smoothing;
import io.candor.loss.DetectionLoss;
import io.candor.loss.Gains;

/**
 * What is minimised.
 *
 * @param gains weights of the loss parts
 * @param convention how the smoothed mass is spread: see {@link Smoothing#of}
 * @param epsilon how much mass is taken from the true class; 0 for no smoothing
 */
public record Objective(Gains gains, String convention, double epsilon) {

    /** The published gains, no smoothing. */
    public static Objective defaults() {
        return new Objective(Gains.published(), "uniform", 0);
    }

    /** The smoothing of a data set with so many classes. */
    public Smoothing smoothing(int classes) {
        return Smoothing.of(convention, epsilon, classes);
    }

    /** The loss of a data set with so many classes. */
    public DetectionLoss loss(int classes) {
        return new DetectionLoss(classes, smoothing(classes), gains);
    }
}
