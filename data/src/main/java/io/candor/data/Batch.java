package io.candor.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Images of one size with the labels that belong to them, ready to become tensors.
 *
 * @param height of every image, in pixels
 * @param width of every image, in pixels
 * @param rgb {@code size * height * width * 3} bytes: image by image, row by row, red green blue
 * @param imageIndex per label, the position of its image in this batch, ascending
 * @param classIndex per label
 * @param boxes per label x1, y1, x2, y2 in pixels of the batch's images
 * @param files per image, the file it was made from (with mosaic and mixup: the first of them)
 * @param mixtures of a classifier's pictures: per image, what it was mixed with; empty if none was mixed
 * @param masks per image one number for every {@value #MASK_STRIDE} pixels in both directions, row by row: the label
 *     that is to be seen there, {@value #NO_LABEL} for none; empty if no masks were asked for
 */
@SuppressWarnings("ArrayRecordComponent") // a batch is consumed once and never compared
public record Batch(
        int height,
        int width,
        byte[] rgb,
        int[] imageIndex,
        int[] classIndex,
        float[] boxes,
        List<Path> files,
        List<Mixture> mixtures,
        int[] masks) {

    /** Pixels of an image per number of its mask, in both directions. */
    public static final int MASK_STRIDE = 4;

    /** In a mask: nothing that has a label. */
    public static final int NO_LABEL = -1;

    /**
     * A second picture that a picture was mixed with (mixup, cutmix).
     *
     * @param other its file
     * @param share of the first picture, in [0, 1]; 1 if it was not mixed
     */
    public record Mixture(Path other, double share) {}

    /** Images that are not mixed. */
    public Batch(
            int height, int width, byte[] rgb, int[] imageIndex, int[] classIndex, float[] boxes, List<Path> files) {
        this(height, width, rgb, imageIndex, classIndex, boxes, files, List.of(), new int[0]);
    }

    /** An image alone, without labels. */
    public static Batch of(Image image) {
        byte[] rgb = new byte[image.bgr().length];
        for (int i = 0; i < rgb.length; i += Image.CHANNELS) {
            rgb[i] = image.bgr()[i + 2];
            rgb[i + 1] = image.bgr()[i + 1];
            rgb[i + 2] = image.bgr()[i];
        }
        return new Batch(
                image.height(), image.width(), rgb, new int[0], new int[0], new float[0], List.of(Path.of("image")));
    }

    public Batch {
        files = List.copyOf(files);
        mixtures = List.copyOf(mixtures);
        if (!mixtures.isEmpty() && mixtures.size() != files.size()) {
            throw new IllegalArgumentException("%d mixtures of %d images".formatted(mixtures.size(), files.size()));
        }
        if (rgb.length != (long) files.size() * height * width * 3) {
            throw new IllegalArgumentException(
                    "%d bytes for %d images of %d x %d".formatted(rgb.length, files.size(), width, height));
        }
        if (imageIndex.length != classIndex.length || boxes.length != 4 * classIndex.length) {
            throw new IllegalArgumentException("labels: %d image indices, %d classes, %d coordinates"
                    .formatted(imageIndex.length, classIndex.length, boxes.length));
        }
        long places = (long) (height / MASK_STRIDE) * (width / MASK_STRIDE);
        if (masks.length > 0 && masks.length != files.size() * places) {
            throw new IllegalArgumentException("%d numbers for the masks of %d images of %d x %d"
                    .formatted(masks.length, files.size(), width, height));
        }
    }

    /** Number of images. */
    public int size() {
        return files.size();
    }

    /** Whether it says which pixels belong to which label. */
    public boolean hasMasks() {
        return masks.length > 0;
    }

    /** Number of labels in all images. */
    public int labels() {
        return classIndex.length;
    }
}
