package io.candor.train;

import io.candor.data.target.ClassTargets;
import io.candor.data.target.SmoothingPlan;
import io.candor.data.target.Softening;
import io.candor.loss.DetectionLoss;
import io.candor.loss.Gains;

/**
 * What is minimised.
 *
 * @param gains weights of the loss parts
 * @param smoothing what happens to the labels
 */
public record Objective(Gains gains, SmoothingPlan smoothing) {

    /**
     * One smoothing factor for all objects and epochs.
     *
     * @param convention how the smoothed mass is spread: see {@link SmoothingPlan#of}
     * @param epsilon how much mass is taken from the true class; 0 for no smoothing
     */
    public Objective(Gains gains, String convention, double epsilon) {
        this(gains, SmoothingPlan.of(convention, epsilon));
    }

    /** The published gains, no smoothing. */
    public static Objective defaults() {
        return new Objective(Gains.published(), SmoothingPlan.NONE);
    }

    /** How the smoothed mass is spread. */
    public String convention() {
        return smoothing.convention();
    }

    /** How much mass is taken from the true class; 0 for no smoothing. */
    public double epsilon() {
        return smoothing.epsilon();
    }

    /** The smoothing of a data set with so many classes, before any schedule. */
    public Softening smoothing(int classes) {
        return smoothing.softening(classes);
    }

    /** The loss of a data set with so many classes, before any schedule: for judging, where epochs must compare. */
    public DetectionLoss loss(int classes) {
        return new DetectionLoss(classes, smoothing(classes), gains);
    }

    /** What a detector with so many classes is trained by. */
    Criterion detection(int classes, int epochs) {
        ClassTargets targets = new ClassTargets(smoothing, classes, epochs);
        return new DetectionCriterion(new DetectionLoss(classes, targets, gains), targets);
    }
}
