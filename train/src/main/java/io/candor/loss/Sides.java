package io.candor.loss;

/**
 * A box seen from an anchor: how far its four sides are away. Inside the box all four are positive.
 *
 * @param left leftwards, in strides of the anchor's level; likewise the others
 */
record Sides(double left, double top, double right, double bottom) {

    /** The distances of a label's box from the anchor at column {@code x} and row {@code y} of {@code level}. */
    static Sides of(float[] boxes, int label, Anchors.Level level, int x, int y) {
        double stride = level.stride();
        double centerX = x + 0.5;
        double centerY = y + 0.5;
        return new Sides(
                centerX - boxes[4 * label] / stride,
                centerY - boxes[4 * label + 1] / stride,
                boxes[4 * label + 2] / stride - centerX,
                boxes[4 * label + 3] / stride - centerY);
    }

    double width() {
        return left + right;
    }

    double height() {
        return top + bottom;
    }

    /** Distance to the nearest side; negative outside the box. */
    double smallest() {
        return Math.min(Math.min(left, right), Math.min(top, bottom));
    }

    /** Angle of the diagonal against the vertical, in radians. */
    double aspect() {
        return Math.atan(width() / (height() + CompleteIou.EPSILON));
    }
}
