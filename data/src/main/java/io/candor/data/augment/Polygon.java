package io.candor.data.augment;

import io.candor.data.Box;
import java.util.Arrays;

/** Outlines as x, y, x, y, ... */
final class Polygon {

    private static final Box NOTHING = new Box(0, 0, 0, 0);

    private Polygon() {}

    /** The smallest box around all points; an empty box for no points. */
    static Box extent(double[] points) {
        if (points.length == 0) {
            return NOTHING;
        }
        double x1 = points[0];
        double y1 = points[1];
        double x2 = x1;
        double y2 = y1;
        for (int i = 2; i < points.length; i += 2) {
            x1 = Math.min(x1, points[i]);
            x2 = Math.max(x2, points[i]);
            y1 = Math.min(y1, points[i + 1]);
            y2 = Math.max(y2, points[i + 1]);
        }
        return new Box(x1, y1, x2, y2);
    }

    /** The part inside an image of the given size, cut edge by edge (Sutherland and Hodgman, 1974). */
    static double[] clip(double[] points, double width, double height) {
        double[] left = cut(points, 0, 1, 0);
        double[] right = cut(left, 0, -1, width);
        double[] top = cut(right, 1, 1, 0);
        return cut(top, 1, -1, height);
    }

    /** Keeps the side of the line {@code axis = limit} to which {@code sign} points. */
    private static double[] cut(double[] points, int axis, int sign, double limit) {
        double[] kept = new double[points.length * 2];
        int size = 0;
        for (int i = 0; i < points.length; i += 2) {
            int before = i == 0 ? points.length - 2 : i - 2;
            double depth = sign * (points[i + axis] - limit);
            double depthBefore = sign * (points[before + axis] - limit);
            if (depth * depthBefore < 0) {
                double share = depthBefore / (depthBefore - depth);
                kept[size + axis] = limit;
                kept[size + 1 - axis] =
                        points[before + 1 - axis] + share * (points[i + 1 - axis] - points[before + 1 - axis]);
                size += 2;
            }
            if (depth >= 0) {
                kept[size] = points[i];
                kept[size + 1] = points[i + 1];
                size += 2;
            }
        }
        return Arrays.copyOf(kept, size);
    }
}
