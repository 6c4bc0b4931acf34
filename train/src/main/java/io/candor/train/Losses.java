package io.candor.train;

import io.candor.loss.Parts;

/**
 * Sums of the loss parts over the batches of an epoch, from which means are reported.
 *
 * @param box sum of complete-IoU parts
 * @param classes sum of class parts
 * @param dfl sum of distribution focal parts
 * @param masks sum of mask parts
 * @param batches summed
 */
public record Losses(double box, double classes, double dfl, double masks, int batches) {

    static final Losses NONE = new Losses(0, 0, 0, 0);

    /** Of networks without masks. */
    public Losses(double box, double classes, double dfl, int batches) {
        this(box, classes, dfl, 0, batches);
    }

    Losses plus(Parts parts) {
        return new Losses(
                box + parts.box(), classes + parts.classes(), dfl + parts.dfl(), masks + parts.masks(), batches + 1);
    }

    /** Mean over the batches; NaN before the first. */
    public double meanBox() {
        return box / batches;
    }

    /** Mean over the batches; NaN before the first. */
    public double meanClasses() {
        return classes / batches;
    }

    /** Mean over the batches; NaN before the first. */
    public double meanMasks() {
        return masks / batches;
    }

    /** Mean over the batches; NaN before the first. */
    public double meanDfl() {
        return dfl / batches;
    }
}
