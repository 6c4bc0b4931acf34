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
        List<Mixture> mixtures) {

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
        this(height, width, rgb, imageIndex, classIndex, boxes, files, List.of());
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
    }

    /** Number of images. */
    public int size() {
        return files.size();
    }

    /** Number of labels in all images. */
    public int labels() {
        return classIndex.length;
    }
}
