package io.candor.infer;

import io.candor.decide.Action;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was found on one image.
 *
 * @param width pixels of the image
 * @param height pixels of the image
 * @param objects most confident first
 * @param verdict the severest decision, to accept if nothing was found; empty without a policy
 * @param timings where the time went
 */
public record Detections(
        int width, int height, List<DetectedObject> objects, Optional<Action> verdict, Timings timings) {
    public Detections {
        objects = List.copyOf(objects);
    }

    /** The severest decision about any of these, to accept if there is none. */
    public static Action severest(Stream<DetectedObject> objects) {
        return objects.flatMap(object -> object.decision().stream())
                .max(Comparator.naturalOrder())
                .orElse(Action.ACCEPT);
    }
}
