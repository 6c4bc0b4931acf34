package io.candor.calibrate;

import java.util.Optional;

/**
 * How a detector's confidences are calibrated.
 *
 * @param method empty: the one with the least held-out loss
 * @param iou lowest IoU of a right detection; for {@link Target#IOU} any overlap counts and this only serves the cut
 * @param floor detections of a lower raw confidence are not fitted on
 * @param folds parts of the images for choosing the method and for cross-fitted figures, at least 2
 * @param seed of the division into folds
 */
public record FitOptions(
        Optional<Method> method, Target target, double iou, double floor, int folds, long seed, Cut cut) {

    public FitOptions {
        if (!(iou > 0 && iou <= 1) || !(floor >= 0 && floor < 1) || folds < 2) {
            throw new IllegalArgumentException("iou %s, floor %s, folds %d".formatted(iou, floor, folds));
        }
    }

    /** Any method, right or wrong at IoU .5, floor .05, five folds. */
    public static FitOptions defaults() {
        return new FitOptions(Optional.empty(), Target.TP, .5, .05, 5, 0, Cut.NONE);
    }

    public FitOptions withMethod(Method value) {
        return new FitOptions(Optional.of(value), target, iou, floor, folds, seed, cut);
    }

    public FitOptions withTarget(Target value) {
        return new FitOptions(method, value, iou, floor, folds, seed, cut);
    }

    public FitOptions withFloor(double value) {
        return new FitOptions(method, target, iou, value, folds, seed, cut);
    }

    public FitOptions withCut(Cut value) {
        return new FitOptions(method, target, iou, floor, folds, seed, value);
    }
}
