package io.candor.stream;

import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.data.Image;
import io.candor.decide.Action;
import io.candor.infer.DetectedObject;
import io.candor.infer.Detections;
import io.candor.infer.Judge;
import io.candor.infer.Timings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Detections for tests. */
final class Found {

    static final Timings TIMINGS = new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** Halves confidences; rejects from .4 calibrated on, reviews from .2 on. */
    static final Judge HALVING = new Judge() {
        @Override
        public OptionalDouble calibrated(Detection detection) {
            return OptionalDouble.of(detection.confidence() / 2);
        }

        @Override
        public Optional<Action> decision(Detection detection) {
            double calibrated = detection.confidence() / 2;
            return Optional.of(calibrated >= .4 ? Action.REJECT : calibrated >= .2 ? Action.REVIEW : Action.ACCEPT);
        }
    };

    private Found() {}

    static DetectedObject object(int classIndex, double confidence, double x, double y) {
        return object(Judge.NONE, classIndex, confidence, x, y);
    }

    static DetectedObject object(Judge judge, int classIndex, double confidence, double x, double y) {
        Box box = new Box(x, y, x + 20, y + 20);
        Detection detection = new Detection(classIndex, confidence, box);
        return new DetectedObject(
                classIndex,
                "class" + classIndex,
                confidence,
                judge.calibrated(detection),
                judge.decision(detection),
                box);
    }

    static Detections on(int width, int height, List<DetectedObject> objects) {
        return new Detections(width, height, objects, Optional.empty(), TIMINGS);
    }

    /** A grey picture of 160 x 120 with an object at x. */
    static JudgedFrame frame(long number, long captured, double x) {
        return new JudgedFrame(
                new VideoFrame(Image.filled(160, 120, 100), number, captured),
                List.of(TrackedObject.single(object(0, .9, x, 40))),
                Optional.empty(),
                TIMINGS,
                number,
                number);
    }

    /** The same under a policy. */
    static Detections decided(Detections found) {
        return new Detections(
                found.width(),
                found.height(),
                found.objects(),
                Optional.of(Detections.severest(found.objects().stream())),
                TIMINGS);
    }
}
