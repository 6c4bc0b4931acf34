package io.candor.metric;

import io.candor.data.Mask;

/** The mask of an annotated object; one known by its outline is drawn when it is first asked for, as boxes need none. */
final class ObjectMask {

    private final double[] outline;
    private final int width;
    private final int height;
    private volatile Mask mask;

    private ObjectMask(double[] outline, int width, int height, Mask mask) {
        this.outline = outline;
        this.width = width;
        this.height = height;
        this.mask = mask;
    }

    static ObjectMask known(Mask mask) {
        return new ObjectMask(new double[0], mask.width(), mask.height(), mask);
    }

    /** @param picture of known size */
    static ObjectMask outlined(EvaluatedImage picture, double... outline) {
        return new ObjectMask(outline, picture.width(), picture.height(), null);
    }

    boolean isDrawn() {
        return mask != null;
    }

    Mask mask() {
        Mask drawn = mask;
        if (drawn == null) {
            drawn = Mask.ofPolygon(outline, width, height); // drawn twice by two threads, it is the same
            mask = drawn;
        }
        return drawn;
    }
}
