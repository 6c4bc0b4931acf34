package io.candor.data.augment;

import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Label;
import io.candor.data.Polygon;
import java.util.ArrayList;
import java.util.List;

/**
 * Rotation, zoom, shear, shift and perspective of a whole picture about its centre, cut to a square.
 *
 * @param degrees rotation, counter-clockwise
 * @param scale zoom, above 0
 * @param shearX degrees
 * @param shearY degrees
 * @param perspectiveX projective term per pixel from the centre
 * @param perspectiveY projective term per pixel from the centre
 * @param translateX where the centre comes to lie, as a share of the square
 * @param translateY where the centre comes to lie, as a share of the square
 */
public record Affine(
        double degrees,
        double scale,
        double shearX,
        double shearY,
        double perspectiveX,
        double perspectiveY,
        double translateX,
        double translateY) {

    /** Sides of this many pixels or less carry no object. */
    private static final double LEAST_SIDE = 2;

    /** Share of a box that must remain visible; an outline tells better what is visible, so far less suffices. */
    private static final double LEAST_AREA = 0.10;

    private static final double LEAST_OUTLINE_AREA = 0.01;

    /** Boxes longer than this many times their width are slivers left at an edge. */
    private static final double ASPECT_LIMIT = 100;

    private static final double EPSILON = 1e-16;

    /** A choice within the reach of the recipe. */
    static Affine draw(AugmentationRecipe recipe, Chance chance) {
        return new Affine(
                chance.around(recipe.degrees()),
                1 + chance.around(recipe.scale()),
                chance.around(recipe.shear()),
                chance.around(recipe.shear()),
                chance.around(recipe.perspective()),
                chance.around(recipe.perspective()),
                0.5 + chance.around(recipe.translate()),
                0.5 + chance.around(recipe.translate()));
    }

    /** The part of the scene that falls on a square of {@code size} pixels, with the labels that remain visible. */
    public Scene apply(Scene scene, int size) {
        Image image = scene.image();
        double[] matrix = matrix(image.width(), image.height(), size);
        boolean unchanged = isIdentity(matrix) && image.width() == size && image.height() == size;
        return new Scene(unchanged ? image : Pixels.warp(image, matrix, size), labels(scene.labels(), matrix, size));
    }

    /**
     * The map from source to target pixels, 3 x 3 row by row: shift x shear x rotation and zoom x perspective x moving
     * the picture's centre to the origin.
     */
    double[] matrix(int width, int height, int size) {
        double angle = StrictMath.toRadians(degrees);
        double cosine = scale * StrictMath.cos(angle);
        double sine = scale * StrictMath.sin(angle);
        double tangentX = StrictMath.tan(StrictMath.toRadians(shearX));
        double tangentY = StrictMath.tan(StrictMath.toRadians(shearY));
        double[] center = {1, 0, -width / 2.0, 0, 1, -height / 2.0, 0, 0, 1};
        double[] project = {1, 0, 0, 0, 1, 0, perspectiveX, perspectiveY, 1};
        double[] rotate = {cosine, sine, 0, -sine, cosine, 0, 0, 0, 1};
        double[] shear = {1, tangentX, 0, tangentY, 1, 0, 0, 0, 1};
        double[] shift = {1, 0, translateX * size, 0, 1, translateY * size, 0, 0, 1};
        return product(shift, product(shear, product(rotate, product(project, center))));
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[9];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                for (int k = 0; k < 3; k++) {
                    product[row * 3 + column] += a[row * 3 + k] * b[k * 3 + column];
                }
            }
        }
        return product;
    }

    private static boolean isIdentity(double[] matrix) {
        return java.util.Arrays.equals(matrix, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
    }

    /** The labels after the map, without those of which too little is left. */
    List<Label> labels(List<Label> labels, double[] matrix, int size) {
        List<Label> visible = new ArrayList<>();
        for (Label label : labels) {
            Label moved = moved(label, matrix).clip(size, size);
            Box before = label.box().scaleAndShift(scale, scale, 0, 0);
            if (keeps(before, moved.box(), label.hasPolygon() ? LEAST_OUTLINE_AREA : LEAST_AREA)) {
                visible.add(moved);
            }
        }
        return visible;
    }

    /** The label after the map: of an outline all points, of a box the extent of its four corners. */
    static Label moved(Label label, double[] matrix) {
        if (label.hasPolygon()) {
            double[] outline = map(label.polygon(), matrix);
            return new Label(label.classIndex(), Polygon.extent(outline), outline);
        }
        Box box = label.box();
        double[] corners = {box.x1(), box.y1(), box.x2(), box.y1(), box.x2(), box.y2(), box.x1(), box.y2()};
        return new Label(label.classIndex(), Polygon.extent(map(corners, matrix)));
    }

    private static double[] map(double[] points, double[] matrix) {
        double[] mapped = new double[points.length];
        for (int i = 0; i < points.length; i += 2) {
            double x = points[i];
            double y = points[i + 1];
            double depth = matrix[6] * x + matrix[7] * y + matrix[8];
            mapped[i] = (matrix[0] * x + matrix[1] * y + matrix[2]) / depth;
            mapped[i + 1] = (matrix[3] * x + matrix[4] * y + matrix[5]) / depth;
        }
        return mapped;
    }

    /** Whether enough of a box is left: {@code before} at the new zoom, {@code after} moved and cut. */
    static boolean keeps(Box before, Box after, double leastArea) {
        double width = after.width();
        double height = after.height();
        double aspect = Math.max(width / (height + EPSILON), height / (width + EPSILON));
        return width > LEAST_SIDE
                && height > LEAST_SIDE
                && width * height / (before.area() + EPSILON) > leastArea
                && aspect < ASPECT_LIMIT;
    }
}
