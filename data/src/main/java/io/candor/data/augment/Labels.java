package io.candor.data.augment;

import io.candor.data.Box;
import io.candor.data.Label;
import java.util.List;
import java.util.stream.Stream;

/** What is left of the labels of a picture that is cut. */
final class Labels {

    private Labels() {}

    /** Labels cut to an image of the given size, without those of which nothing is left. */
    static List<Label> inside(Stream<Label> labels, double width, double height) {
        return labels.map(label -> label.clip(width, height))
                .filter(label -> hasArea(label.box()))
                .toList();
    }

    private static boolean hasArea(Box box) {
        return box.width() > 0 && box.height() > 0;
    }
}
