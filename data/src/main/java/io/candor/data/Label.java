package io.candor.data;

/**
 * One annotated object: what a person wrote, not what the network is trained towards (that is a target).
 *
 * @param classIndex position in {@link Classes}
 * @param box extent of the object in image pixels
 * @param polygon outline as x, y, x, y, ... in image pixels; several parts, and holes, are reached by lines that are walked
 *     in both directions ({@link Polygon#join}); empty when only the box is known
 */
@SuppressWarnings("ArrayRecordComponent") // an outline is written once by a reader and never compared
public record Label(int classIndex, Box box, double[] polygon) {

    private static final double[] NO_POLYGON = {};

    public Label(int classIndex, Box box) {
        this(classIndex, box, NO_POLYGON);
    }

    public boolean hasPolygon() {
        return polygon.length > 0;
    }
}
