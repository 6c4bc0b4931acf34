package io.candor.data;

import java.util.Optional;

/**
 * One object a network claims to see.
 *
 * @param classIndex position in {@link Classes}
 * @param confidence the number detections are ranked by, in [0, 1]
 * @param box in pixels of the original image
 * @param mask the pixels of the original image it covers; empty from networks that tell boxes alone
 */
public record Detection(int classIndex, double confidence, Box box, Optional<Mask> mask) {

    /** An object of which only the box is known. */
    public Detection(int classIndex, double confidence, Box box) {
        this(classIndex, confidence, box, Optional.empty());
    }

    /** The same object, believed otherwise. */
    public Detection withConfidence(double changed) {
        return new Detection(classIndex, changed, box, mask);
    }
}
