package io.candor.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Average precision by the rule of the YOLO command line tools. It differs from COCO's in three ways: a detection looks
 * only at the object of its class it overlaps most, and when several detections look at one object the most confident
 * of them gets it and the others are wrong (no second choice); the precision envelope is interpolated linearly and
 * integrated by trapezoids over 101 recall levels; there is no limit per image and no crowd rule.
 *
 * @param map50 mean over the classes with objects, at IoU .5
 * @param map50_95 mean over classes and IoU thresholds
 * @param precision mean over classes at the operating point of {@code curves}
 * @param recall mean over classes at the operating point
 * @param classes one row per class with objects
 */
@SuppressWarnings("MemberName") // map50_95 is the field's own spelling
public record YoloAveragePrecision(
        double map50,
        double map75,
        double map50_95,
        double precision,
        double recall,
        List<OfClass> classes,
        ConfidenceCurves curves,
        Definition definition) {

    public YoloAveragePrecision {
        classes = List.copyOf(classes);
    }

    /**
     * Figures of one class; precision, recall and F1 at the operating point of all classes together.
     *
     * @param images with an object of the class
     */
    public record OfClass(
            int classIndex,
            int images,
            int objects,
            double precision,
            double recall,
            double f1,
            double ap50,
            double ap75,
            double ap) {}

    static YoloAveragePrecision of(EvaluationSet set, Overlaps overlaps) {
        short[] hits = new YoloMatching(set, overlaps).hits();
        ConfidenceCurves curves = curves(set, hits);
        List<OfClass> classes = curves.classes().stream()
                .parallel()
                .map(c -> ofClass(set, hits, c, curves.best()))
                .toList();
        return new YoloAveragePrecision(
                classes.stream().mapToDouble(OfClass::ap50).average().orElse(Double.NaN),
                classes.stream().mapToDouble(OfClass::ap75).average().orElse(Double.NaN),
                classes.stream().mapToDouble(OfClass::ap).average().orElse(Double.NaN),
                curves.atBest(curves.precision()),
                curves.atBest(curves.recall()),
                classes,
                curves,
                definition(set));
    }

    private static ConfidenceCurves curves(EvaluationSet set, short[] hits) {
        boolean[] right = new boolean[hits.length];
        for (int d = 0; d < right.length; d++) {
            right[d] = (hits[d] & 1) != 0;
        }
        return ConfidenceCurves.of(set, right, new boolean[right.length]);
    }

    private static OfClass ofClass(EvaluationSet set, short[] hits, ConfidenceCurves.OfClass curves, int best) {
        int k = curves.classIndex();
        double[] ap = IntStream.range(0, CocoMatching.THRESHOLDS)
                .mapToDouble(t -> averagePrecision(set, hits, k, t))
                .toArray();
        return new OfClass(
                k,
                set.imagesWith(k),
                set.objects(k),
                curves.precision()[best],
                curves.recall()[best],
                curves.f1()[best],
                ap[0],
                ap[5],
                Arrays.stream(ap).average().orElseThrow());
    }

    /** The envelope starts at recall 0, precision 1 and ends at recall 1, precision 0. */
    private static double averagePrecision(EvaluationSet set, short[] hits, int k, int threshold) {
        int size = set.detections(k);
        if (size == 0) {
            return 0;
        }
        double[] recall = new double[size + 2];
        double[] precision = new double[size + 2];
        precision[0] = 1;
        recall[size + 1] = 1;
        double objects = set.objects(k);
        int right = 0;
        for (int i = 1; i <= size; i++) {
            right += hits[set.byConfidence[set.firstFound(k) + i - 1]] >> threshold & 1;
            recall[i] = right / objects;
            precision[i] = right / (double) i;
        }
        for (int i = size; i >= 0; i--) {
            precision[i] = Math.max(precision[i], precision[i + 1]);
        }
        return trapezoid(recall, precision);
    }

    private static double trapezoid(double[] recall, double[] precision) {
        int last = AveragePrecision.RECALL_LEVELS - 1;
        double area = 0;
        double before = 0;
        int i = 0;
        for (int level = 0; level <= last; level++) {
            double x = level * .01;
            while (i + 1 < recall.length && recall[i + 1] <= x) {
                i++;
            }
            double y = precision[i];
            if (i + 1 < recall.length) {
                y += (x - recall[i]) * (precision[i + 1] - precision[i]) / (recall[i + 1] - recall[i]);
            }
            area += level == 0 ? 0 : (before + y) / 2 * .01;
            before = y;
        }
        return area;
    }

    private static Definition definition(EvaluationSet set) {
        return Definition.of("YOLO tool AP")
                .with("matching", "the object of the class with the highest IoU, kept by its most confident detection")
                .with("iou", ".5:.05:.95 in single precision")
                .with("recall levels", AveragePrecision.RECALL_LEVELS)
                .with("precision", "envelope, linear interpolation, trapezoids")
                .with("max detections", "as given")
                .with("mean", "over classes with objects")
                .on(set);
    }
}
