package io.candor.detect;

import io.candor.data.Detection;
import io.candor.detect.SuppressionOptions.ClassScope;
import java.util.Arrays;
import java.util.List;

/**
 * Greedy non-maximum suppression: of boxes that overlap, only the most confident one stays.
 *
 * <p>Single precision throughout; a box goes when a kept box overlaps it by strictly more than the threshold; equal
 * confidences are ordered by anchor, then class. Both match torchvision's operator on sorted input.
 */
public final class Suppression {

    private Suppression() {}

    /**
     * The detections of one image, most confident first; boxes in pixels of the network's input.
     *
     * @param prediction (4 + classes, anchors) row by row: centre x, centre y, width, height in pixels, then one
     *     probability per class
     */
    public static List<Detection> apply(float[] prediction, int classes, int anchors, SuppressionOptions options) {
        return survivors(prediction, classes, anchors, options).detections();
    }

    /** As {@link #apply}, as arrays and with the anchor each detection comes from. */
    public static Survivors survivors(float[] prediction, int classes, int anchors, SuppressionOptions options) {
        if (classes < 1 || anchors < 0 || prediction.length != (4L + classes) * anchors) {
            throw new IllegalArgumentException("a prediction of 4 + %d rows and %d anchors needs %d numbers, got %d"
                    .formatted(classes, anchors, (4L + classes) * anchors, prediction.length));
        }
        Candidates candidates = Candidates.of(prediction, classes, anchors, options);
        boolean agnostic = options.scope() == ClassScope.AGNOSTIC;
        KeptBoxes kept = new KeptBoxes(agnostic ? 1 : classes, options.iou());
        int room = Math.min(options.maxDetections(), candidates.size());
        Survivors survivors = new Survivors(new int[room], new int[room], new float[room], new float[4 * room]);
        int size = 0;
        for (int rank = 0; rank < candidates.size() && size < room; rank++) {
            int a = candidates.anchor(rank);
            int k = candidates.classIndex(rank);
            float halfWidth = prediction[2 * anchors + a] / 2;
            float halfHeight = prediction[3 * anchors + a] / 2;
            float x1 = prediction[a] - halfWidth;
            float y1 = prediction[anchors + a] - halfHeight;
            float x2 = prediction[a] + halfWidth;
            float y2 = prediction[anchors + a] + halfHeight;
            int chain = agnostic ? 0 : k;
            if (!kept.suppress(chain, x1, y1, x2, y2)) {
                kept.keep(chain, x1, y1, x2, y2);
                survivors.anchor()[size] = a;
                survivors.classIndex()[size] = k;
                survivors.confidence()[size] = candidates.confidence(rank);
                set(survivors.boxes(), size++, x1, y1, x2, y2);
            }
        }
        return survivors.first(size);
    }

    /**
     * The positions of the boxes that stay, most confident first.
     *
     * @param boxes per box x1, y1, x2, y2
     * @param classIndex per box; boxes of different classes do not remove each other
     * @param confidence per box, not negative
     * @param iou a kept box removes boxes that overlap it by more
     */
    public static int[] keep(float[] boxes, int[] classIndex, float[] confidence, double iou) {
        int highest = 0;
        long[] keys = new long[confidence.length];
        for (int i = 0; i < keys.length; i++) {
            highest = Math.max(highest, classIndex[i]);
            keys[i] = ((long) (~Float.floatToRawIntBits(confidence[i]) & Integer.MAX_VALUE) << 32) | i;
        }
        Arrays.sort(keys);
        KeptBoxes kept = new KeptBoxes(highest + 1, iou);
        int[] stay = new int[keys.length];
        int size = 0;
        for (long key : keys) {
            int i = (int) key;
            int b = 4 * i;
            if (!kept.suppress(classIndex[i], boxes[b], boxes[b + 1], boxes[b + 2], boxes[b + 3])) {
                kept.keep(classIndex[i], boxes[b], boxes[b + 1], boxes[b + 2], boxes[b + 3]);
                stay[size++] = i;
            }
        }
        return Arrays.copyOf(stay, size);
    }

    private static void set(float[] boxes, int i, float x1, float y1, float x2, float y2) {
        boxes[4 * i] = x1;
        boxes[4 * i + 1] = y1;
        boxes[4 * i + 2] = x2;
        boxes[4 * i + 3] = y2;
    }
}
