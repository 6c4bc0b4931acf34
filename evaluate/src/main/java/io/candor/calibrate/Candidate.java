package io.candor.calibrate;

/**
 * A way to calibrate and how well it did on images it was not fitted on.
 *
 * @param spread how far classes may differ from all together, as a standard deviation of log odds; 0: not at all,
 *     infinite: each class for itself
 * @param loss mean binary cross entropy over the detections of the held-out folds
 */
public record Candidate(Method method, double spread, double loss) {}
