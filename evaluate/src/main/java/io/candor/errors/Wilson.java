package io.candor.errors;

import io.candor.metric.Interval;

/** The 95 % score interval of a share (Wilson 1927). */
final class Wilson {

    private static final double Z = 1.959963984540054; // 97.5 % quantile of the normal distribution

    private Wilson() {}

    /** Interval of {@code hits} out of {@code trials}; unknown without trials. */
    static Interval of(int hits, int trials) {
        if (trials == 0) {
            return Interval.UNKNOWN;
        }
        double share = hits / (double) trials;
        double scale = 1 + Z * Z / trials;
        double center = (share + Z * Z / (2 * trials)) / scale;
        double half = Z / scale * Math.sqrt(share * (1 - share) / trials + Z * Z / (4d * trials * trials));
        return new Interval(Math.max(0, center - half), Math.min(1, center + half));
    }
}
