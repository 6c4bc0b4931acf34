package io.candor.decide;

import java.util.List;

/**
 * What is done about an image.
 *
 * @param action the most severe of its detections' actions
 * @param detections one action per detection, in the order given
 */
public record ImageVerdict(Action action, List<Action> detections) {
    public ImageVerdict {
        detections = List.copyOf(detections);
    }
}
