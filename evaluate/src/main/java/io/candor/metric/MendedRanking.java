package io.candor.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The detections of every class by descending confidence, as they would be if errors of some kind were mended; average
 * precision at one IoU with every image counted a number of times.
 */
final class MendedRanking {

    private static final double SPACING = Math.ulp(1.0);

    private final int[][] image;
    private final boolean[][] right;
    /** Per class, the images of the objects to be found, and of all objects there are. */
    private final int[][] wanted;

    private final int[][] objects;

    /**
     * @param order per class, detections by descending confidence
     * @param isRight whether a detection counts as right
     * @param isWanted which objects are to be found
     */
    MendedRanking(EvaluationSet set, int[][] order, boolean[] isRight, boolean[] isWanted) {
        int classes = set.classes().size();
        image = new int[classes][];
        right = new boolean[classes][];
        wanted = new int[classes][];
        objects = new int[classes][];
        for (int k = 0; k < classes; k++) {
            image[k] = Rectangles.pick(set.found.image, order[k]);
            right[k] = new boolean[order[k].length];
            for (int i = 0; i < order[k].length; i++) {
                right[k][i] = isRight[order[k][i]];
            }
            int[] ofClass = IntStream.range(set.firstTruth(k), set.firstTruth(k + 1))
                    .filter(t -> !set.crowd[t])
                    .toArray();
            objects[k] = Rectangles.pick(set.truth.image, ofClass);
            wanted[k] = Arrays.stream(ofClass)
                    .filter(t -> isWanted[t])
                    .map(t -> set.truth.image[t])
                    .toArray();
        }
    }

    /** Mean over the classes with objects; a class of which no object is left to be found counts 0. */
    double averagePrecision(int[] weights) {
        double sum = 0;
        int classes = 0;
        for (int k = 0; k < image.length; k++) {
            if (RankedClass.sum(objects[k], weights) > 0) {
                sum += averagePrecision(k, weights);
                classes++;
            }
        }
        return sum / classes;
    }

    private double averagePrecision(int k, int[] weights) {
        int objectCount = RankedClass.sum(wanted[k], weights);
        if (objectCount == 0) {
            return 0;
        }
        double[] atEachHit = new double[objectCount];
        int hits = 0;
        int misses = 0;
        for (int i = 0; i < image[k].length; i++) {
            int weight = weights[image[k][i]];
            if (!right[k][i]) {
                misses += weight;
                continue;
            }
            for (int copy = 0; copy < weight; copy++) {
                atEachHit[hits++] = hits / (misses + hits + SPACING);
            }
        }
        return CocoClass.area(atEachHit, hits, objectCount);
    }
}
