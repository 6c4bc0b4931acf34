package io.candor.data.read;

import io.candor.data.Box;

/** Outlines as x, y, x, y, ... in pixels. */
final class Polygon {

    private Polygon() {}

    /** The smallest box around all points. */
    static Box extent(double[] points) {
        double x1 = Double.POSITIVE_INFINITY;
        double y1 = Double.POSITIVE_INFINITY;
        double x2 = Double.NEGATIVE_INFINITY;
        double y2 = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < points.length; i += 2) {
            x1 = Math.min(x1, points[i]);
            x2 = Math.max(x2, points[i]);
            y1 = Math.min(y1, points[i + 1]);
            y2 = Math.max(y2, points[i + 1]);
        }
        return new Box(x1, y1, x2, y2);
    }
}
