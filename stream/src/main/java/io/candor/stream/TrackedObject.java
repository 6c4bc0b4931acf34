package io.candor.stream;

import io.candor.infer.DetectedObject;
import java.util.OptionalLong;

/**
 * An object on a frame, perhaps followed from frame to frame.
 *
 * @param object as found; when followed, with confidence, calibration and decision smoothed over time
 * @param track number of the track, the same on every frame; empty without tracking
 * @param seen judged frames of this track so far, this one included; 1 without tracking
 */
public record TrackedObject(DetectedObject object, OptionalLong track, int seen) {

    static TrackedObject single(DetectedObject object) {
        return new TrackedObject(object, OptionalLong.empty(), 1);
    }
}
