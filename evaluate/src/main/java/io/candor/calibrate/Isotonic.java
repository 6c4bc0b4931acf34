package io.candor.calibrate;

import java.util.Arrays;
import java.util.Objects;

/**
 * The rising function of least squared error, by pooling adjacent violators (Ayer et al. 1955; Zadrozny and Elkan
 * 2002); between knots by a straight line or a step, outside the outermost knots constant.
 *
 * @param x confidences of the knots, rising
 * @param y calibrated confidences of the knots, not falling
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record Isotonic(double[] x, double[] y, Between between) implements Calibrator {

    /** What holds between two knots. */
    public enum Between {
        /** A straight line. */
        LINE,
        /** The value of the lower knot. */
        STEP
    }

    /** Weight of the two invented observations of {@link #fitInside}: half an observation each, as Jeffreys' prior. */
    private static final double PRIOR = .5;

    public Isotonic {
        if (x.length == 0 || x.length != y.length) {
            throw new IllegalArgumentException("%d and %d coordinates of knots".formatted(x.length, y.length));
        }
        for (int i = 0; i < x.length; i++) {
            boolean rising = i == 0 || (x[i] > x[i - 1] && y[i] >= y[i - 1]);
            if (!rising || !(x[i] >= 0 && x[i] <= 1 && y[i] >= 0 && y[i] <= 1)) {
                throw new IllegalArgumentException(
                        "knot %d (%s, %s) does not continue the others".formatted(i, x[i], y[i]));
            }
        }
    }

    @Override
    public double apply(double confidence) {
        int found = Arrays.binarySearch(x, confidence);
        if (found >= 0) {
            return y[found];
        }
        int above = -found - 1;
        if (above == 0 || above == x.length) {
            return above == 0 ? y[0] : y[x.length - 1];
        }
        if (between == Between.STEP) {
            return y[above - 1];
        }
        double share = (confidence - x[above - 1]) / (x[above] - x[above - 1]);
        return Math.min(y[above], y[above - 1] + share * (y[above] - y[above - 1]));
    }

    @Override
    public Method method() {
        return Method.ISOTONIC;
    }

    /** The same knots, read another way in between. */
    public Isotonic with(Between other) {
        return new Isotonic(x, y, other);
    }

    /** Number of different values. */
    public int levels() {
        return (int) Arrays.stream(y).distinct().count();
    }

    /** The fit as textbooks have it; levels of exactly 0 and 1 occur. */
    public static Fit fit(Observations observations) {
        SortedGroups groups = SortedGroups.of(observations.confidence(), observations.target());
        return Fit.of(of(groups), observations);
    }

    /**
     * A fit that never claims certainty: half an observation of target 1 is added at the lowest and half of target 0 at
     * the highest confidence, so that every level lies inside (0, 1) and a single mistake does not cost an infinite
     * log loss.
     */
    public static Fit fitInside(Observations observations) {
        SortedGroups groups = SortedGroups.of(observations.confidence(), observations.target());
        groups.add(0, PRIOR, PRIOR);
        groups.add(groups.size() - 1, PRIOR, 0);
        return Fit.of(of(groups), observations);
    }

    private static Isotonic of(SortedGroups groups) {
        int[] ends = new int[groups.size()]; // one past the last group of each pool
        double[] weights = new double[groups.size()];
        double[] sums = new double[groups.size()];
        int pools = 0;
        for (int g = 0; g < groups.size(); g++) {
            ends[pools] = g + 1;
            weights[pools] = groups.weight(g);
            sums[pools] = groups.sum(g);
            pools++;
            while (pools > 1 && sums[pools - 2] * weights[pools - 1] >= sums[pools - 1] * weights[pools - 2]) {
                pools--;
                ends[pools - 1] = ends[pools];
                weights[pools - 1] += weights[pools];
                sums[pools - 1] += sums[pools];
            }
        }
        return knots(groups, Arrays.copyOf(ends, pools), weights, sums);
    }

    /** Both ends of every pool. */
    private static Isotonic knots(SortedGroups groups, int[] ends, double[] weights, double[] sums) {
        double[] x = new double[2 * ends.length];
        double[] y = new double[2 * ends.length];
        int size = 0;
        for (int pool = 0; pool < ends.length; pool++) {
            int first = pool == 0 ? 0 : ends[pool - 1];
            double level = Math.min(1, Math.max(0, sums[pool] / weights[pool]));
            level = size == 0 ? level : Math.max(level, y[size - 1]); // rounding of the quotient
            x[size] = groups.value(first);
            y[size++] = level;
            if (ends[pool] - 1 > first) {
                x[size] = groups.value(ends[pool] - 1);
                y[size++] = level;
            }
        }
        return new Isotonic(Arrays.copyOf(x, size), Arrays.copyOf(y, size), Between.LINE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Isotonic that
                && Arrays.equals(x, that.x)
                && Arrays.equals(y, that.y)
                && between == that.between;
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(x), Arrays.hashCode(y), between);
    }

    @Override
    public String toString() {
        return "Isotonic[%d knots from %s to %s, %s]".formatted(x.length, x[0], x[x.length - 1], between);
    }
}
