package io.candor.data.read;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How to read a data set, beyond its path. Only COCO JSON and Pascal VOC need any of it.
 *
 * @param images folder the file names of a COCO JSON are relative to; without it the usual places are tried
 * @param validation a second COCO JSON that becomes the split {@code val}
 * @param validationImages folder for {@code validation}; without it as for {@code images}
 * @param holdOut share of the images, in [0, 1), that becomes the split {@code val} when the source does not say which
 *     do. The choice depends on the file name alone, so it stays the same when images are added. 0 means that all images
 *     are both {@code train} and {@code val}: right to evaluate a finished model on a set, wrong to train with.
 */
public record ReadOptions(
        Optional<Path> images, Optional<Path> validation, Optional<Path> validationImages, double holdOut) {

    private static final double TENTH = 0.1;

    public ReadOptions {
        if (!(holdOut >= 0 && holdOut < 1)) {
            throw new IllegalArgumentException("the share held out must be in [0, 1): " + holdOut);
        }
    }

    /** Usual places, a tenth held out. */
    public static ReadOptions defaults() {
        return new ReadOptions(Optional.empty(), Optional.empty(), Optional.empty(), TENTH);
    }

    public ReadOptions withImages(Path folder) {
        return new ReadOptions(Optional.of(folder), validation, validationImages, holdOut);
    }

    public ReadOptions withValidation(Path json) {
        return new ReadOptions(images, Optional.of(json), validationImages, holdOut);
    }

    public ReadOptions withValidationImages(Path folder) {
        return new ReadOptions(images, validation, Optional.of(folder), holdOut);
    }

    public ReadOptions withHoldOut(double share) {
        return new ReadOptions(images, validation, validationImages, share);
    }
}
