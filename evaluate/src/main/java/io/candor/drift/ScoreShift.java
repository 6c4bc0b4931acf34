package io.candor.drift;

import java.util.Arrays;

/** How far two histograms of confidences are apart. */
final class ScoreShift {

    private ScoreShift() {}

    /**
     * Population stability index: {@code sum over bins of (new - old) * ln(new / old)} of the shares; 0 for equal shares.
     * An empty bin counts as half a detection, since the logarithm of nothing is infinite. NaN if one side has nothing.
     */
    static double stabilityIndex(double[] reference, double[] current) {
        double n = Arrays.stream(reference).sum();
        double m = Arrays.stream(current).sum();
        if (n == 0 || m == 0) {
            return Double.NaN;
        }
        double index = 0;
        for (int b = 0; b < reference.length; b++) {
            double p = Math.max(reference[b], .5) / n;
            double q = Math.max(current[b], .5) / m;
            index += reference[b] == 0 && current[b] == 0 ? 0 : (q - p) * Math.log(q / p);
        }
        return index;
    }

    /**
     * The stability index that samples of these sizes exceed once in twenty times although nothing has changed:
     * {@code (1/n + 1/m)} times the 95 % quantile of chi-square with one degree of freedom less than there are bins
     * (Yurdakul 2018), the quantile after Wilson and Hilferty (1931).
     */
    static double chanceIndex(double n, double m, int bins) {
        double freedom = bins - 1;
        double part = 2 / (9 * freedom);
        double quantile = freedom * Math.pow(1 - part + 1.6448536269514722 * Math.sqrt(part), 3);
        return quantile * (1 / n + 1 / m);
    }

    /** Largest distance between the two cumulative shares (Kolmogorov-Smirnov); NaN if one side has nothing. */
    static double largestDistance(double[] reference, double[] current) {
        double n = Arrays.stream(reference).sum();
        double m = Arrays.stream(current).sum();
        double p = 0;
        double q = 0;
        double largest = n == 0 || m == 0 ? Double.NaN : 0;
        for (int b = 0; b < reference.length; b++) {
            p += reference[b] / n;
            q += current[b] / m;
            largest = Math.max(largest, Math.abs(p - q));
        }
        return largest;
    }

    /**
     * How often two samples from one distribution are at least this far apart: Kolmogorov's distribution with Stephens'
     * (1970) correction for finite samples. With confidences counted in bins it is an upper bound.
     */
    static double distanceByChance(double distance, double n, double m) {
        double size = Math.sqrt(n * m / (n + m));
        double lambda = (size + .12 + .11 / size) * distance;
        if (Double.isNaN(lambda)) {
            return Double.NaN;
        }
        if (lambda < .2) {
            return 1; // the series converges slowly where the answer is 1 to twelve digits
        }
        double sum = 0;
        for (int j = 1; j <= 100; j++) {
            sum += (j % 2 == 1 ? 2 : -2) * Math.exp(-2d * j * j * lambda * lambda);
        }
        return Math.min(1, Math.max(0, sum));
    }

    /**
     * Upper ends of at most {@code wanted} groups of neighbouring bins that each hold about an equal share of the
     * reference; groups without reference detections do not occur.
     */
    static int[] equalShares(double[] reference, int from, int wanted) {
        double total = 0;
        for (int b = from; b < reference.length; b++) {
            total += reference[b];
        }
        int[] ends = new int[wanted];
        int groups = 0;
        double seen = 0;
        double inGroup = 0;
        for (int b = from; b < reference.length; b++) {
            seen += reference[b];
            inGroup += reference[b];
            if (inGroup > 0 && groups < wanted - 1 && seen >= total * (groups + 1) / wanted && seen < total) {
                ends[groups++] = b + 1;
                inGroup = 0;
            }
        }
        ends[groups++] = reference.length;
        return Arrays.copyOf(ends, groups);
    }

    /** Sums of the bins of each group. */
    static double[] grouped(double[] counts, int from, int[] ends) {
        double[] sums = new double[ends.length];
        int b = from;
        for (int g = 0; g < ends.length; g++) {
            while (b < ends[g]) {
                sums[g] += counts[b++];
            }
        }
        return sums;
    }
}
