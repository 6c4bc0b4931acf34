package io.candor.infer;

import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.data.Mask;
import io.candor.decide.Action;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One object found on an image.
 *
 * @param classIndex position in the model's classes
 * @param className its name
 * @param confidence the network's own number, in [0, 1]
 * @param calibrated the probability that this detection is right, if a calibrator is there
 * @param decision what is to be done, if a policy is there
 * @param box in pixels of the image
 * @param mask the pixels of the image it covers; empty from networks that tell boxes alone
 */
public record DetectedObject(
        int classIndex,
        String className,
        double confidence,
        OptionalDouble calibrated,
        Optional<Action> decision,
        Box box,
        Optional<Mask> mask) {

    /** An object of which only the box is known. */
    public DetectedObject(
            int classIndex,
            String className,
            double confidence,
            OptionalDouble calibrated,
            Optional<Action> decision,
            Box box) {
        this(classIndex, className, confidence, calibrated, decision, box, Optional.empty());
    }

    /** Calibrated if a calibrator is there, else the network's own: what objects are ranked by. */
    public double bestConfidence() {
        return calibrated.orElse(confidence);
    }

    /** Without name and judgement. */
    public Detection detection() {
        return new Detection(classIndex, confidence, box, mask);
    }
}
