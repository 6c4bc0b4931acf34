package io.candor.calibrate;

import io.candor.metric.AnnotatedRegion;
import io.candor.metric.Edges;
import io.candor.metric.EvaluationSet;
import io.candor.metric.MatchedDetections;
import io.candor.metric.Resampled;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Every {@link CalibrationFigure} of detections with some confidences, for any weights of the images. Matches are those
 * of the raw confidences: calibration changes what a confidence says, not which detection found an object.
 */
final class CalibrationFigures implements Resampled {

    private static final double FLOOR = .25;
    private static final int DETECTION_BINS = 10;
    private static final int LOCALISATION_BINS = 25;

    private final MatchedDetections matched;
    private final double[] confidence;
    private final double iou;
    /** Per row: counts for the figures above .25. */
    private final boolean[] high;
    /** Per row: counts for the figures over all detections. */
    private final boolean[] all;

    private final int[] detectionBin;
    private final int[] localisationBin;
    /** All rows, class by class, by falling confidence. */
    private final Integer[] ranked;

    private final int[][] objects;

    /**
     * @param rows the calibrated confidences decide which detections are dropped
     * @param confidence per row, what is to be judged
     */
    CalibrationFigures(CalibratedRows rows, double[] confidence) {
        this.matched = rows.matched();
        this.confidence = confidence;
        this.iou = matched.threshold();
        int n = matched.size();
        high = new boolean[n];
        all = new boolean[n];
        detectionBin = new int[n];
        localisationBin = new int[n];
        for (int r = 0; r < n; r++) {
            boolean counts = !matched.excused(r) && !Double.isNaN(confidence[r]);
            high[r] = counts && confidence[r] >= FLOOR;
            all[r] = counts && !Double.isNaN(rows.calibrated()[r]) && matched.confidence(r) >= rows.floor();
            if (counts) {
                detectionBin[r] = Edges.OPEN_CLOSED.bin(confidence[r], DETECTION_BINS);
                localisationBin[r] = Edges.OPEN_CLOSED.bin(confidence[r], LOCALISATION_BINS);
            }
        }
        ranked = IntStream.range(0, n)
                .filter(r -> !Double.isNaN(confidence[r]))
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(matched::classIndex)
                        .thenComparing(Comparator.<Integer>comparingDouble(r -> confidence[r])
                                .reversed()))
                .toArray(Integer[]::new);
        objects = objects(matched.set());
    }

    /** Objects per class and image, without crowd regions. */
    private static int[][] objects(EvaluationSet set) {
        int[][] objects = new int[set.classes().size()][set.images().size()];
        for (int o = 0; o < set.objects(); o++) {
            if (set.region(o).kind() == AnnotatedRegion.Kind.OBJECT) {
                objects[set.objectClass(o)][set.objectImage(o)]++;
            }
        }
        return objects;
    }

    /** In the order of {@link CalibrationFigure}. */
    @Override
    public double[] figures(int[] weights) {
        double[] counts = new double[objects.length];
        for (int k = 0; k < counts.length; k++) {
            for (int i = 0; i < weights.length; i++) {
                counts[k] += weights[i] * (double) objects[k][i];
            }
        }
        double[] localisation = localisation(weights, counts);
        double[] proper = proper(weights);
        return new double[] {
            detection(weights, high),
            detection(weights, all),
            localisation[0],
            localisation[1],
            proper[0],
            proper[1],
            lrp(weights, counts)
        };
    }

    private double right(int row) {
        return matched.right(row) ? 1 : 0;
    }

    private double detection(int[] weights, boolean[] counted) {
        double[] gap = new double[DETECTION_BINS];
        double count = 0;
        for (int r = 0; r < confidence.length; r++) {
            int w = counted[r] ? weights[matched.image(r)] : 0;
            if (w > 0) {
                gap[detectionBin[r]] += w * (confidence[r] - right(r));
                count += w;
            }
        }
        return Arrays.stream(gap).map(Math::abs).sum() / count;
    }

    /** LaECE0 and LaACE0: means over the classes with objects and detections. */
    private double[] localisation(int[] weights, double[] counts) {
        double binned = 0;
        double absolute = 0;
        int classes = 0;
        for (int k = 0; k < objects.length; k++) {
            double[] gap = new double[LOCALISATION_BINS];
            double away = 0;
            double count = 0;
            for (int r = matched.first(k); r < matched.first(k + 1); r++) {
                int w = high[r] ? weights[matched.image(r)] : 0;
                gap[localisationBin[r]] += w == 0 ? 0 : w * (confidence[r] - matched.iou(r));
                away += w == 0 ? 0 : w * Math.abs(confidence[r] - matched.iou(r));
                count += w;
            }
            if (count > 0 && counts[k] > 0) {
                binned += Arrays.stream(gap).map(Math::abs).sum() / count;
                absolute += away / count;
                classes++;
            }
        }
        return new double[] {binned / classes, absolute / classes};
    }

    /** Brier score and log loss. */
    private double[] proper(int[] weights) {
        double squared = 0;
        double loss = 0;
        double count = 0;
        for (int r = 0; r < confidence.length; r++) {
            int w = all[r] ? weights[matched.image(r)] : 0;
            if (w > 0) {
                double gap = confidence[r] - right(r);
                squared += w * gap * gap;
                loss += w * Logit.loss(confidence[r], right(r));
                count += w;
            }
        }
        return new double[] {squared / count, loss / count};
    }

    /** Optimal LRP: the mean over classes with objects; a class without a right detection counts 1. */
    private double lrp(int[] weights, double[] counts) {
        double[] best = new double[objects.length];
        Arrays.fill(best, 1);
        double right = 0;
        double wrong = 0;
        double loss = 0;
        for (int i = 0; i < ranked.length; i++) {
            int r = ranked[i];
            int k = matched.classIndex(r);
            if (i == 0 || matched.classIndex(ranked[i - 1]) != k) {
                right = 0;
                wrong = 0;
                loss = 0;
            }
            int w = weights[matched.image(r)];
            if (matched.right(r)) {
                right += w;
                loss += w * (1 - matched.strictIou(r));
            } else if (!matched.excused(r)) {
                wrong += w;
            }
            boolean lastOfTie = i + 1 == ranked.length
                    || matched.classIndex(ranked[i + 1]) != k
                    || confidence[ranked[i + 1]] < confidence[r];
            if (lastOfTie && right > 0) {
                best[k] = Math.min(best[k], (loss / (1 - iou) + wrong + counts[k] - right) / (wrong + counts[k]));
            }
        }
        return IntStream.range(0, best.length)
                .filter(k -> counts[k] > 0)
                .mapToDouble(k -> best[k])
                .average()
                .orElse(Double.NaN);
    }
}
