package io.candor.data.augment;

import io.candor.data.Image;

/**
 * The part of a picture that a classifier sees, scaled to a square.
 *
 * @param x first column
 * @param y first row
 * @param width pixels
 * @param height pixels
 */
public record Crop(int x, int y, int width, int height) {

    /** Crops tried before the centre is taken, and the proportions they may have: those of Szegedy et al. (2015). */
    private static final int TRIES = 10;

    private static final double NARROWEST = 3.0 / 4;

    /** The largest square in the middle. */
    public static Crop center(int width, int height) {
        int side = Math.min(width, height);
        return new Crop((width - side) / 2, (height - side) / 2, side, side);
    }

    /**
     * A rectangle anywhere, of a uniform share of the area and of proportions from 3 : 4 to 4 : 3.
     *
     * @param leastShare of the area, in (0, 1]
     */
    static Crop draw(int width, int height, double leastShare, Chance chance) {
        for (int i = 0; i < TRIES; i++) {
            double area = (double) width * height * chance.uniform(leastShare, 1);
            double proportion = Math.exp(chance.around(-Math.log(NARROWEST)));
            int w = (int) Math.rint(Math.sqrt(area * proportion));
            int h = (int) Math.rint(Math.sqrt(area / proportion));
            if (w > 0 && w <= width && h > 0 && h <= height) {
                return new Crop(chance.below(width - w + 1), chance.below(height - h + 1), w, h);
            }
        }
        return center(width, height);
    }

    /** This part of the picture as a square of {@code size} pixels, bilinear. */
    public Image apply(Image image, int size) {
        return apply(image, size, size);
    }

    /** This part of the picture with another size, bilinear. */
    public Image apply(Image image, int targetWidth, int targetHeight) {
        if (width == image.width() && height == image.height()) {
            return Pixels.resize(image, targetWidth, targetHeight);
        }
        Image part = new Image(width, height, new byte[width * height * Image.CHANNELS]);
        Pixels.paste(image, x, y, width, height, part, 0, 0);
        return Pixels.resize(part, targetWidth, targetHeight);
    }

    /**
     * The picture moved by whole pixels; what is uncovered is black, as in the borders of small pictures.
     *
     * @param right pixels, negative to the left
     * @param down pixels, negative upwards
     */
    static Image moved(Image image, int right, int down) {
        if (right == 0 && down == 0) {
            return image;
        }
        int width = image.width() - Math.min(Math.abs(right), image.width());
        int height = image.height() - Math.min(Math.abs(down), image.height());
        byte[] pixels = new byte[image.bgr().length];
        Image target = new Image(image.width(), image.height(), pixels);
        Pixels.paste(
                image,
                Math.max(0, -right),
                Math.max(0, -down),
                width,
                height,
                target,
                Math.max(0, right),
                Math.max(0, down));
        return target;
    }
}
