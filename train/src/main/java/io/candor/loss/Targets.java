package io.candor.loss;

import io.candor.data.Batch;
import java.util.Optional;

/**
 * The labels of a batch, as the loss reads them.
 *
 * @param imageIndex per label, the position of its image in the batch, ascending
 * @param classIndex per label
 * @param boxes per label x1, y1, x2, y2 in pixels of the batch's images
 * @param masks which pixels belong to which label, for networks that outline; absent if nobody asked
 */
@SuppressWarnings("ArrayRecordComponent") // consumed once, never compared
public record Targets(int[] imageIndex, int[] classIndex, float[] boxes, Optional<LabelMasks> masks) {

    /** Labels of which only the boxes are known. */
    public Targets(int[] imageIndex, int[] classIndex, float[] boxes) {
        this(imageIndex, classIndex, boxes, Optional.empty());
    }

    public Targets {
        if (imageIndex.length != classIndex.length || boxes.length != 4 * classIndex.length) {
            throw new IllegalArgumentException("labels: %d image indices, %d classes, %d coordinates"
                    .formatted(imageIndex.length, classIndex.length, boxes.length));
        }
        for (int label = 1; label < imageIndex.length; label++) {
            if (imageIndex[label] < imageIndex[label - 1]) {
                throw new IllegalArgumentException(
                        "label " + label + " belongs to an earlier image than the one before");
            }
        }
    }

    /** The labels of {@code batch}; shares its arrays. */
    public static Targets of(Batch batch) {
        Optional<LabelMasks> masks = batch.hasMasks() ? Optional.of(LabelMasks.of(batch)) : Optional.empty();
        return new Targets(batch.imageIndex(), batch.classIndex(), batch.boxes(), masks);
    }

    /** Number of labels. */
    public int size() {
        return classIndex.length;
    }

    /** @throws IllegalArgumentException if a label lies outside {@code images} images or {@code classes} classes */
    void check(int images, int classes) {
        for (int label = 0; label < size(); label++) {
            if (imageIndex[label] < 0 || imageIndex[label] >= images) {
                throw new IllegalArgumentException(
                        "label %d belongs to image %d of %d".formatted(label, imageIndex[label], images));
            }
            if (classIndex[label] < 0 || classIndex[label] >= classes) {
                throw new IllegalArgumentException(
                        "label %d has class %d of %d".formatted(label, classIndex[label], classes));
            }
        }
    }

    /** The first label of every image, and one past the last: {@code images + 1} positions. */
    int[] starts(int images) {
        int[] starts = new int[images + 1];
        for (int image : imageIndex) {
            starts[image + 1]++;
        }
        for (int image = 0; image < images; image++) {
            starts[image + 1] += starts[image];
        }
        return starts;
    }
}
