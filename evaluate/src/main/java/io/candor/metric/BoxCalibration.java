package io.candor.metric;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/**
 * D-ECE over confidence together with where a box lies and how large it is (Küppers et al. 2020): a detector may be
 * calibrated on average and over-confident at the border of the image.
 */
public final class BoxCalibration {

    /** What is binned besides the confidence, relative to the image. */
    public enum Dimensions {
        POSITION(8, "confidence, centre x, centre y"),
        POSITION_AND_SIZE(5, "confidence, centre x, centre y, width, height");

        private final int bins;
        private final String words;

        Dimensions(int bins, String words) {
            this.bins = bins;
            this.words = words;
        }
    }

    private static final List<ToDoubleBiFunction<EvaluationSet, Integer>> COORDINATES = List.of(
            (set, d) -> set.confidence[d],
            (set, d) -> (set.found.x1[d] + set.found.x2[d]) / 2 / image(set, d).width(),
            (set, d) -> (set.found.y1[d] + set.found.y2[d]) / 2 / image(set, d).height(),
            (set, d) -> (set.found.x2[d] - set.found.x1[d]) / image(set, d).width(),
            (set, d) -> (set.found.y2[d] - set.found.y1[d]) / image(set, d).height());

    private BoxCalibration() {}

    /** The error, all classes pooled; NaN if the size of an image is not known or nothing was detected. */
    public static Measure of(EvaluationSet set, CalibrationSettings settings, Dimensions dimensions) {
        return of(set, Matching.greedy(set, settings.iou()), settings, dimensions);
    }

    static Measure of(EvaluationSet set, Matching matching, CalibrationSettings settings, Dimensions dimensions) {
        Definition definition = CalibrationError.define(set, settings)
                .with("bins", "%d of equal width each of %s".formatted(dimensions.bins, dimensions.words))
                .with("edges", Edges.CLOSED_OPEN);
        boolean sizes = IntStream.range(0, set.images().size())
                .allMatch(i -> set.image(i).hasSize());
        double error = sizes ? error(set, matching, settings, dimensions) : Double.NaN;
        return new Measure(error, new Definition("D-ECE over boxes", definition.choices()));
    }

    private static double error(
            EvaluationSet set, Matching matching, CalibrationSettings settings, Dimensions dimensions) {
        int axes = dimensions == Dimensions.POSITION ? 3 : COORDINATES.size();
        double[] gap = new double[(int) Math.pow(dimensions.bins, axes)];
        boolean[] counted = CalibrationError.counted(set, matching, settings);
        int count = 0;
        for (int d = 0; d < counted.length; d++) {
            if (counted[d]) {
                int cell = 0;
                for (int axis = 0; axis < axes; axis++) {
                    double value = COORDINATES.get(axis).applyAsDouble(set, d);
                    double inside = Math.min(Math.max(value, 0), 1); // boxes may reach over the border
                    cell = cell * dimensions.bins + Edges.CLOSED_OPEN.bin(inside, dimensions.bins);
                }
                gap[cell] += set.confidence[d] - (matching.object[d] >= 0 ? 1 : 0);
                count++;
            }
        }
        double sum = 0;
        for (double ofCell : gap) {
            sum += Math.abs(ofCell);
        }
        return sum / count;
    }

    private static EvaluatedImage image(EvaluationSet set, int detection) {
        return set.image(set.found.image[detection]);
    }
}
