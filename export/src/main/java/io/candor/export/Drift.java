package io.candor.export;

import io.candor.data.Box;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How far the numbers of an exported file are from those of its network, anchor by anchor, before any selection. */
final class Drift {

    /** Boxes are compared where they can matter: at this many of the most confident anchors of each image. */
    private static final int ANCHORS = 100;

    private static final int ROW = 6;

    private final int classes;
    private double score;
    private double overlap = Double.NaN;
    private long outside;

    Drift(int classes) {
        this.classes = classes;
    }

    /**
     * Compares (4 + K, A) of one image; returns its largest difference of a score.
     *
     * @param actual of the file
     * @param expected of the network
     */
    double add(float[] actual, float[] expected) {
        int anchors = expected.length / (4 + classes);
        double worst = 0;
        for (int i = 4 * anchors; i < expected.length; i++) {
            boolean probability = actual[i] >= 0 && actual[i] <= 1;
            outside += probability ? 0 : 1;
            double difference = Math.abs((double) actual[i] - expected[i]);
            worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
        }
        score = Math.max(score, worst);
        mostConfident(expected, anchors)
                .forEach(a -> overlap = least(overlap, box(actual, anchors, a).iou(box(expected, anchors, a))));
        return worst;
    }

    /**
     * As {@link #add} for rows that the file selected by itself: each is compared with the anchor that it fits best in
     * box and score together.
     *
     * @param rows per detection x1, y1, x2, y2, confidence, class; most confident first
     */
    double addRows(float[] rows, float[] expected) {
        int anchors = expected.length / (4 + classes);
        List<Box> boxes = IntStream.range(0, anchors)
                .mapToObj(a -> box(expected, anchors, a))
                .toList();
        double worst = 0;
        for (int i = 0; i < rows.length / ROW; i++) {
            worst = Math.max(worst, addRow(i, Arrays.copyOfRange(rows, ROW * i, ROW * (i + 1)), boxes, expected));
        }
        score = Math.max(score, worst);
        return worst;
    }

    private double addRow(int rank, float[] row, List<Box> boxes, float[] expected) {
        int classIndex = (int) row[5];
        boolean sound = row[4] >= 0 && row[4] <= 1 && classIndex >= 0 && classIndex < classes;
        if (!sound) {
            outside++;
            return Double.POSITIVE_INFINITY;
        }
        Box own = new Box(row[0], row[1], row[2], row[3]);
        double shared = 0;
        double difference = Double.POSITIVE_INFINITY;
        for (int a = 0; a < boxes.size(); a++) {
            double iou = own.iou(boxes.get(a));
            double away = Math.abs((double) row[4] - expected[(4 + classIndex) * boxes.size() + a]);
            if (iou - away > shared - difference) {
                shared = iou;
                difference = away;
            }
        }
        if (rank < ANCHORS) {
            overlap = least(overlap, shared);
        }
        return difference;
    }

    private static double least(double known, double next) {
        return Double.isNaN(known) ? next : Math.min(known, Double.isNaN(next) ? 0 : next);
    }

    private IntStream mostConfident(float[] prediction, int anchors) {
        float[] best = new float[anchors];
        for (int i = 4 * anchors; i < prediction.length; i++) {
            best[i % anchors] = Math.max(best[i % anchors], prediction[i]);
        }
        return IntStream.range(0, anchors)
                .boxed()
                .sorted((a, b) -> Float.compare(best[b], best[a]))
                .limit(ANCHORS)
                .mapToInt(Integer::intValue);
    }

    private static Box box(float[] prediction, int anchors, int a) {
        return Box.fromCenter(
                prediction[a], prediction[anchors + a], prediction[2 * anchors + a], prediction[3 * anchors + a]);
    }

    /** Largest difference of one probability. */
    double score() {
        return score;
    }

    /** Least IoU of the boxes of one anchor; not a number without images. */
    double overlap() {
        return overlap;
    }

    /** Scores that are no probabilities. */
    long outside() {
        return outside;
    }
}
