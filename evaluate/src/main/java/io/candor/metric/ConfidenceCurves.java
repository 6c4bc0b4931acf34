package io.candor.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Precision, recall and F1 as functions of the confidence threshold, at 1,000 thresholds 0 to 1. Between two
 * detections the curves are interpolated linearly; above the most confident detection precision is 1 and recall 0.
 * The operating point is the threshold where F1, averaged over the classes with objects and smoothed over a tenth of
 * the axis, is highest: the convention of the YOLO tools.
 *
 * @param classes one entry per class with objects, in class order
 * @param precision mean over classes
 * @param recall mean over classes
 * @param f1 mean over classes
 * @param smoothedF1 what the operating point maximises
 * @param best index of the operating point
 */
@SuppressWarnings("ArrayRecordComponent") // read for drawing, never compared
public record ConfidenceCurves(
        List<OfClass> classes, double[] precision, double[] recall, double[] f1, double[] smoothedF1, int best) {

    public static final int POINTS = 1000;
    static final double EPSILON = 1e-16;
    private static final double SMOOTHED_SHARE = .1;

    /** The curves of one class, {@value #POINTS} values each. */
    @SuppressWarnings("ArrayRecordComponent") // read for drawing, never compared
    public record OfClass(int classIndex, double[] precision, double[] recall, double[] f1) {}

    public ConfidenceCurves {
        classes = List.copyOf(classes);
    }

    /** The threshold that belongs to an index. */
    public static double confidence(int index) {
        return index / (double) (POINTS - 1);
    }

    /** The threshold with the best smoothed F1. */
    public double bestConfidence() {
        return confidence(best);
    }

    /** Curves from the verdict on every detection; excused detections count neither way. */
    static ConfidenceCurves of(EvaluationSet set, boolean[] right, boolean[] excused) {
        List<OfClass> classes = IntStream.range(0, set.classes().size())
                .parallel()
                .filter(k -> set.objects(k) > 0)
                .mapToObj(k -> new CountedClass(set, k, right, excused))
                .map(CountedClass::curves)
                .toList();
        return of(classes);
    }

    static ConfidenceCurves of(List<OfClass> classes) {
        double[] f1 = mean(classes.stream().map(OfClass::f1).toList());
        double[] smoothed = smooth(f1);
        int best = 0;
        for (int i = 1; i < POINTS; i++) {
            best = smoothed[i] > smoothed[best] ? i : best;
        }
        return new ConfidenceCurves(
                classes,
                mean(classes.stream().map(OfClass::precision).toList()),
                mean(classes.stream().map(OfClass::recall).toList()),
                f1,
                smoothed,
                best);
    }

    static double[] harmonicMean(double[] precision, double[] recall) {
        double[] f1 = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            f1[i] = 2 * precision[i] * recall[i] / (precision[i] + recall[i] + EPSILON);
        }
        return f1;
    }

    private static double[] mean(List<double[]> curves) {
        double[] mean = new double[POINTS];
        for (double[] curve : new ArrayList<>(curves)) {
            for (int i = 0; i < POINTS; i++) {
                mean[i] += curve[i] / curves.size();
            }
        }
        return mean;
    }

    /** Moving average over 101 points; beyond the ends the end values continue. */
    private static double[] smooth(double[] curve) {
        int half = (int) Math.round(POINTS * SMOOTHED_SHARE) / 2;
        double[] smoothed = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            double sum = 0;
            for (int o = i - half; o <= i + half; o++) {
                sum += curve[Math.min(Math.max(o, 0), POINTS - 1)];
            }
            smoothed[i] = sum / (2 * half + 1);
        }
        return smoothed;
    }

    /** The curves of one class; null if the class has no objects. */
    OfClass find(int classIndex) {
        return classes.stream()
                .filter(c -> c.classIndex() == classIndex)
                .findFirst()
                .orElse(null);
    }

    /** Mean over classes at the operating point; NaN without any object. */
    double atBest(double[] curve) {
        return classes.isEmpty() ? Double.NaN : curve[best];
    }

    /** Thresholds in ascending order. */
    public static double[] thresholds() {
        double[] thresholds = new double[POINTS];
        Arrays.setAll(thresholds, ConfidenceCurves::confidence);
        return thresholds;
    }
}
