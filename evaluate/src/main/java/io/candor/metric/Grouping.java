package io.candor.metric;

import java.util.Arrays;

/** Boundaries of the (class, image) groups of two lists sorted by class, then image. */
final class Grouping {

    /** Per group its first detection, and one past the last. */
    final int[] found;
    /** Per group its first object, and one past the last. */
    final int[] truth;
    /** Per class its first group, and one past the last. */
    final int[] classes;

    /**
     * @param detections in any order
     * @param order positions in {@code detections}, sorted by class, then image
     * @param objects sorted by class, then image
     */
    Grouping(Rectangles detections, int[] order, Rectangles objects, int classCount) {
        int[] firstFound = new int[order.length + objects.size + 1];
        int[] firstTruth = new int[firstFound.length];
        classes = new int[classCount + 1];
        int group = 0;
        int d = 0;
        int t = 0;
        while (d < order.length || t < objects.size) {
            long key = Math.min(key(detections, order, d), key(objects, t));
            firstFound[group] = d;
            firstTruth[group++] = t;
            classes[(int) (key >>> Integer.SIZE) + 1]++;
            while (key(detections, order, d) == key) {
                d++;
            }
            while (key(objects, t) == key) {
                t++;
            }
        }
        firstFound[group] = d;
        firstTruth[group] = t;
        found = Arrays.copyOf(firstFound, group + 1);
        truth = Arrays.copyOf(firstTruth, group + 1);
        Arrays.parallelPrefix(classes, Integer::sum);
    }

    private static long key(Rectangles boxes, int[] order, int i) {
        return i == order.length ? Long.MAX_VALUE : key(boxes, order[i]);
    }

    private static long key(Rectangles boxes, int i) {
        return i == boxes.size ? Long.MAX_VALUE : (long) boxes.classIndex[i] << Integer.SIZE | boxes.image[i];
    }
}
