package io.candor.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each class was taken for each other. Matching ignores classes: of all pairs that overlap enough the best
 * comes first, then each detection keeps its best object and each object its best detection.
 *
 * @param counts (classes + 1, classes + 1): row = predicted class, column = true class; the last row counts missed
 *     objects, the last column false alarms
 * @param confidence detections need more than this
 * @param iou pairs need more than this
 */
@SuppressWarnings("ArrayRecordComponent") // read for drawing, never compared
public record ConfusionMatrix(int[][] counts, double confidence, double iou) {

    /** Confidence .25 and IoU .45, as the YOLO tools draw it. */
    public static ConfusionMatrix of(EvaluationSet set) {
        return of(set, .25, .45);
    }

    /** The matrix of a set; crowd regions take no part. */
    public static ConfusionMatrix of(EvaluationSet set, double confidence, double iou) {
        int background = set.classes().size();
        int[][] counts = new int[background + 1][background + 1];
        for (Pair pair : pairs(set, confidence, iou)) {
            int row = pair.detection() < 0 ? background : set.found.classIndex[pair.detection()];
            int column = pair.object() < 0 ? background : set.truth.classIndex[pair.object()];
            counts[row][column]++;
        }
        return new ConfusionMatrix(counts, confidence, iou);
    }

    /**
     * One count of the matrix.
     *
     * @param detection its position in the set; -1 for a missed object
     * @param object its position in the set; -1 for a false alarm
     */
    public record Pair(int detection, int object) {}

    /** Everything a matrix counts, one by one. */
    public static List<Pair> pairs(EvaluationSet set, double confidence, double iou) {
        int[][] found = byImage(
                set.found, i -> set.confidence[i] > confidence, set.images().size());
        int[][] truth = byImage(set.truth, i -> !set.crowd[i], set.images().size());
        List<Pair> pairs = new ArrayList<>();
        for (int image = 0; image < found.length; image++) {
            collect(pairs, set, found[image], truth[image], iou);
        }
        return pairs;
    }

    /** Number of classes; also the index of the background row and column. */
    public int background() {
        return counts.length - 1;
    }

    /** Each column divided by its sum: of the objects of a class, the share predicted as each class. */
    public double[][] normalized() {
        double[][] shares = new double[counts.length][counts.length];
        for (int column = 0; column < counts.length; column++) {
            int total = 0;
            for (int[] row : counts) {
                total += row[column];
            }
            for (int row = 0; row < counts.length; row++) {
                shares[row][column] = total == 0 ? 0 : counts[row][column] / (double) total;
            }
        }
        return shares;
    }

    private static int[][] byImage(Rectangles boxes, java.util.function.IntPredicate wanted, int images) {
        int[] count = new int[images];
        for (int i = 0; i < boxes.size; i++) {
            count[boxes.image[i]] += wanted.test(i) ? 1 : 0;
        }
        int[][] positions = Arrays.stream(count).mapToObj(int[]::new).toArray(int[][]::new);
        for (int i = boxes.size - 1; i >= 0; i--) {
            if (wanted.test(i)) {
                positions[boxes.image[i]][--count[boxes.image[i]]] = i;
            }
        }
        return positions;
    }

    private static void collect(List<Pair> pairs, EvaluationSet set, int[] found, int[] truth, double iou) {
        boolean[] objectTaken = new boolean[truth.length];
        boolean[] detectionTaken = new boolean[found.length];
        for (int[] pair : overlapping(set, found, truth, iou)) {
            if (!objectTaken[pair[1]]) {
                objectTaken[pair[1]] = true;
                detectionTaken[pair[0]] = true;
                pairs.add(new Pair(found[pair[0]], truth[pair[1]]));
            }
        }
        for (int d = 0; d < found.length; d++) {
            if (!detectionTaken[d]) {
                pairs.add(new Pair(found[d], -1));
            }
        }
        for (int t = 0; t < truth.length; t++) {
            if (!objectTaken[t]) {
                pairs.add(new Pair(-1, truth[t]));
            }
        }
    }

    /** Each detection with the object it overlaps most, best overlap first. */
    private static int[][] overlapping(EvaluationSet set, int[] found, int[] truth, double threshold) {
        int[] object = new int[found.length];
        double[] overlap = new double[found.length];
        for (int d = 0; d < found.length; d++) {
            for (int t = 0; t < truth.length; t++) {
                float iou = YoloMatching.iou(set, found[d], truth[t]);
                if (iou > threshold && iou > overlap[d]) {
                    overlap[d] = iou;
                    object[d] = t;
                }
            }
        }
        int[] order =
                IntStream.range(0, found.length).filter(d -> overlap[d] > 0).toArray();
        DescendingSort.sort(order, 0, order.length, overlap);
        return Arrays.stream(order).mapToObj(d -> new int[] {d, object[d]}).toArray(int[][]::new);
    }
}
