package io.candor.train;

import io.candor.data.InvalidInput;
import io.candor.data.target.ClassTargets;
import io.candor.data.target.SmoothingPlan;
import io.candor.data.target.Softening;
import io.candor.loss.DetectionLoss;
import io.candor.loss.Gains;
import java.util.Locale;

/**
 * What is minimised.
 *
 * @param gains weights of the loss parts
 * @param smoothing what happens to the labels
 * @param loss what is minimised about classes
 * @param teaching another network to learn from
 * @param attack how pictures are changed before they are learned from
 */
public record Objective(Gains gains, SmoothingPlan smoothing, LossPlan loss, Teaching teaching, Attack attack) {

    /** Cross entropy, no teacher, pictures as they are. */
    public Objective(Gains gains, SmoothingPlan smoothing) {
        this(gains, smoothing, LossPlan.CROSS_ENTROPY, Teaching.NONE, Attack.NONE);
    }

    /** The same with other smoothing. */
    public Objective with(SmoothingPlan other) {
        return new Objective(gains, other, loss, teaching, attack);
    }

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
        return chosen(new DetectionLoss(classes, smoothing(classes), gains));
    }

    /**
     * What a detector with so many classes is trained by.
     *
     * @param guidance a teacher of the same classes, if any
     * @throws InvalidInput if pictures are to be attacked, which only classifiers learn from
     */
    public Criterion detection(int classes, int epochs, Guidance guidance) {
        requireNoAttack(attack);
        requireNoAttack(guidance.attack());
        ClassTargets targets = new ClassTargets(smoothing, classes, epochs);
        return new DetectionCriterion(chosen(new DetectionLoss(classes, targets, gains)), targets, guidance);
    }

    private static void requireNoAttack(Attack attack) {
        if (attack.kind() != Attack.Kind.NOTHING) {
            throw new InvalidInput(
                    "adversarial",
                    "attack: found %s, expected none: only classifiers can be trained on attacked pictures."
                            .formatted(attack.kind().name().toLowerCase(Locale.ROOT)));
        }
    }

    private DetectionLoss chosen(DetectionLoss published) {
        return loss.detection().map(published::with).orElse(published);
    }
}
