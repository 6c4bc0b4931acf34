package io.candor.metric;

import io.candor.data.Sample;
import java.nio.file.Path;

/**
 * One image of an evaluation.
 *
 * @param name what predictions call it; the same on every machine: it decides between equal confidences and enters the
 *     fingerprint of the data
 * @param file where the picture is, absolute or relative to the annotations; empty if nobody said
 * @param width pixels; 0 if nobody said
 * @param height pixels; 0 if nobody said
 */
public record EvaluatedImage(String name, String file, int width, int height) {

    /** An image of which only the name is known. */
    public static EvaluatedImage named(String name) {
        return new EvaluatedImage(name, "", 0, 0);
    }

    /** An image of a data set; its name is relative to the folder the data set lies in. */
    public static EvaluatedImage of(Path source, Sample sample) {
        Path image = sample.image().toAbsolutePath().normalize();
        Path root = source.toAbsolutePath().normalize().getParent();
        Path relative = root != null && image.startsWith(root) ? root.relativize(image) : image;
        return new EvaluatedImage(
                relative.toString().replace('\\', '/'), image.toString(), sample.width(), sample.height());
    }

    /** Whether width and height are known. */
    public boolean hasSize() {
        return width > 0 && height > 0;
    }
}
