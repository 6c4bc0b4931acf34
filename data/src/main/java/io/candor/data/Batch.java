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
 */
@SuppressWarnings("ArrayRecordComponent") // a batch is consumed once and never compared
public record Batch(
        int height, int width, byte[] rgb, int[] imageIndex, int[] classIndex, float[] boxes, List<Path> files) {

    public Batch {
        files = List.copyOf(files);
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
