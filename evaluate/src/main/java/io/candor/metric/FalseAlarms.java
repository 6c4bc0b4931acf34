package io.candor.metric;

import java.util.stream.IntStream;

/** Wrong detections per image at the highest threshold that finds a share of the objects, as {@link OperatingCurve}. */
public final class FalseAlarms implements Resampled {

    private final double recall;
    private final int[] image;
    private final double[] confidence;
    private final boolean[] right;
    private final int[] objectImages;

    private FalseAlarms(EvaluationSet set, Matching matching, double recall) {
        this.recall = recall;
        int[] order = IntStream.range(0, set.detections())
                .filter(d -> !matching.excused[d])
                .toArray();
        DescendingSort.sort(order, 0, order.length, set.confidence);
        image = Rectangles.pick(set.found.image, order);
        confidence = Rectangles.pick(set.confidence, order);
        right = new boolean[order.length];
        for (int i = 0; i < order.length; i++) {
            right[i] = matching.object[order[i]] >= 0;
        }
        objectImages = IntStream.range(0, set.objects())
                .filter(t -> !set.crowd[t])
                .map(t -> set.truth.image[t])
                .toArray();
    }

    /**
     * The figure of a set.
     *
     * @param iou lowest IoU of a right detection
     * @param recall share of the objects to be found
     */
    public static Resampled at(EvaluationSet set, double iou, double recall) {
        return new FalseAlarms(set, Matching.greedy(set, iou), recall);
    }

    /** One figure; NaN if no threshold finds that share. */
    @Override
    public double[] figures(int[] weights) {
        int objects = RankedClass.sum(objectImages, weights);
        if (objects == 0 || recall <= 0) {
            return new double[] {Double.NaN};
        }
        int needed = (int) Math.ceil(recall * objects - 1e-9); // .1 * 30 must ask for 3 objects, not 4
        int found = 0;
        int wrong = 0;
        for (int i = 0; i < image.length; i++) {
            if (found >= needed && confidence[i] < confidence[i - 1]) {
                break;
            }
            found += right[i] ? weights[image[i]] : 0;
            wrong += right[i] ? 0 : weights[image[i]];
        }
        return new double[] {
            found >= needed ? wrong / (double) IntStream.of(weights).sum() : Double.NaN
        };
    }
}
