package io.candor.data.augment;

import io.candor.data.Image;
import io.candor.data.Label;
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
}
