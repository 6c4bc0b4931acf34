package io.candor.metric;

import java.util.List;
import java.util.stream.IntStream;

/**
 * mAP50 and mAP50-95 alone, for any number of copies of each image: what {@link DetectionFigures} says of them, without
 * the cost of its other figures.
 */
public final class ResampledAveragePrecision implements Resampled {

    private final List<RankedClass> classes;

    private ResampledAveragePrecision(EvaluationSet set) {
        CocoMatching matching = new Matches(set).coco();
        classes = IntStream.range(0, set.classes().size())
                .mapToObj(k -> new RankedClass(set, matching, k))
                .toList();
    }

    public static ResampledAveragePrecision of(EvaluationSet set) {
        return new ResampledAveragePrecision(set);
    }

    /** mAP50, then mAP50-95: means over the classes with objects; NaN without one. */
    @Override
    public double[] figures(int[] weights) {
        double[] sums = new double[2];
        int counted = 0;
        for (RankedClass one : classes) {
            double[] precision = one.averagePrecision(weights);
            if (!Double.isNaN(precision[1])) {
                sums[0] += precision[0];
                sums[1] += precision[1];
                counted++;
            }
        }
        return new double[] {sums[0] / counted, sums[1] / counted};
    }
}
