package io.candor.data;

/**
 * One object a network claims to see.
 *
 * @param classIndex position in {@link Classes}
 * @param confidence the number detections are ranked by, in [0, 1]
 * @param box in pixels of the original image
 */
public record Detection(int classIndex, double confidence, Box box) {}
