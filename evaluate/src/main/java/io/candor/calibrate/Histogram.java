package io.candor.calibrate;

import java.util.Arrays;
import java.util.Objects;

/**
 * The share of right claims in each of a few bins of equal count (Zadrozny and Elkan 2001), drawn towards one half as
 * Jeffreys' prior does: {@code (right + 1/2) / (count + 1)}.
 *
 * @param edges upper ends of all bins but the last, rising; a confidence on an edge is in the lower bin
 * @param values one per bin
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record Histogram(double[] edges, double[] values) implements Calibrator {

    private static final int BINS = 10;
    /** A bin of fewer observations says little: its share is uncertain by more than .15. */
    private static final int LEAST = 10;

    public Histogram {
        if (values.length != edges.length + 1) {
            throw new IllegalArgumentException("%d edges, %d values".formatted(edges.length, values.length));
        }
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] >= 0 && values[i] <= 1) || (i > 1 && !(edges[i - 1] > edges[i - 2]))) {
                throw new IllegalArgumentException("bin " + i + " is not one");
            }
        }
    }

    @Override
    public double apply(double confidence) {
        int found = Arrays.binarySearch(edges, confidence);
        return values[found >= 0 ? found : -found - 1];
    }

    @Override
    public Method method() {
        return Method.HISTOGRAM;
    }

    /** Ten bins, or fewer if they would hold less than ten observations each. */
    public static Fit fit(Observations observations) {
        SortedGroups groups = SortedGroups.of(observations.confidence(), observations.target());
        int bins = Math.max(1, Math.min(BINS, observations.size() / LEAST));
        double[] edges = new double[bins - 1];
        double[] values = new double[bins];
        int size = 0;
        double perBin = observations.size() / (double) bins;
        double full = perBin;
        double seen = 0;
        double count = 0;
        double right = 0;
        for (int g = 0; g < groups.size(); g++) {
            count += groups.weight(g);
            right += groups.sum(g);
            seen += groups.weight(g);
            boolean last = g + 1 == groups.size();
            if (last || seen >= full) {
                full = (Math.floor(seen / perBin) + 1) * perBin; // ties may have filled more than one
                values[size] = (right + .5) / (count + 1);
                if (!last) {
                    edges[size] = groups.value(g);
                }
                size++;
                count = 0;
                right = 0;
            }
        }
        Histogram histogram = new Histogram(Arrays.copyOf(edges, size - 1), Arrays.copyOf(values, size));
        String note = size < BINS ? "%d bins only: few, or equal, confidences".formatted(size) : "";
        return Fit.of(histogram, observations, note);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Histogram that
                && Arrays.equals(edges, that.edges)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(edges), Arrays.hashCode(values));
    }

    @Override
    public String toString() {
        return "Histogram[%d bins]".formatted(values.length);
    }
}
