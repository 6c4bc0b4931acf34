package io.candor.metric;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Recall and false alarms of all classes together for every confidence threshold, so that two runs can be compared
 * where they find equally many objects.
 */
public final class OperatingCurve {

    private final double[] confidence;
    private final int[] right;
    private final int[] wrong;
    private final int objects;
    private final int images;
    private final Definition definition;

    private OperatingCurve(EvaluationSet set, Matching matching, double iou) {
        int[] order = new int[set.detections()];
        Arrays.setAll(order, i -> i);
        DescendingSort.sort(order, 0, order.length, set.confidence);
        confidence = Rectangles.pick(set.confidence, order);
        right = new int[order.length];
        wrong = new int[order.length];
        int hits = 0;
        int misses = 0;
        for (int i = 0; i < order.length; i++) {
            hits += matching.object[order[i]] >= 0 ? 1 : 0;
            misses += matching.object[order[i]] < 0 && !matching.excused[order[i]] ? 1 : 0;
            right[i] = hits;
            wrong[i] = misses;
        }
        int counted = 0;
        for (int k = 0; k < set.classes().size(); k++) {
            counted += set.objects(k);
        }
        objects = counted;
        images = set.images().size();
        definition = Definition.of("false alarms per image")
                .with("matching", Matching.RULE)
                .with("iou", iou)
                .with("classes", "pooled")
                .on(set);
    }

    /** The curve of a set; a detection is right if it matches an object by at least {@code iou}. */
    public static OperatingCurve of(EvaluationSet set, double iou) {
        return of(set, Matching.greedy(set, iou), iou);
    }

    static OperatingCurve of(EvaluationSet set, Matching matching, double iou) {
        return new OperatingCurve(set, matching, iou);
    }

    /** Share of the objects found by detections of at least this confidence; NaN without objects. */
    public double recallAt(double threshold) {
        int last = last(threshold);
        return objects == 0 ? Double.NaN : (last < 0 ? 0 : right[last]) / (double) objects;
    }

    /** Wrong detections per image among those of at least this confidence. */
    public double falseAlarmsAtConfidence(double threshold) {
        int last = last(threshold);
        return last < 0 ? 0 : wrong[last] / (double) images;
    }

    /** The highest recall any threshold reaches; NaN without objects. */
    public double highestRecall() {
        return recallAt(0);
    }

    /** The highest threshold at which at least this share of the objects is found; empty if none. */
    public OptionalDouble confidenceAt(double recall) {
        int needed = (int) Math.ceil(recall * objects - 1e-9); // .1 * 30 must ask for 3 objects, not 4
        if (objects == 0 || recall <= 0 || needed > (right.length == 0 ? 0 : right[right.length - 1])) {
            return OptionalDouble.empty();
        }
        int low = 0;
        int high = right.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (right[middle] >= needed) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return OptionalDouble.of(confidence[low]);
    }

    /** Wrong detections per image at the highest threshold that finds this share of the objects; NaN if none does. */
    public Measure falseAlarmsAt(double recall) {
        OptionalDouble threshold = confidenceAt(recall);
        double alarms = threshold.isPresent() ? falseAlarmsAtConfidence(threshold.getAsDouble()) : Double.NaN;
        return new Measure(alarms, definition.with("recall", recall));
    }

    /** Position of the last detection of at least this confidence; -1 if there is none. */
    private int last(double threshold) {
        int low = 0;
        int high = confidence.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (confidence[middle] >= threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
