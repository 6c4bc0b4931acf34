package io.candor.detect;

import io.candor.data.Box;
import io.candor.data.Detection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What suppression kept of one image, most confident first.
 *
 * @param anchor per detection, its column of the prediction
 * @param classIndex per detection
 * @param confidence per detection
 * @param boxes per detection x1, y1, x2, y2 in pixels of the network's input
 */
@SuppressWarnings("ArrayRecordComponent") // consumed once and never compared
public record Survivors(int[] anchor, int[] classIndex, float[] confidence, float[] boxes) {

    /** Number of detections. */
    public int size() {
        return anchor.length;
    }

    /** The same as records; boxes in pixels of the network's input. */
    public List<Detection> detections() {
        List<Detection> detections = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            detections.add(new Detection(classIndex[i], confidence[i], box(i)));
        }
        return detections;
    }

    private Box box(int i) {
        return new Box(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
    }

    Survivors first(int count) {
        return new Survivors(
                Arrays.copyOf(anchor, count),
                Arrays.copyOf(classIndex, count),
                Arrays.copyOf(confidence, count),
                Arrays.copyOf(boxes, 4 * count));
    }
}
