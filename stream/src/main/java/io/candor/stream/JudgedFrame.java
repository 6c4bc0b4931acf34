package io.candor.stream;

import io.candor.decide.Action;
import io.candor.infer.Timings;
import java.util.List;
import java.util.Optional;

/**
 * A frame with what was found on it.
 *
 * @param frame the picture
 * @param objects most confident first
 * @param verdict the severest decision about any object, to accept where there is none; empty without a policy
 * @param timings of the detector
 * @param taken when judging began, on the clock of {@link System#nanoTime}
 * @param decided when the decision was made, on the same clock
 */
public record JudgedFrame(
        VideoFrame frame,
        List<TrackedObject> objects,
        Optional<Action> verdict,
        Timings timings,
        long taken,
        long decided) {

    public JudgedFrame {
        objects = List.copyOf(objects);
    }

    /** Nanoseconds from capture to decision. */
    public long latency() {
        return decided - frame.captured();
    }
}
