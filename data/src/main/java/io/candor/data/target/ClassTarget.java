package io.candor.data.target;

import java.util.Arrays;

/**
 * The target of one sample, which remembers whether it has been smoothed: smoothing is done once, on one-hots, before
 * any mixing. Mixing smoothed one-hots equals smoothing the mixed one-hot, so there is never a reason to smooth again.
 */
public final class ClassTarget {

    /** Probabilities may be off by this much in sum: three decimals of rounding. */
    public static final double SUM_TOLERANCE = 1e-3;

    private final float[] shares;
    private final Origin origin;

    /** Where a target's numbers come from. */
    public enum Origin {
        /** One annotator's word, or that of several who agree: all mass on one class, or a mixture of such. */
        LABEL,
        /** People's probabilities, or votes that differ: soft already. */
        PEOPLE,
        /** A {@link Softening} has acted. */
        SMOOTHED
    }

    private ClassTarget(float[] shares, Origin origin) {
        this.shares = shares;
        this.origin = origin;
    }

    /** All mass on one class. */
    public static ClassTarget oneHot(int classes, int trueClass) {
        float[] shares = new float[classes];
        shares[trueClass] = 1;
        return new ClassTarget(shares, Origin.LABEL);
    }

    /**
     * What people thought: probabilities.
     *
     * @throws IllegalArgumentException if a number is negative or they do not sum to 1
     */
    public static ClassTarget probabilities(double... probabilities) {
        double sum = Arrays.stream(probabilities).sum();
        if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
            throw new IllegalArgumentException("the probabilities sum to %s, not to 1".formatted(sum));
        }
        return people(sum, probabilities);
    }

    /**
     * What people thought: how many chose each class. Where all agree it is a label like one annotator's.
     *
     * @throws IllegalArgumentException if a number is negative or nobody voted
     */
    public static ClassTarget votes(double... votes) {
        double sum = Arrays.stream(votes).sum();
        if (!(sum > 0) || Double.isInfinite(sum)) {
            throw new IllegalArgumentException("the votes sum to " + sum);
        }
        ClassTarget target = people(sum, votes);
        boolean agreed = Arrays.stream(votes).filter(each -> each > 0).count() == 1;
        return agreed ? new ClassTarget(target.shares, Origin.LABEL) : target;
    }

    private static ClassTarget people(double sum, double... weights) {
        float[] shares = new float[weights.length];
        for (int k = 0; k < weights.length; k++) {
            if (weights[k] < 0) {
                throw new IllegalArgumentException("class %d has %s, which is negative".formatted(k, weights[k]));
            }
            shares[k] = (float) (weights[k] / sum);
        }
        return new ClassTarget(shares, Origin.PEOPLE);
    }

    /** Number of classes. */
    public int classes() {
        return shares.length;
    }

    /** Target of a class. */
    public float share(int classIndex) {
        return shares[classIndex];
    }

    /** All targets, copied. */
    public float[] shares() {
        return shares.clone();
    }

    /** The class with the largest target, the first of several. */
    public int largest() {
        int largest = 0;
        for (int k = 1; k < shares.length; k++) {
            largest = shares[k] > shares[largest] ? k : largest;
        }
        return largest;
    }

    /** Whether one class alone has the largest target. */
    public boolean isDecided() {
        int largest = largest();
        for (int k = largest + 1; k < shares.length; k++) {
            if (shares[k] == shares[largest]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The same where classes are numbered otherwise.
     *
     * @param places new number of every class
     */
    public ClassTarget renumbered(int... places) {
        float[] moved = new float[shares.length];
        for (int k = 0; k < moved.length; k++) {
            moved[places[k]] = shares[k];
        }
        return new ClassTarget(moved, origin);
    }

    public Origin origin() {
        return origin;
    }

    /**
     * Smooths: each class's share of this target becomes that share of the class's smoothed one-hot.
     *
     * @throws IllegalStateException if this target has been smoothed before
     */
    public ClassTarget smooth(Softening softening) {
        if (softening.epsilon() == 0) {
            return this;
        }
        if (origin == Origin.SMOOTHED) {
            throw new IllegalStateException(
                    "this target has been smoothed before: smooth each one-hot once and then mix, or the true classes lose mass twice");
        }
        float[] mixed = new float[shares.length];
        for (int y = 0; y < shares.length; y++) {
            if (shares[y] != 0) {
                float[] part = softening.target(shares.length, y, shares[y]);
                for (int k = 0; k < mixed.length; k++) {
                    mixed[k] += part[k];
                }
            }
        }
        return new ClassTarget(mixed, Origin.SMOOTHED);
    }

    /**
     * The target of a mixed picture (mixup, cutmix): {@code share} of this one and the rest of another.
     *
     * @param share of this target, in [0, 1]
     * @throws IllegalStateException if only one of the two has been smoothed
     */
    public ClassTarget mix(ClassTarget other, double share) {
        if (!(share >= 0 && share <= 1) || other.shares.length != shares.length) {
            throw new IllegalArgumentException(
                    "share %s of %d and %d classes".formatted(share, shares.length, other.shares.length));
        }
        if ((origin == Origin.SMOOTHED) != (other.origin == Origin.SMOOTHED)) {
            throw new IllegalStateException(
                    "only one of two targets to be mixed has been smoothed: smooth both one-hots, then mix");
        }
        float[] mixed = new float[shares.length];
        for (int k = 0; k < mixed.length; k++) {
            mixed[k] = (float) (share * shares[k] + (1 - share) * other.shares[k]);
        }
        return new ClassTarget(mixed, origin == Origin.LABEL ? other.origin : origin);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassTarget target && target.origin == origin && Arrays.equals(target.shares, shares);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shares) + origin.hashCode();
    }

    @Override
    public String toString() {
        return origin + " " + Arrays.toString(shares);
    }
}
