package io.candor.data.inspect;

import io.candor.data.Label;
import io.candor.data.Sample;
import java.util.Arrays;
import java.util.List;

/**
 * How large the boxes of a split are.
 *
 * @param small fewer than 32 x 32 pixels of the original image (areas as in COCO, Lin et al. 2014)
 * @param medium fewer than 96 x 96 pixels
 * @param large all others
 * @param relative the quantiles 0, .05, .25, .5, .75, .95, 1 of the square root of box area by image area, in [0, 1]:
 *     what share of the image's side the box takes; empty without boxes
 */
public record BoxSizes(int small, int medium, int large, List<Double> relative) {

    private static final double SMALL_AREA = 32 * 32;
    private static final double MEDIUM_AREA = 96 * 96;
    private static final double[] QUANTILES = {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};

    public BoxSizes {
        relative = List.copyOf(relative);
    }

    static BoxSizes of(List<Sample> samples) {
        int[] counts = new int[3];
        double[] shares = samples.stream()
                .flatMapToDouble(sample -> sample.labels().stream().mapToDouble(label -> share(label, sample)))
                .sorted()
                .toArray();
        samples.forEach(sample ->
                sample.labels().forEach(label -> counts[bin(label.box().area())]++));
        List<Double> quantiles = shares.length == 0
                ? List.of()
                : Arrays.stream(QUANTILES).mapToObj(q -> nearest(shares, q)).toList();
        return new BoxSizes(counts[0], counts[1], counts[2], quantiles);
    }

    private static double share(Label label, Sample sample) {
        return Math.sqrt(label.box().area() / ((double) sample.width() * sample.height()));
    }

    private static int bin(double area) {
        return area < SMALL_AREA ? 0 : area < MEDIUM_AREA ? 1 : 2;
    }

    private static double nearest(double[] sorted, double quantile) {
        return sorted[(int) Math.round(quantile * (sorted.length - 1))];
    }
}
