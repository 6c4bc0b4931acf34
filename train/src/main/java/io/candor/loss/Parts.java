package io.candor.loss;

import org.bytedeco.pytorch.Tensor;

/**
 * The detection loss of a batch.
 *
 * @param total what training descends: the sum of the parts times the number of images; a scalar with gradient
 * @param box complete-IoU part after its gain, mean over the assigned scores
 * @param classes class part after its gain
 * @param dfl distribution focal part after its gain
 * @param masks mask part after its gain; 0 from a network without masks
 */
public record Parts(Tensor total, double box, double classes, double dfl, double masks) {

    /** Without masks. */
    public Parts(Tensor total, double box, double classes, double dfl) {
        this(total, box, classes, dfl, 0);
    }

    /** Of two branches that are taught together. */
    Parts plus(Parts other) {
        return new Parts(
                total.add(other.total), box + other.box, classes + other.classes, dfl + other.dfl, masks + other.masks);
    }

    /** The parts' sum, what is written beside validation metrics. */
    public double sum() {
        return box + classes + dfl + masks;
    }
}
