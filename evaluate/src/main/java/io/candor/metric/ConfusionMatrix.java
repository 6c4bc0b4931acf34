package io.candor.metric;

import java.util.Arrays;
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
        int size = set.classes().size() + 1;
        int[][] found = byImage(
                set.found, i -> set.confidence[i] > confidence, set.images().size());
        int[][] truth = byImage(set.truth, i -> !set.crowd[i], set.images().size());
        int[][] counts = new int[size][size];
        for (int image = 0; image < found.length; image++) {
            count(counts, set, found[image], truth[image], iou);
        }
        return new ConfusionMatrix(counts, confidence, iou);
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

    private static void count(int[][] counts, EvaluationSet set, int[] found, int[] truth, double iou) {
        int background = counts.length - 1;
        boolean[] objectTaken = new boolean[truth.length];
        boolean[] detectionRight = new boolean[found.length];
        for (int[] pair : pairs(set, found, truth, iou)) {
            if (!objectTaken[pair[1]]) {
                objectTaken[pair[1]] = true;
                detectionRight[pair[0]] = true;
                counts[set.found.classIndex[found[pair[0]]]][set.truth.classIndex[truth[pair[1]]]]++;
            }
        }
        for (int d = 0; d < found.length; d++) {
            counts[set.found.classIndex[found[d]]][background] += detectionRight[d] ? 0 : 1;
        }
        for (int t = 0; t < truth.length; t++) {
            counts[background][set.truth.classIndex[truth[t]]] += objectTaken[t] ? 0 : 1;
        }
    }

    /** Each detection with the object it overlaps most, best overlap first. */
    private static int[][] pairs(EvaluationSet set, int[] found, int[] truth, double threshold) {
        int[] object = new int[found.length];
        double[] overlap = new double[found.length];
        for (int d = 0; d < found.length; d++) {
            for (int t = 0; t < truth.length; t++) {
                float iou = YoloMatching.iou(set.found, found[d], set.truth, truth[t]);
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
