package io.candor.metric;

import io.candor.metric.CalibrationSettings.Outcome;
import java.util.stream.IntStream;

/** Detections that count in calibration with the gap to their outcome, for any number of copies of each image. */
final class BinnedClaims {

    private final int bins;
    private final int[] image;
    private final int[] classIndex;
    private final int[] bin;
    private final double[] gap;
    private final double[] logLoss;

    BinnedClaims(EvaluationSet set, Matching matching, CalibrationSettings settings) {
        boolean[] counts = CalibrationError.counted(set, matching, settings);
        int[] chosen = IntStream.range(0, counts.length).filter(d -> counts[d]).toArray();
        bins = settings.bins();
        image = Rectangles.pick(set.found.image, chosen);
        classIndex = Rectangles.pick(set.found.classIndex, chosen);
        bin = new int[chosen.length];
        gap = new double[chosen.length];
        logLoss = new double[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            int d = chosen[i];
            double outcome = settings.outcome() == Outcome.IOU ? matching.iou[d] : (matching.object[d] >= 0 ? 1 : 0);
            bin[i] = Edges.OPEN_CLOSED.bin(set.confidence[d], bins);
            gap[i] = set.confidence[d] - outcome;
            logLoss[i] = Reliability.logLoss(set.confidence[d], outcome);
        }
    }

    /** Figures over all classes together; NaN without detections. */
    Pooled pooled(int[] weights) {
        double[] inBin = new double[bins];
        long count = 0;
        double gaps = 0;
        double squares = 0;
        double losses = 0;
        for (int i = 0; i < image.length; i++) {
            int weight = weights[image[i]];
            count += weight;
            inBin[bin[i]] += weight * gap[i];
            gaps += weight * gap[i];
            squares += weight * gap[i] * gap[i];
            losses += weight * logLoss[i];
        }
        double error = 0;
        for (double sum : inBin) {
            error += Math.abs(sum);
        }
        return new Pooled(error / count, gaps / count, squares / count, losses / count);
    }

    /** Binned error, signed gap, Brier score and cross entropy. */
    record Pooled(double error, double signedGap, double brier, double logLoss) {}

    /**
     * The binned and the absolute error, means over the classes with objects and detections; NaN without such a class.
     *
     * @param objects of each class, under the same weights
     */
    double[] classWise(int[] weights, int[] objects) {
        double[] inBin = new double[objects.length * bins];
        double[] absolute = new double[objects.length];
        long[] count = new long[objects.length];
        for (int i = 0; i < image.length; i++) {
            int weight = weights[image[i]];
            int k = classIndex[i];
            inBin[k * bins + bin[i]] += weight * gap[i];
            absolute[k] += weight * Math.abs(gap[i]);
            count[k] += weight;
        }
        double[] sums = new double[2];
        int classes = 0;
        for (int k = 0; k < objects.length; k++) {
            if (objects[k] > 0 && count[k] > 0) {
                double error = 0;
                for (int b = 0; b < bins; b++) {
                    error += Math.abs(inBin[k * bins + b]);
                }
                sums[0] += error / count[k];
                sums[1] += absolute[k] / count[k];
                classes++;
            }
        }
        return new double[] {sums[0] / classes, sums[1] / classes};
    }
}
