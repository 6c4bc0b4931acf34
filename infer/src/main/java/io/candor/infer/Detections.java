package io.candor.infer;

import java.util.List;

/**
 * What was found on one image.
 *
 * @param width pixels of the image
 * @param height pixels of the image
 * @param objects most confident first
 * @param timings where the time went
 */
public record Detections(int width, int height, List<DetectedObject> objects, Timings timings) {
    public Detections {
        objects = List.copyOf(objects);
    }
}
