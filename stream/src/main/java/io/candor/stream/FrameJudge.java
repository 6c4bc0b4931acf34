package io.candor.stream;

import io.candor.data.Image;
import io.candor.infer.Detections;
import io.candor.infer.Detector;

/** Finds objects on pictures; usually {@link Detector#detect(Image)}. */
@FunctionalInterface
public interface FrameJudge {

    Detections detect(Image image);
}
