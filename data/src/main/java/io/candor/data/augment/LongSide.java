package io.candor.data.augment;

import io.candor.data.Image;

/**
 * The first step of training: a picture scaled so that its long side has the training size, the other side rounded up.
 *
 * @param width pixels after scaling
 * @param height pixels after scaling
 */
public record LongSide(int width, int height) {

    /** The scaled size of a picture of the given size. */
    public static LongSide of(int sourceWidth, int sourceHeight, int size) {
        double ratio = (double) size / Math.max(sourceWidth, sourceHeight);
        return new LongSide(scaled(sourceWidth, ratio, size), scaled(sourceHeight, ratio, size));
    }

    private static int scaled(int side, double ratio, int size) {
        return Math.min((int) Math.ceil(side * ratio), size);
    }

    /** The picture, bilinear. */
    public Image apply(Image image) {
        return Pixels.resize(image, width, height);
    }
}
