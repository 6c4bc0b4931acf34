package io.candor.run.compare;

import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Label;
import io.candor.metric.Bootstrap;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.DetectionEvaluator;
import io.candor.metric.DetectionFigure;
import io.candor.metric.DetectionFigures;
import io.candor.metric.EvaluationSet;
import io.candor.metric.EvaluationSettings;
import io.candor.metric.FalseAlarms;
import io.candor.metric.Resampled;
import io.candor.run.compare.Comparison.Interval;
import io.candor.run.compare.Comparison.Intervals;
import java.util.List;
import java.util.function.Function;

/**
 * How far the difference between two runs may be due to the images they were evaluated on: the same images are drawn for
 * both, and the figures counted anew ({@link Bootstrap}). What another seed of the training would change is not in it.
 *
 * @param images what is on each and what the runs found there
 */
public record PairedBootstrap(Classes classes, List<Judged> images) {

    private static final double LEVEL = 0.95;

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
        EvaluationSet plain = set(Judged::plain);
        EvaluationSet smoothed = set(Judged::smoothed);
        EvaluationSettings settings = EvaluationSettings.defaults();
        BootstrapSettings how = new BootstrapSettings(replicates, LEVEL, seed);
        List<Interval> figures =
                intervals(DetectionFigures.of(plain, settings), DetectionFigures.of(smoothed, settings), how);
        List<Interval> falseAlarms = intervals(
                FalseAlarms.at(plain, settings.iou(), matchedRecall),
                FalseAlarms.at(smoothed, settings.iou(), matchedRecall),
                how);
        List<DetectionFigure> order = List.of(DetectionFigure.values());
        return new Intervals(
                figures.get(order.indexOf(DetectionFigure.MAP50)),
                figures.get(order.indexOf(DetectionFigure.MAP50_95)),
                figures.get(order.indexOf(DetectionFigure.RECALL)),
                falseAlarms.get(0),
                figures.get(order.indexOf(DetectionFigure.D_ECE)));
    }

    private List<Interval> intervals(Resampled plain, Resampled smoothed, BootstrapSettings how) {
        return Bootstrap.intervals(images.size(), smoothed.minus(plain), how).stream()
                .map(interval -> new Interval(interval.low(), interval.high()))
                .toList();
    }

    private EvaluationSet set(Function<Judged, List<Detection>> found) {
        DetectionEvaluator evaluator = new DetectionEvaluator(classes);
        for (int i = 0; i < images.size(); i++) {
            evaluator.add(Integer.toString(i), images.get(i).truth(), found.apply(images.get(i)));
        }
        return evaluator.set();
    }
}
