package io.candor.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The main figures of a run, all classes together except for average precision, in a form that can be computed again for
 * every resample of the images.
 */
public final class RunFigures implements Resampled {

    /** The figures in their order. */
    public enum Figure {
        /** Average precision at IoU .5 and 101 recall levels, mean over classes with objects. */
        MAP50,
        PRECISION,
        RECALL,
        F1,
        FALSE_ALARMS_PER_IMAGE,
        D_ECE,
        /** Mean confidence minus share right. */
        SIGNED_GAP,
        BRIER;

        /** Where the figure stands in {@link RunFigures#figures}. */
        @SuppressWarnings("EnumOrdinal") // the order of the constants is the order of the figures
        public int position() {
            return ordinal();
        }
    }

    private static final int BINS = 10;
    private static final int LEVELS = 101;

    private final EvaluationSet set;
    private final MatchedDetections matches;
    private final double threshold;
    private final int[] bin;

    private RunFigures(MatchedDetections matches, double threshold, EvaluationSettings settings) {
        this.matches = matches;
        set = matches.set();
        this.threshold = threshold;
        boolean[] within = DetectionLimit.within(set, settings.maxDetections());
        bin = new int[set.detections()];
        for (int d = 0; d < bin.length; d++) {
            boolean counts = within[d] && !matches.excused(d) && set.confidence[d] >= settings.confidenceFloor();
            bin[d] = counts ? Edges.OPEN_CLOSED.bin(set.confidence[d], BINS) : -1;
        }
    }

    /**
     * Figures of a matched set.
     *
     * @param threshold confidence from which detections are reported, for precision, recall, F1 and false alarms
     * @param settings floor and limit of the calibration figures
     */
    public static RunFigures of(MatchedDetections matches, double threshold, EvaluationSettings settings) {
        return new RunFigures(matches, threshold, settings);
    }

    @Override
    public double[] figures(int[] weights) {
        double[] figures = new double[Figure.values().length];
        figures[Figure.MAP50.position()] = IntStream.range(0, set.classes().size())
                .mapToDouble(k -> averagePrecision(k, weights))
                .filter(ap -> !Double.isNaN(ap))
                .average()
                .orElse(Double.NaN);
        atThreshold(figures, weights);
        calibration(figures, weights);
        return figures;
    }

    private double objects(int fromClass, int toClass, int[] weights) {
        double objects = 0;
        for (int o = set.firstTruth(fromClass); o < set.firstTruth(toClass); o++) {
            objects += set.crowd[o] ? 0 : weights[set.truth.image[o]];
        }
        return objects;
    }

    private double averagePrecision(int k, int[] weights) {
        double objects = objects(k, k + 1, weights);
        if (objects == 0) {
            return Double.NaN;
        }
        double[] precision = new double[LEVELS];
        double right = 0;
        double wrong = 0;
        int reached = -1;
        for (int i = set.firstFound(k); i < set.firstFound(k + 1); i++) {
            int d = set.byConfidence[i];
            int weight = weights[set.found.image[d]];
            if (weight == 0 || matches.excused(d)) {
                continue;
            }
            right += matches.right(d) ? weight : 0;
            wrong += matches.right(d) ? 0 : weight;
            // Levels up to the recall reached so far take the best precision from here on.
            int level = (int) Math.floor(right / objects * (LEVELS - 1) + 1e-9);
            reached = Math.max(reached, level);
            precision[level] = Math.max(precision[level], right / (right + wrong));
        }
        double sum = 0;
        double best = 0;
        for (int level = reached; level >= 0; level--) {
            best = Math.max(best, precision[level]);
            sum += best;
        }
        return sum / LEVELS;
    }

    private void atThreshold(double[] figures, int[] weights) {
        double right = 0;
        double wrong = 0;
        for (int d = 0; d < bin.length; d++) {
            if (set.confidence[d] >= threshold && !matches.excused(d)) {
                right += matches.right(d) ? weights[set.found.image[d]] : 0;
                wrong += matches.right(d) ? 0 : weights[set.found.image[d]];
            }
        }
        double objects = objects(0, set.classes().size(), weights);
        figures[Figure.PRECISION.position()] = right / (right + wrong);
        figures[Figure.RECALL.position()] = right / objects;
        figures[Figure.F1.position()] = 2 * right / (right + wrong + objects);
        figures[Figure.FALSE_ALARMS_PER_IMAGE.position()] =
                wrong / Arrays.stream(weights).sum();
    }

    private void calibration(double[] figures, int[] weights) {
        double[] count = new double[BINS];
        double[] confidences = new double[BINS];
        double[] rights = new double[BINS];
        double squares = 0;
        for (int d = 0; d < bin.length; d++) {
            if (bin[d] >= 0) {
                int weight = weights[set.found.image[d]];
                double outcome = matches.right(d) ? 1 : 0;
                count[bin[d]] += weight;
                confidences[bin[d]] += weight * set.confidence[d];
                rights[bin[d]] += weight * outcome;
                squares += weight * (set.confidence[d] - outcome) * (set.confidence[d] - outcome);
            }
        }
        double total = Arrays.stream(count).sum();
        double gaps = 0;
        for (int b = 0; b < BINS; b++) {
            gaps += Math.abs(confidences[b] - rights[b]);
        }
        figures[Figure.D_ECE.position()] = gaps / total;
        figures[Figure.SIGNED_GAP.position()] =
                (Arrays.stream(confidences).sum() - Arrays.stream(rights).sum()) / total;
        figures[Figure.BRIER.position()] = squares / total;
    }
}
