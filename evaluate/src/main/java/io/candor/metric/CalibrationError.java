package io.candor.metric;

import io.candor.metric.CalibrationSettings.Outcome;
import io.candor.metric.CalibrationSettings.Scope;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How far the confidence of a detector can be trusted: D-ECE (Küppers et al. 2020), LaECE (Oksuz et al. 2023), LaECE0
 * and LaACE0 (Kuzucu et al. 2024). Recall does not enter; read it beside average precision.
 *
 * @param pooled over all classes
 * @param classes one entry per class with a detection
 */
public record CalibrationError(
        Reliability pooled, List<OfClass> classes, CalibrationSettings settings, Definition definition) {

    /** The reliability of one class. */
    public record OfClass(int classIndex, int objects, Reliability reliability) {}

    public CalibrationError {
        classes = List.copyOf(classes);
    }

    /** Matches, bins and compares the detections of a set. */
    public static CalibrationError of(EvaluationSet set, CalibrationSettings settings) {
        return of(set, Matching.greedy(set, settings.iou()), settings);
    }

    static CalibrationError of(EvaluationSet set, Matching matching, CalibrationSettings settings) {
        boolean[] counts = counted(set, matching, settings);
        List<OfClass> classes = IntStream.range(0, set.classes().size())
                .parallel()
                .mapToObj(k -> new OfClass(
                        k,
                        set.objects(k),
                        reliability(set, matching, settings, counts, set.firstFound(k), set.firstFound(k + 1))))
                .filter(c -> c.reliability().count() > 0)
                .toList();
        Reliability pooled = reliability(set, matching, settings, counts, 0, set.detections());
        return new CalibrationError(pooled, classes, settings, define(set, settings));
    }

    /** The reliability of detections by the area of their box, all classes together. */
    public static Map<AreaRange, Reliability> bySize(EvaluationSet set, CalibrationSettings settings) {
        Matching matching = Matching.greedy(set, settings.iou());
        boolean[] counts = counted(set, matching, settings);
        Map<AreaRange, Reliability> sizes = new EnumMap<>(AreaRange.class);
        for (AreaRange range : List.of(AreaRange.SMALL, AreaRange.MEDIUM, AreaRange.LARGE)) {
            boolean[] ofSize = new boolean[counts.length];
            for (int d = 0; d < counts.length; d++) {
                ofSize[d] = counts[d] && AreaRange.of(set.foundArea[d]) == range;
            }
            sizes.put(range, reliability(set, matching, settings, ofSize, 0, set.detections()));
        }
        return sizes;
    }

    /** Per detection, whether it takes part. */
    static boolean[] counted(EvaluationSet set, Matching matching, CalibrationSettings settings) {
        boolean[] counts = DetectionLimit.within(set, settings.maxDetections());
        for (int d = 0; d < counts.length; d++) {
            counts[d] &= !matching.excused[d] && set.confidence[d] >= settings.confidenceFloor();
        }
        return counts;
    }

    /** The binned error: ECE of all detections, or its mean over the classes with objects. NaN without detections. */
    public Measure expected() {
        return new Measure(combine(Reliability::error), definition);
    }

    /** Mean of |confidence - outcome|, combined like {@link #expected}: LaACE0 when the outcome is the IoU. */
    public Measure absolute() {
        return new Measure(combine(Reliability::absolute), definition.with("figure", "mean absolute gap, no bins"));
    }

    /** Mean squared difference of confidence and outcome over all detections. */
    public Measure brier() {
        return new Measure(pooled.brier(), definition.with("figure", "Brier, pooled"));
    }

    private double combine(ToDoubleFunction<Reliability> figure) {
        if (settings.scope() == Scope.POOLED) {
            return figure.applyAsDouble(pooled);
        }
        return classes.stream()
                .filter(c -> c.objects() > 0)
                .mapToDouble(c -> figure.applyAsDouble(c.reliability()))
                .average()
                .orElse(Double.NaN);
    }

    /**
     * Reliability of the detections of each size, by the area of their own box, because a wrong one has no object.
     *
     * @return one entry per size range that has a detection
     */
    static Map<AreaRange, Reliability> bySize(EvaluationSet set, Matching matching, CalibrationSettings settings) {
        boolean[] counts = counted(set, matching, settings);
        Map<AreaRange, Reliability> sizes = new EnumMap<>(AreaRange.class);
        for (AreaRange range : List.of(AreaRange.SMALL, AreaRange.MEDIUM, AreaRange.LARGE)) {
            boolean[] ofSize = counts.clone();
            for (int d = 0; d < ofSize.length; d++) {
                ofSize[d] &= range.contains(set.foundArea[d]);
            }
            Reliability reliability = reliability(set, matching, settings, ofSize, 0, set.detections());
            if (reliability.count() > 0) {
                sizes.put(range, reliability);
            }
        }
        return sizes;
    }

    private static Reliability reliability(
            EvaluationSet set, Matching matching, CalibrationSettings settings, boolean[] counts, int from, int to) {
        int[] chosen = IntStream.range(from, to).filter(d -> counts[d]).toArray();
        double[] confidence = Rectangles.pick(set.confidence, chosen);
        double[] outcome = Arrays.stream(chosen)
                .mapToDouble(
                        d -> settings.outcome() == Outcome.IOU ? matching.iou[d] : (matching.object[d] >= 0 ? 1 : 0))
                .toArray();
        return Reliability.equalWidth(confidence, outcome, settings.bins(), Edges.OPEN_CLOSED);
    }

    static Definition define(EvaluationSet set, CalibrationSettings settings) {
        boolean classWise = settings.scope() == Scope.CLASS_WISE;
        return Definition.of(settings.name())
                .with("bins", "%d of equal width".formatted(settings.bins()))
                .with("edges", Edges.OPEN_CLOSED)
                .with("matching", Matching.RULE)
                .with("iou", settings.iou() == 0 ? "above 0" : settings.iou())
                .with("outcome", settings.outcome() == Outcome.IOU ? "IoU, 0 if unmatched" : "1 if matched, else 0")
                .with("confidence floor", settings.confidenceFloor())
                .with("max detections", settings.maxDetections() + " per image")
                .with("classes", classWise ? "mean over classes with objects and detections" : "pooled")
                .with("crowd regions", "detections inside are left out")
                .on(set);
    }
}
