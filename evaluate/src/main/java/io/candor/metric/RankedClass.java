package io.candor.metric;

import java.util.stream.IntStream;

/**
 * The detections of one class by descending confidence with the COCO verdicts on them, for average precision with every
 * image counted a number of times. Copies of a detection follow each other.
 */
final class RankedClass {

    private static final double SPACING = Math.ulp(1.0);

    private final int[] image;
    private final short[] right;
    private final short[] ignored;
    private final int[] objectImages;

    RankedClass(EvaluationSet set, CocoMatching matching, int classIndex) {
        CocoMatching.Verdicts verdicts = matching.in(AreaRange.ALL);
        int[] order = IntStream.range(set.firstFound(classIndex), set.firstFound(classIndex + 1))
                .map(i -> set.byConfidence[i])
                .filter(d -> set.rank[d] < CocoMatching.MAX_DETECTIONS)
                .filter(d -> verdicts.ignored()[d] != CocoMatching.ALL)
                .toArray();
        image = Rectangles.pick(set.found.image, order);
        right = new short[order.length];
        ignored = new short[order.length];
        for (int i = 0; i < order.length; i++) {
            right[i] = verdicts.correct()[order[i]];
            ignored[i] = verdicts.ignored()[order[i]];
        }
        objectImages = IntStream.range(set.firstTruth(classIndex), set.firstTruth(classIndex + 1))
                .filter(t -> !set.crowd[t])
                .map(t -> set.truth.image[t])
                .toArray();
    }

    /** Number of objects. */
    int objects(int[] weights) {
        return sum(objectImages, weights);
    }

    static int sum(int[] images, int[] weights) {
        int sum = 0;
        for (int i : images) {
            sum += weights[i];
        }
        return sum;
    }

    /** At IoU .5, and the mean over .5 to .95; NaN without objects. */
    double[] averagePrecision(int[] weights) {
        int objects = objects(weights);
        if (objects == 0) {
            return new double[] {Double.NaN, Double.NaN};
        }
        int[] hits = new int[CocoMatching.THRESHOLDS];
        double[][] atEachHit = precisionAtEachHit(weights, objects, hits);
        double[] perThreshold = new double[CocoMatching.THRESHOLDS];
        double sum = 0;
        for (int t = 0; t < perThreshold.length; t++) {
            perThreshold[t] = CocoClass.area(atEachHit[t], hits[t], objects);
            sum += perThreshold[t];
        }
        return new double[] {perThreshold[0], sum / perThreshold.length};
    }

    private double[][] precisionAtEachHit(int[] weights, int objects, int[] hits) {
        double[][] atEachHit = new double[CocoMatching.THRESHOLDS][objects];
        int[] misses = new int[CocoMatching.THRESHOLDS];
        int missesEverywhere = 0;
        for (int i = 0; i < image.length; i++) {
            int weight = weights[image[i]];
            if (right[i] == 0 && ignored[i] == 0) {
                missesEverywhere += weight;
                continue;
            }
            for (int t = 0; t < CocoMatching.THRESHOLDS; t++) {
                if ((right[i] >> t & 1) != 0) {
                    for (int copy = 0; copy < weight; copy++) {
                        int hit = ++hits[t];
                        atEachHit[t][hit - 1] = hit / (misses[t] + missesEverywhere + hit + SPACING);
                    }
                } else if ((ignored[i] >> t & 1) == 0) {
                    misses[t] += weight;
                }
            }
        }
        return atEachHit;
    }
}
