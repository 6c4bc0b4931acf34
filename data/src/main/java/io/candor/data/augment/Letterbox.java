package io.candor.data.augment;

import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Label;
import java.util.List;

/**
 * A picture scaled into a frame without changing its proportions, grey (114) on the two sides that stay empty.
 *
 * @param sourceWidth pixels of the picture
 * @param sourceHeight pixels of the picture
 * @param width pixels of the frame
 * @param height pixels of the frame
 * @param ratio frame pixels per picture pixel
 * @param left grey columns before the picture
 * @param top grey rows above the picture
 */
public record Letterbox(int sourceWidth, int sourceHeight, int width, int height, double ratio, int left, int top) {

    /** Whether a picture smaller than the frame is enlarged. */
    public enum ScaleUp {
        YES,
        NO
    }

    /** The letterbox into a square of {@code size} pixels. */
    public static Letterbox square(int sourceWidth, int sourceHeight, int size, ScaleUp scaleUp) {
        double ratio = ratio(sourceWidth, sourceHeight, size, scaleUp);
        int emptyColumns = size - scaled(sourceWidth, ratio);
        int emptyRows = size - scaled(sourceHeight, ratio);
        return framed(sourceWidth, sourceHeight, ratio, emptyColumns, emptyRows);
    }

    /** The letterbox into the smallest rectangle inside {@code size} whose sides leave the same remainder by stride. */
    public static Letterbox rectangle(int sourceWidth, int sourceHeight, int size, int stride, ScaleUp scaleUp) {
        double ratio = ratio(sourceWidth, sourceHeight, size, scaleUp);
        int emptyColumns = Math.floorMod(size - scaled(sourceWidth, ratio), stride);
        int emptyRows = Math.floorMod(size - scaled(sourceHeight, ratio), stride);
        return framed(sourceWidth, sourceHeight, ratio, emptyColumns, emptyRows);
    }

    /** The letterbox into a frame of exactly {@code width} x {@code height} pixels; smaller pictures are enlarged. */
    public static Letterbox frame(int sourceWidth, int sourceHeight, int width, int height) {
        double ratio = Math.min((double) height / sourceHeight, (double) width / sourceWidth);
        int emptyColumns = width - scaled(sourceWidth, ratio);
        int emptyRows = height - scaled(sourceHeight, ratio);
        return framed(sourceWidth, sourceHeight, ratio, emptyColumns, emptyRows);
    }

    private static double ratio(int sourceWidth, int sourceHeight, int size, ScaleUp scaleUp) {
        double ratio = Math.min((double) size / sourceHeight, (double) size / sourceWidth);
        return scaleUp == ScaleUp.YES ? ratio : Math.min(ratio, 1);
    }

    private static Letterbox framed(int sourceWidth, int sourceHeight, double ratio, int emptyColumns, int emptyRows) {
        return new Letterbox(
                sourceWidth,
                sourceHeight,
                scaled(sourceWidth, ratio) + emptyColumns,
                scaled(sourceHeight, ratio) + emptyRows,
                ratio,
                before(emptyColumns),
                before(emptyRows));
    }

    /** Half of the empty pixels; of an odd number the smaller half comes first. */
    private static int before(int empty) {
        return (int) Math.rint(empty / 2.0 - 0.1);
    }

    private static int scaled(int side, double ratio) {
        return Math.max(1, (int) Math.rint(side * ratio)); // ties to even, like every trainer of this family
    }

    /** Columns of the frame the picture covers. */
    public int pictureWidth() {
        return scaled(sourceWidth, ratio);
    }

    /** Rows of the frame the picture covers. */
    public int pictureHeight() {
        return scaled(sourceHeight, ratio);
    }

    /** The picture without the frame, bilinear. */
    public Image scale(Image image) {
        return Pixels.resize(image, pictureWidth(), pictureHeight());
    }

    /** The picture, of the source's size or already scaled, in its frame. */
    public Image apply(Image image) {
        Image picture = scale(image);
        if (picture.width() == width && picture.height() == height) {
            return picture;
        }
        Image frame = Image.filled(width, height, Pixels.FILL);
        Pixels.paste(picture, 0, 0, picture.width(), picture.height(), frame, left, top);
        return frame;
    }

    /** From source pixels to frame pixels. */
    public Box apply(Box box) {
        return box.scaleAndShift(ratio, ratio, left, top);
    }

    /** From source pixels to frame pixels, outline included. */
    public Label apply(Label label) {
        return label.scaleAndShift(ratio, ratio, left, top);
    }

    /** The picture, of the source's size or already scaled, in its frame; labels in source pixels are cut to it. */
    public Scene apply(Scene scene) {
        List<Label> labels = Labels.inside(scene.labels().stream(), sourceWidth, sourceHeight).stream()
                .map(this::apply)
                .toList();
        return new Scene(apply(scene.image()), labels);
    }

    /** From frame pixels back to source pixels, cut to the picture. */
    public Box undo(Box box) {
        return box.scaleAndShift(1 / ratio, 1 / ratio, -left / ratio, -top / ratio)
                .clip(sourceWidth, sourceHeight);
    }
}
