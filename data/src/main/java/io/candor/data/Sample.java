package io.candor.data;

import java.nio.file.Path;
import java.util.List;

/**
 * One image file with its labels.
 *
 * @param image the file
 * @param width pixels, after the EXIF orientation has been applied
 * @param height pixels, after the EXIF orientation has been applied
 * @param labels in file order; empty for a background image
 */
public record Sample(Path image, int width, int height, List<Label> labels) {
    public Sample {
        labels = List.copyOf(labels);
    }
}
