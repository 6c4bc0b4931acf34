package io.candor.drift;

import io.candor.metric.Bootstrap;
import io.candor.metric.Interval;
import io.candor.metric.ScoreHistogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Compares the confidences of new predictions with a reference. */
public final class DriftComparison {

    private static final int BINS = ScoreHistogram.BINS;

    private final ScoreHistogram reference;
    private final NewScores current;
    private final DriftSettings settings;
    private final int from;

    private DriftComparison(ScoreHistogram reference, NewScores current, DriftSettings settings) {
        this.reference = reference;
        this.current = current;
        this.settings = settings;
        from = (int) Math.round(settings.floor() * BINS);
    }

    /** Both sides must know the same classes. */
    public static Drift of(ScoreHistogram reference, NewScores current, DriftSettings settings) {
        return new DriftComparison(reference, current, settings).compare();
    }

    private Drift compare() {
        List<Drift.Shift> classes = new ArrayList<>();
        double[] pooled = new double[BINS];
        double variance = 0;
        for (int k = 0; k < reference.classes().size(); k++) {
            ScoreHistogram.OfClass row = reference.classes().get(k);
            double[] counts = Arrays.stream(row.counts()).asDoubleStream().toArray();
            Arrays.setAll(pooled, b -> pooled[b] + counts[b]);
            double own = variance(row, counts);
            variance += own;
            classes.add(new One(row.name(), counts, own, k).shift());
        }
        Drift.Shift all = new One("all classes", pooled, variance, -1).shift();
        return new Drift(
                all.verdict(),
                all,
                classes,
                reference.images(),
                current.images().size(),
                settings);
    }

    /** Variance of the reference's number of detections per image, as if it were spread at every floor alike. */
    private double variance(ScoreHistogram.OfClass row, double[] counts) {
        double dispersion = Double.isNaN(row.dispersion()) ? 1 : row.dispersion();
        return dispersion * total(counts) / reference.images();
    }

    private double total(double[] counts) {
        return Arrays.stream(counts, from, BINS).sum();
    }

    /** The comparison of one class; of all for class -1. */
    private final class One {
        private final String name;
        private final double[] old;
        private final double oldVariance;
        private final int[] ends;
        /** Per image the bins of its detections. */
        private final int[][] bins;

        One(String name, double[] old, double oldVariance, int classIndex) {
            this.name = name;
            this.old = old;
            this.oldVariance = oldVariance;
            ends = ScoreShift.equalShares(old, from, settings.bins());
            bins = current.images().stream()
                    .map(image -> image.stream()
                            .filter(score -> classIndex < 0 || score.classIndex() == classIndex)
                            .mapToInt(score -> ScoreHistogram.bin(score.confidence()))
                            .filter(bin -> bin >= from)
                            .toArray())
                    .toArray(int[][]::new);
        }

        Drift.Shift shift() {
            int images = bins.length;
            int[] once = new int[images];
            Arrays.fill(once, 1);
            double[] fresh = counts(once);
            double n = total(old);
            double m = total(fresh);
            double index = index(fresh);
            double chanceIndex = ScoreShift.chanceIndex(n, m, ends.length);
            double distance = ScoreShift.largestDistance(above(old), above(fresh));
            List<Interval> intervals = Bootstrap.intervals(images, this::figures, settings.bootstrap());
            Drift.Rate rate = new Drift.Rate(
                    n / reference.images(), m / images, intervals.get(1), changed(n / reference.images(), m / images));
            return new Drift.Shift(
                    name,
                    (int) n,
                    (int) m,
                    index,
                    intervals.get(0),
                    chanceIndex,
                    distance,
                    ScoreShift.distanceByChance(distance, n, m),
                    rate,
                    verdict(index, chanceIndex));
        }

        private double[] figures(int[] weights) {
            double[] fresh = counts(weights);
            return new double[] {index(fresh), total(fresh) / bins.length};
        }

        private double index(double[] fresh) {
            return ScoreShift.stabilityIndex(
                    ScoreShift.grouped(old, from, ends), ScoreShift.grouped(fresh, from, ends));
        }

        private double[] counts(int[] weights) {
            double[] counts = new double[BINS];
            for (int image = 0; image < bins.length; image++) {
                for (int bin : bins[image]) {
                    counts[bin] += weights[image];
                }
            }
            return counts;
        }

        private double[] above(double[] counts) {
            return Arrays.copyOfRange(counts, from, BINS);
        }

        /** Welch's statistic against the normal quantile for 5 % over all rows. */
        private boolean changed(double before, double now) {
            double spread = Arrays.stream(bins)
                            .mapToDouble(image -> (image.length - now) * (image.length - now))
                            .sum()
                    / Math.max(1, bins.length - 1);
            // A sample without any scatter would make every difference certain: at least Poisson's.
            double freshVariance = Math.max(spread, Math.max(now, before));
            double error = Math.sqrt(oldVariance / reference.images() + freshVariance / bins.length);
            return Math.abs(now - before)
                    > Normal.upperQuantile(.025 / (reference.classes().size() + 1)) * error;
        }

        private Drift.Verdict verdict(double index, double chanceIndex) {
            if (Double.isNaN(index) || (index <= chanceIndex && chanceIndex >= settings.moderate())) {
                return Drift.Verdict.CANNOT_TELL;
            }
            if (index <= chanceIndex || index < settings.moderate()) {
                return Drift.Verdict.APPLIES;
            }
            return index < settings.major() ? Drift.Verdict.CHECK : Drift.Verdict.NO_LONGER;
        }
    }
}
