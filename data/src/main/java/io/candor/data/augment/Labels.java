package io.candor.data.augment;

import io.candor.data.Box;
import io.candor.data.Label;
import io.candor.data.Polygon;
import java.util.List;
import java.util.stream.Stream;

/** Geometry of labels: the box and, where it is known, the outline move together. */
final class Labels {

    private Labels() {}

    /** The part inside an image of the given size; an outline is cut, and the box becomes what is left of it. */
    static Label clip(Label label, double width, double height) {
        if (!label.hasPolygon()) {
            return new Label(label.classIndex(), label.box().clip(width, height));
        }
        double[] polygon = Polygon.clip(label.polygon(), width, height);
        return new Label(label.classIndex(), Polygon.extent(polygon), polygon);
    }

    /** Labels cut to an image of the given size, without those of which nothing is left. */
    static List<Label> inside(Stream<Label> labels, double width, double height) {
        return labels.map(label -> clip(label, width, height))
                .filter(label -> hasArea(label.box()))
                .toList();
    }

    private static boolean hasArea(Box box) {
        return box.width() > 0 && box.height() > 0;
    }
}
