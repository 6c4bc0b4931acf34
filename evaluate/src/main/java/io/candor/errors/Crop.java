package io.candor.errors;

import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.draw.Thumbnail;

/**
 * A piece of a picture.
 *
 * @param image the piece, scaled down if it is large
 * @param x left edge in the whole picture
 * @param y upper edge in the whole picture
 * @param factor by which it was scaled, at most 1
 */
public record Crop(Image image, double x, double y, double factor) {

    /** The least that is shown around a box on each side, in pixels; more around larger boxes. */
    private static final double LEAST_MARGIN = 40;

    private static final double MARGIN = .8; // of the longer side

    /**
     * The surroundings of a box.
     *
     * @param side longest side of the result, in pixels
     */
    public static Crop around(Box box, Image image, int side) {
        double margin = Math.max(LEAST_MARGIN, MARGIN * Math.max(box.width(), box.height()));
        int left = (int) clamp(box.x1() - margin, 0, image.width() - 1);
        int top = (int) clamp(box.y1() - margin, 0, image.height() - 1);
        int right = (int) clamp(Math.ceil(box.x2() + margin), left + 1, image.width());
        int bottom = (int) clamp(Math.ceil(box.y2() + margin), top + 1, image.height());
        Image piece = cut(image, left, top, right, bottom);
        boolean large = Math.max(piece.width(), piece.height()) > side;
        return new Crop(
                large ? Thumbnail.of(piece, side) : piece, left, top, large ? Thumbnail.factor(piece, side) : 1);
    }

    /** A box of the whole picture in this piece, clipped to it. */
    public Box apply(Box box) {
        return box.scaleAndShift(factor, factor, -x * factor, -y * factor).clip(image.width(), image.height());
    }

    /** Whether a box of the whole picture shows here. */
    public boolean shows(Box box) {
        Box here = apply(box);
        return here.width() > 0 && here.height() > 0;
    }

    private static Image cut(Image image, int left, int top, int right, int bottom) {
        int width = (right - left) * Image.CHANNELS;
        byte[] bgr = new byte[(bottom - top) * width];
        for (int row = top; row < bottom; row++) {
            int from = (row * image.width() + left) * Image.CHANNELS;
            System.arraycopy(image.bgr(), from, bgr, (row - top) * width, width);
        }
        return new Image(right - left, bottom - top, bgr);
    }

    private static double clamp(double value, double low, double high) {
        return Math.min(Math.max(value, low), high);
    }
}
