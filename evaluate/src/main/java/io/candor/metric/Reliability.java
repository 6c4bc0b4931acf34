package io.candor.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well confidences agree with outcomes in [0, 1].
 *
 * @param count outcomes that fell into a bin
 * @param error mean over outcomes of the absolute gap of their bin (ECE)
 * @param maximum largest absolute gap of a bin (MCE)
 * @param average mean absolute gap of the bins that are not empty (ACE)
 * @param signedGap mean confidence minus mean outcome: positive means over-confident
 * @param absolute mean of |confidence - outcome|, free of bins
 * @param brier mean of (confidence - outcome) squared
 * @param logLoss mean binary cross entropy, confidences clipped to [1e-15, 1 - 1e-15]
 */
public record Reliability(
        List<ReliabilityBin> bins,
        int count,
        double error,
        double maximum,
        double average,
        double rootMeanSquare,
        double signedGap,
        double meanConfidence,
        double meanOutcome,
        double absolute,
        double brier,
        double logLoss) {

    static final double CLIP = 1e-15;

    public Reliability {
        bins = List.copyOf(bins);
    }

    /** Bins of equal width. Every figure is NaN when there is no outcome. */
    static Reliability equalWidth(double[] confidence, double[] outcome, int bins, Edges edges) {
        int slots = edges.count(bins);
        int[] count = new int[slots];
        double[] confidences = new double[slots];
        double[] outcomes = new double[slots];
        for (int i = 0; i < confidence.length; i++) {
            int bin = edges.bin(confidence[i], bins);
            if (bin >= 0) {
                count[bin]++;
                confidences[bin] += confidence[i];
                outcomes[bin] += outcome[i];
            }
        }
        List<ReliabilityBin> rows = new ArrayList<>();
        for (int b = 0; b < slots; b++) {
            double high = Math.min(1, (b + 1) / (double) bins);
            rows.add(ReliabilityBin.of(b / (double) bins, high, count[b], confidences[b], outcomes[b]));
        }
        return of(rows, confidence, outcome);
    }

    /** Bins of equal count: a stable ascending sort, cut into pieces of which the first are one larger. */
    static Reliability equalCount(double[] confidence, double[] outcome, int bins) {
        double[] negated = Arrays.stream(confidence).map(c -> -c).toArray();
        int[] order = new int[confidence.length];
        Arrays.setAll(order, i -> i);
        DescendingSort.sort(order, 0, order.length, negated);
        List<ReliabilityBin> rows = new ArrayList<>();
        int from = 0;
        for (int b = 0; b < bins; b++) {
            int to = from + order.length / bins + (b < order.length % bins ? 1 : 0);
            rows.add(slice(order, from, to, confidence, outcome));
            from = to;
        }
        return of(rows, confidence, outcome);
    }

    private static ReliabilityBin slice(int[] order, int from, int to, double[] confidence, double[] outcome) {
        double confidences = 0;
        double outcomes = 0;
        for (int i = from; i < to; i++) {
            confidences += confidence[order[i]];
            outcomes += outcome[order[i]];
        }
        double low = from < to ? confidence[order[from]] : Double.NaN;
        double high = from < to ? confidence[order[to - 1]] : Double.NaN;
        return ReliabilityBin.of(low, high, to - from, confidences, outcomes);
    }

    /** Binary cross entropy of one outcome, the confidence clipped. */
    static double logLoss(double confidence, double outcome) {
        double p = Math.min(Math.max(confidence, CLIP), 1 - CLIP);
        return -(outcome * Math.log(p) + (1 - outcome) * Math.log1p(-p));
    }

    private static Reliability of(List<ReliabilityBin> bins, double[] confidence, double[] outcome) {
        int binned = bins.stream().mapToInt(ReliabilityBin::count).sum();
        int n = confidence.length;
        double absolute = 0;
        double brier = 0;
        double logLoss = 0;
        for (int i = 0; i < n; i++) {
            double gap = confidence[i] - outcome[i];
            absolute += Math.abs(gap);
            brier += gap * gap;
            logLoss += logLoss(confidence[i], outcome[i]);
        }
        double meanConfidence = Arrays.stream(confidence).average().orElse(Double.NaN);
        double meanOutcome = Arrays.stream(outcome).average().orElse(Double.NaN);
        return new Reliability(
                bins,
                binned,
                bins.stream().mapToDouble(b -> b.count() * Math.abs(b.gap())).sum() / n,
                bins.stream().mapToDouble(b -> Math.abs(b.gap())).max().orElse(Double.NaN),
                bins.stream()
                        .filter(b -> !b.isEmpty())
                        .mapToDouble(b -> Math.abs(b.gap()))
                        .average()
                        .orElse(Double.NaN),
                Math.sqrt(bins.stream()
                                .mapToDouble(b -> b.count() * b.gap() * b.gap())
                                .sum()
                        / n),
                meanConfidence - meanOutcome,
                meanConfidence,
                meanOutcome,
                absolute / n,
                brier / n,
                logLoss / n);
    }
}
