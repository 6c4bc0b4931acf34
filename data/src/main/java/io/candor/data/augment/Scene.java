package io.candor.data.augment;

import io.candor.data.Image;
import io.candor.data.Label;
import io.candor.data.Sample;
import java.util.List;

/**
 * A picture and what is to be seen on it; the thing every operation takes and gives.
 *
 * @param labels in pixels of {@code image}
 */
public record Scene(Image image, List<Label> labels) {
    public Scene {
        labels = List.copyOf(labels);
    }

    /** A sample at the scale of {@code picture}, which shows all of it. */
    public static Scene of(Sample sample, Image picture) {
        double factorX = (double) picture.width() / sample.width();
        double factorY = (double) picture.height() / sample.height();
        return new Scene(
                picture,
                sample.labels().stream()
                        .map(label -> label.scaleAndShift(factorX, factorY, 0, 0))
                        .toList());
    }
}
