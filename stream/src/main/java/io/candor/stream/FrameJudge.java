package io.candor.stream;

import io.candor.data.Image;
import io.candor.infer.Detections;
import io.candor.infer.Detector;
import java.util.Optional;

/** Finds objects on pictures; usually {@link Detector#detect(Image)}. */
@FunctionalInterface
public interface FrameJudge {

    /** What is on the picture; empty if there was no time for it: it is dropped then. */
    Optional<Detections> detect(Image image);

    /** Judges every picture. */
    static FrameJudge of(Detector detector) {
        return image -> Optional.of(detector.detect(image));
    }
}
