package io.candor.data.target;

import java.util.Arrays;
import java.util.Optional;

/**
 * The targets of a training run, object by object, under the factor of the epoch. Not for use by several threads at
 * once.
 */
public final class ClassTargets {

    private final SmoothingPlan plan;
    private final int classes;
    private final int epochs;
    private final Optional<OnlineSimilarity> online;
    private int epoch;
    private Softening inForce;

    /**
     * What is known of an object beside its class.
     *
     * @param confidence the network's highest class probability for it; NaN if predictions are not {@linkplain #observes observed}
     * @param relativeSize its area divided by that of its picture, in [0, 1]
     */
    public record Evidence(double confidence, double relativeSize) {

        /** Nothing known: no confidence, and the object fills the picture. */
        public static final Evidence NONE = new Evidence(Double.NaN, 1);
    }

    /**
     * The targets of a run's first epoch.
     *
     * @throws io.candor.data.InvalidInput if some epoch's factor is out of the convention's range
     */
    public ClassTargets(SmoothingPlan plan, int classes, int epochs) {
        this.plan = plan.check(classes, epochs);
        this.classes = classes;
        this.epochs = epochs;
        online = plan.convention().equals(SmoothingPlan.ONLINE) && plan.epsilon() != 0
                ? Optional.of(new OnlineSimilarity(classes))
                : Optional.empty();
        renew();
    }

    /** Targets that stay the same, for a loss without a run. */
    public static ClassTargets constant(Softening softening, int classes) {
        ClassTargets targets = new ClassTargets(SmoothingPlan.NONE, classes, 1);
        targets.inForce = softening;
        return targets;
    }

    private void renew() {
        Optional<SimilarityMatrix> learned = online.map(OnlineSimilarity::matrix);
        inForce = plan.softening(plan.epsilonAt(epoch, epochs), classes, learned);
    }

    /** Goes on to a later epoch, counted from 0; staying changes nothing. */
    public void epoch(int next) {
        if (next == epoch) {
            return;
        }
        epoch = next;
        online.ifPresent(OnlineSimilarity::nextEpoch);
        renew();
    }

    /** The epoch, counted from 0. */
    public int epoch() {
        return epoch;
    }

    /** The factor in force. */
    public double epsilon() {
        return inForce.epsilon();
    }

    /** What is in force for an average object. */
    public Softening inForce() {
        return inForce;
    }

    /** Whether predictions have a say in targets: then they are to be given. */
    public boolean observes() {
        return online.isPresent() || adapts() && plan.adaptation().by() == Adaptation.By.CONFIDENCE;
    }

    private boolean adapts() {
        return plan.epsilon() != 0 && plan.adaptation().by() != Adaptation.By.NOTHING;
    }

    /** Targets of one object of the given class and quality. */
    public float[] target(int trueClass, double quality, Evidence evidence) {
        return softening(evidence).target(classes, trueClass, quality);
    }

    /** What is in force for one object, whatever its class. */
    public Softening softening(Evidence evidence) {
        if (!adapts() || inForce.epsilon() == 0) {
            return inForce;
        }
        double factor = plan.adaptation().factor(inForce.epsilon(), evidence.confidence(), evidence.relativeSize());
        return inForce.withEpsilon(factor, classes);
    }

    /**
     * Learns from a prediction, if this convention does.
     *
     * @param probabilities one per class
     */
    public void observe(int trueClass, float... probabilities) {
        online.ifPresent(learning -> learning.observe(trueClass, probabilities));
    }

    /** The epoch and what was learned, bit for bit; empty if this convention learns nothing. */
    public long[] state() {
        if (online.isEmpty()) {
            return new long[0];
        }
        long[] learned = online.get().state();
        long[] state = Arrays.copyOf(new long[] {epoch}, 1 + learned.length);
        System.arraycopy(learned, 0, state, 1, learned.length);
        return state;
    }

    /**
     * Goes on from what {@link #state} gave.
     *
     * @throws IllegalArgumentException if the state is not one of this convention and these classes
     */
    public void restore(long... state) {
        if (online.isEmpty() != (state.length == 0)) {
            throw new IllegalArgumentException("a state of %d numbers".formatted(state.length));
        }
        if (online.isPresent()) {
            online.get().restore(Arrays.copyOfRange(state, 1, state.length));
            epoch = (int) state[0];
            renew();
        }
    }
}
