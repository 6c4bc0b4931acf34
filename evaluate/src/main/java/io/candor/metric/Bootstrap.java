package io.candor.metric;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How far figures may be due to the images they were computed on: images are drawn with replacement and the figures
 * computed anew (Efron and Tibshirani 1993, chapter 13: percentile intervals). Images stay whole, because what is found
 * on one is not independent. What another seed of the training would change is not in it.
 */
public final class Bootstrap {

    /** A figure that more resamples than this lack has no interval. */
    private static final double MOST_MISSING = 0.05;

    private Bootstrap() {}

    /**
     * One interval per figure. For the interval of a difference of two runs on the same images, give
     * {@link Resampled#minus their difference}: both see the same resamples.
     *
     * @param images number of images that can be drawn; without any, no interval is known
     */
    public static List<Interval> intervals(int images, Resampled resampled, BootstrapSettings settings) {
        if (images == 0) {
            return Arrays.stream(resampled.figures(new int[0]))
                    .mapToObj(figure -> Interval.UNKNOWN)
                    .toList();
        }
        long[] seeds = new SplittableRandom(settings.seed())
                .longs(settings.resamples())
                .toArray();
        double[][] drawn = IntStream.range(0, settings.resamples())
                .parallel()
                .mapToObj(i -> resampled.figures(weights(images, new SplittableRandom(seeds[i]))))
                .toArray(double[][]::new);
        return IntStream.range(0, drawn[0].length)
                .mapToObj(f -> interval(Arrays.stream(drawn).mapToDouble(row -> row[f]), settings))
                .toList();
    }

    private static int[] weights(int images, SplittableRandom random) {
        int[] weights = new int[images];
        for (int i = 0; i < images; i++) {
            weights[random.nextInt(images)]++;
        }
        return weights;
    }

    private static Interval interval(java.util.stream.DoubleStream values, BootstrapSettings settings) {
        double[] known = values.filter(value -> !Double.isNaN(value)).sorted().toArray();
        if (known.length == 0 || known.length < (1 - MOST_MISSING) * settings.resamples()) {
            return Interval.UNKNOWN;
        }
        double tail = (1 - settings.level()) / 2;
        return new Interval(percentile(known, tail), percentile(known, 1 - tail));
    }

    /** Linear between the two nearest of the sorted values. */
    private static double percentile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
