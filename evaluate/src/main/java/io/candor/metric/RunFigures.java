package io.candor.metric;

import java.util.Arrays;
import java.util.Map;

/**
 * The main figures of a run: those of {@link DetectionFigures}, and precision, recall, F1 and false alarms at a given
 * threshold with all classes together. In a form that can be computed again for every resample of the images.
 */
public final class RunFigures implements Resampled {

    /** The figures in their order. */
    @SuppressWarnings("MemberName") // MAP50_95 is the field's own spelling
    public enum Figure implements OrderedFigure {
        MAP50,
        MAP50_95,
        PRECISION,
        RECALL,
        F1,
        FALSE_ALARMS_PER_IMAGE,
        D_ECE,
        /** Mean confidence minus share right. */
        SIGNED_GAP,
        BRIER,
        NLL,
        LAECE0,
        LAACE0,
        OLRP;

        /** Whether a better run has less of it; the gap is best at 0. */
        public boolean lessIsBetter() {
            return switch (this) {
                case MAP50, MAP50_95, PRECISION, RECALL, F1 -> false;
                default -> true;
            };
        }
    }

    private static final Map<Figure, DetectionFigure> SHARED = Map.of(
            Figure.MAP50, DetectionFigure.MAP50,
            Figure.MAP50_95, DetectionFigure.MAP50_95,
            Figure.D_ECE, DetectionFigure.D_ECE,
            Figure.SIGNED_GAP, DetectionFigure.SIGNED_GAP,
            Figure.BRIER, DetectionFigure.BRIER,
            Figure.NLL, DetectionFigure.NLL,
            Figure.LAECE0, DetectionFigure.LAECE0,
            Figure.LAACE0, DetectionFigure.LAACE0,
            Figure.OLRP, DetectionFigure.OLRP);

    private final Resampled detection;
    private final EvaluationSet set;
    private final MatchedDetections matches;
    private final int[] reported;

    private RunFigures(MatchedDetections matches, double threshold, EvaluationSettings settings) {
        this.matches = matches;
        set = matches.set();
        detection = DetectionFigures.of(set, settings);
        reported = java.util.stream.IntStream.range(0, set.detections())
                .filter(d -> set.confidence[d] >= threshold && !matches.excused(d))
                .toArray();
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
        double[] all = detection.figures(weights);
        SHARED.forEach((figure, source) -> figures[figure.position()] = all[source.position()]);
        atThreshold(figures, weights);
        return figures;
    }

    private double objects(int[] weights) {
        double objects = 0;
        for (int o = 0; o < set.objects(); o++) {
            objects += set.crowd[o] ? 0 : weights[set.truth.image[o]];
        }
        return objects;
    }

    private void atThreshold(double[] figures, int[] weights) {
        double right = 0;
        double wrong = 0;
        for (int d : reported) {
            right += matches.right(d) ? weights[set.found.image[d]] : 0;
            wrong += matches.right(d) ? 0 : weights[set.found.image[d]];
        }
        double objects = objects(weights);
        figures[Figure.PRECISION.position()] = right / (right + wrong);
        figures[Figure.RECALL.position()] = right / objects;
        figures[Figure.F1.position()] = 2 * right / (right + wrong + objects);
        figures[Figure.FALSE_ALARMS_PER_IMAGE.position()] =
                wrong / Arrays.stream(weights).sum();
    }
}
