package io.candor.run.compare;

import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Label;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.DetectionEvaluator;
import io.candor.run.compare.Comparison.Interval;
import io.candor.run.compare.Comparison.Intervals;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How far the difference between two runs may be due to the images they were evaluated on: images are drawn with
 * replacement, the same for both runs, and the figures computed anew (Efron and Tibshirani 1993, chapter 13: percentile
 * intervals). What another seed of the training would change is not in it.
 *
 * @param images what is on each and what the runs found there
 */
public record PairedBootstrap(Classes classes, List<Judged> images) {

    /** Both tails together leave 5 % out. */
    private static final double TAIL = 0.025;

    /** A figure that more replicates than this lack has no interval. */
    private static final double MOST_MISSING = 0.05;

    /** One image and what the runs found on it. */
    public record Judged(List<Label> truth, List<Detection> plain, List<Detection> smoothed) {}

    public PairedBootstrap {
        images = List.copyOf(images);
    }

    /**
     * 95 % intervals of the differences, smoothed minus plain.
     *
     * @param matchedRecall where false alarms are counted
     * @param replicates number of drawn sets
     * @param seed the same seed gives the same intervals, on any number of processors
     */
    public Intervals intervals(double matchedRecall, int replicates, long seed) {
        SplittableRandom source = new SplittableRandom(seed);
        long[] seeds = source.longs(replicates).toArray();
        List<Figures> differences = IntStream.range(0, replicates)
                .parallel()
                .mapToObj(i -> difference(new SplittableRandom(seeds[i]), matchedRecall))
                .toList();
        return new Intervals(
                interval(differences, Figures::map50),
                interval(differences, Figures::map5095),
                interval(differences, Figures::recall),
                interval(differences, Figures::falseAlarms),
                interval(differences, Figures::calibrationError));
    }

    /** What is kept of an evaluation, or of the difference of two. */
    private record Figures(double map50, double map5095, double recall, double falseAlarms, double calibrationError) {

        static Figures of(DetectionEvaluation evaluation, double matchedRecall) {
            return new Figures(
                    evaluation.map50(),
                    evaluation.map50_95(),
                    evaluation.recall(),
                    evaluation.operating().falseAlarmsAt(matchedRecall).value(),
                    evaluation.calibration().expected().value());
        }

        Figures minus(Figures other) {
            return new Figures(
                    map50 - other.map50,
                    map5095 - other.map5095,
                    recall - other.recall,
                    falseAlarms - other.falseAlarms,
                    calibrationError - other.calibrationError);
        }
    }

    private Figures difference(SplittableRandom random, double matchedRecall) {
        int[] drawn = random.ints(images.size(), 0, images.size()).toArray();
        return Figures.of(evaluate(drawn, Judged::smoothed), matchedRecall)
                .minus(Figures.of(evaluate(drawn, Judged::plain), matchedRecall));
    }

    private DetectionEvaluation evaluate(int[] drawn, Function<Judged, List<Detection>> found) {
        DetectionEvaluator evaluator = new DetectionEvaluator(classes);
        for (int i = 0; i < drawn.length; i++) {
            Judged image = images.get(drawn[i]);
            evaluator.add(Integer.toString(i), image.truth(), found.apply(image));
        }
        return evaluator.evaluate();
    }

    private static Interval interval(List<Figures> differences, ToDoubleFunction<Figures> figure) {
        double[] known = differences.stream()
                .mapToDouble(figure)
                .filter(difference -> !Double.isNaN(difference))
                .sorted()
                .toArray();
        if (known.length == 0 || known.length < (1 - MOST_MISSING) * differences.size()) {
            return Interval.UNKNOWN;
        }
        return new Interval(percentile(known, TAIL), percentile(known, 1 - TAIL));
    }

    /** Linear between the two nearest of the sorted values. */
    private static double percentile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
