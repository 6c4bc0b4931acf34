package io.candor.export;

import io.candor.data.Box;
import java.util.stream.IntStream;

/** How far the numbers of an exported file are from those of its network, anchor by anchor, before any selection. */
final class Drift {

    /** Boxes are compared where they can matter: at this many of the most confident anchors of each image. */
    private static final int ANCHORS = 100;

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
