package io.candor.data;

import java.util.Arrays;

/**
 * One annotated object: what a person wrote, not what the network is trained towards (that is a target).
 *
 * @param classIndex position in {@link Classes}
 * @param box extent of the object in image pixels
 * @param polygon outline as x, y, x, y, ... in image pixels; several parts, and holes, are reached by lines that are walked
 *     in both directions ({@link Polygon#join}); empty when only the box is known
 */
@SuppressWarnings("ArrayRecordComponent") // compared by what is in it
public record Label(int classIndex, Box box, double[] polygon) {

    private static final double[] NO_POLYGON = {};

    public Label(int classIndex, Box box) {
        this(classIndex, box, NO_POLYGON);
    }

    /** Each coordinate of box and outline times its axis' factor, then shifted. */
    public Label scaleAndShift(double factorX, double factorY, double shiftX, double shiftY) {
        double[] moved = polygon.clone();
        for (int i = 0; i < moved.length; i += 2) {
            moved[i] = moved[i] * factorX + shiftX;
            moved[i + 1] = moved[i + 1] * factorY + shiftY;
        }
        return new Label(classIndex, box.scaleAndShift(factorX, factorY, shiftX, shiftY), moved);
    }

    /** The part inside an image of the given size; an outline is cut, and the box becomes what is left of it. */
    public Label clip(double width, double height) {
        if (!hasPolygon()) {
            return new Label(classIndex, box.clip(width, height));
        }
        double[] inside = Polygon.clip(polygon, width, height);
        return new Label(classIndex, Polygon.enclosed(inside), inside);
    }

    /** The same object, said to be another. */
    public Label withClass(int other) {
        return new Label(other, box, polygon);
    }

    public boolean hasPolygon() {
        return polygon.length > 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Label label
                && classIndex == label.classIndex
                && box.equals(label.box)
                && Arrays.equals(polygon, label.polygon);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * classIndex + box.hashCode()) + Arrays.hashCode(polygon);
    }
}
