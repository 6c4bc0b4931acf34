package io.candor.calibrate;

import io.candor.metric.Edges;
import io.candor.metric.MatchedDetections;
import io.candor.metric.Resampled;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * D-ECE and mean log loss of detections with some confidences, as {@link CalibrationFigure#D_ECE} and
 * {@link CalibrationFigure#NLL} define them, for any number of copies of each image: cheap enough for many runs.
 */
public final class ClaimFigures implements Resampled {

    private static final double FLOOR = .25;
    private static final int BINS = 10;

    private final int[] image;
    private final double[] gap;
    private final double[] loss;
    /** Bin of a row that counts in D-ECE; -1 for the others. */
    private final int[] bin;

    private ClaimFigures(MatchedDetections matched, double[] confidence, double floor) {
        int[] rows = IntStream.range(0, matched.size())
                .filter(r -> !matched.excused(r) && matched.confidence(r) >= floor && !Double.isNaN(confidence[r]))
                .toArray();
        image = Arrays.stream(rows).map(matched::image).toArray();
        gap = new double[rows.length];
        loss = new double[rows.length];
        bin = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double claim = confidence[rows[i]];
            double right = matched.right(rows[i]) ? 1 : 0;
            gap[i] = claim - right;
            loss[i] = Logit.loss(claim, right);
            bin[i] = claim >= FLOOR ? Edges.OPEN_CLOSED.bin(claim, BINS) : -1;
        }
    }

    /** The figures of the confidences as they are, over detections of at least {@code floor}. */
    public static ClaimFigures raw(MatchedDetections matched, double floor) {
        double[] confidence = IntStream.range(0, matched.size())
                .mapToDouble(matched::confidence)
                .toArray();
        return new ClaimFigures(matched, confidence, floor);
    }

    /** The figures after calibration, over the same detections as before. */
    public static ClaimFigures calibrated(CalibratedRows rows) {
        return new ClaimFigures(rows.matched(), rows.calibrated(), rows.floor());
    }

    /** D-ECE, then log loss; NaN without detections. */
    @Override
    public double[] figures(int[] weights) {
        double[] inBin = new double[BINS];
        double losses = 0;
        long all = 0;
        long high = 0;
        for (int i = 0; i < image.length; i++) {
            int weight = weights[image[i]];
            losses += weight * loss[i];
            all += weight;
            if (bin[i] >= 0) {
                inBin[bin[i]] += weight * gap[i];
                high += weight;
            }
        }
        return new double[] {Arrays.stream(inBin).map(Math::abs).sum() / high, losses / all};
    }
}
