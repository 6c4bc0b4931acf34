package io.candor.metric;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Localisation recall precision error (Oksuz et al. 2018), 0 for a perfect detector, 1 for a useless one: with
 * detections of at least some confidence,
 * {@code (sum over matches of (1 - IoU) / (1 - tau) + wrong + missed) / (matches + wrong + missed)}.
 *
 * @param error mean over the classes with objects
 * @param localisation mean of 1 - IoU of the matches, over the classes that have a match
 * @param falsePositives mean of 1 - precision, over the same classes
 * @param falseNegatives mean of 1 - recall, over the classes with objects
 * @param classes one row per class with objects
 */
public record Lrp(
        double error,
        double localisation,
        double falsePositives,
        double falseNegatives,
        List<OfClass> classes,
        Definition definition) {

    /**
     * The error of one class.
     *
     * @param threshold the confidence that detections need; NaN if no detection is right
     * @param localisation NaN if no detection is right
     * @param falsePositives NaN if no detection is right
     */
    public record OfClass(
            int classIndex,
            int objects,
            double error,
            double threshold,
            double localisation,
            double falsePositives,
            double falseNegatives) {}

    public Lrp {
        classes = List.copyOf(classes);
    }

    /** The lowest error any threshold reaches, each class with its own threshold (oLRP). */
    public static Lrp optimal(EvaluationSet set, double iou) {
        return optimal(set, Matching.greedy(set, iou), iou);
    }

    static Lrp optimal(EvaluationSet set, Matching matching, double iou) {
        return of(set, "oLRP", iou, "each class its best", k -> best(set, matching, k, iou));
    }

    /** The error when every class uses the same threshold. */
    public static Lrp at(EvaluationSet set, double iou, double confidence) {
        Matching matching = Matching.greedy(set, iou);
        return of(set, "LRP", iou, String.valueOf(confidence), k -> at(set, matching, k, iou, confidence));
    }

    /** {@link #error} with its definition. */
    public Measure measure() {
        return new Measure(error, definition);
    }

    private static Lrp of(
            EvaluationSet set,
            String name,
            double iou,
            String threshold,
            java.util.function.IntFunction<OfClass> ofClass) {
        List<OfClass> classes = IntStream.range(0, set.classes().size())
                .parallel()
                .filter(k -> set.objects(k) > 0)
                .mapToObj(ofClass)
                .toList();
        return new Lrp(
                mean(classes, OfClass::error),
                mean(classes, OfClass::localisation),
                mean(classes, OfClass::falsePositives),
                mean(classes, OfClass::falseNegatives),
                classes,
                new Definition(name, define(set, iou, threshold).choices()));
    }

    static Definition define(EvaluationSet set, double iou, String threshold) {
        return Definition.of("LRP")
                .with("matching", Matching.RULE)
                .with("iou", iou)
                .with("threshold", threshold)
                .with("mean", "over classes with objects; no match counts 1")
                .on(set);
    }

    private static double mean(List<OfClass> classes, java.util.function.ToDoubleFunction<OfClass> figure) {
        return classes.stream()
                .mapToDouble(figure)
                .filter(v -> !Double.isNaN(v))
                .average()
                .orElse(Double.NaN);
    }

    private static OfClass best(EvaluationSet set, Matching matching, int k, double iou) {
        Tally tally = new Tally(set.objects(k), iou);
        OfClass best = tally.row(k, Double.NaN);
        int end = set.firstFound(k + 1);
        for (int i = set.firstFound(k); i < end; i++) {
            int d = set.byConfidence[i];
            tally.add(matching, d);
            boolean lastOfTie = i + 1 == end || set.confidence[set.byConfidence[i + 1]] < set.confidence[d];
            if (lastOfTie && tally.error() < best.error()) {
                best = tally.row(k, set.confidence[d]);
            }
        }
        return best;
    }

    private static OfClass at(EvaluationSet set, Matching matching, int k, double iou, double confidence) {
        Tally tally = new Tally(set.objects(k), iou);
        for (int d = set.firstFound(k); d < set.firstFound(k + 1); d++) {
            if (set.confidence[d] >= confidence) {
                tally.add(matching, d);
            }
        }
        return tally.row(k, confidence);
    }

    /** Counts of one class at one threshold. */
    private static final class Tally {
        private final int objects;
        private final double iou;
        private int right;
        private int wrong;
        private double loss;

        Tally(int objects, double iou) {
            this.objects = objects;
            this.iou = iou;
        }

        void add(Matching matching, int d) {
            if (matching.object[d] >= 0) {
                right++;
                loss += 1 - matching.iou[d];
            } else if (!matching.excused[d]) {
                wrong++;
            }
        }

        double error() {
            return right == 0 ? 1 : (loss / (1 - iou) + wrong + objects - right) / (wrong + objects);
        }

        OfClass row(int k, double threshold) {
            return new OfClass(
                    k,
                    objects,
                    error(),
                    threshold,
                    right == 0 ? Double.NaN : loss / right,
                    right == 0 ? Double.NaN : wrong / (double) (right + wrong),
                    (objects - right) / (double) objects);
        }
    }
}
