package io.candor.data.synth;

import java.awt.geom.Path2D;

/** Irregular outlines, as etching leaves them. */
final class Blob {

    private Blob() {}

    /**
     * A closed smooth outline around (x, y).
     *
     * @param along half its length in the direction (ux, uy)
     * @param across half its width
     * @param roughness relative variation of the radius, 0 for an ellipse
     */
    static Path2D of(
            double x, double y, double ux, double uy, double along, double across, double roughness, Dice dice) {
        int points = 11;
        double[] px = new double[points];
        double[] py = new double[points];
        for (int i = 0; i < points; i++) {
            double angle = 2 * Math.PI * i / points;
            double radius = 1 + dice.between(-roughness, roughness);
            double a = along * radius * Math.cos(angle);
            double b = across * radius * Math.sin(angle);
            px[i] = x + a * ux - b * uy;
            py[i] = y + a * uy + b * ux;
        }
        return through(px, py);
    }

    /** A smooth closed curve near the given corners: quadratic pieces between the middles of the sides. */
    static Path2D through(double[] x, double[] y) {
        int n = x.length;
        Path2D path = new Path2D.Double();
        path.moveTo((x[n - 1] + x[0]) / 2, (y[n - 1] + y[0]) / 2);
        for (int i = 0; i < n; i++) {
            int next = (i + 1) % n;
            path.quadTo(x[i], y[i], (x[i] + x[next]) / 2, (y[i] + y[next]) / 2);
        }
        path.closePath();
        return path;
    }

    /**
     * A band from {@code from} to {@code to} along (ux, uy), with ragged long sides.
     *
     * @param half per station, equally spaced, half the width of the band
     */
    static Path2D band(
            double x, double y, double ux, double uy, double from, double to, double[] half, double jitter, Dice dice) {
        int n = half.length;
        double[] px = new double[2 * n];
        double[] py = new double[2 * n];
        for (int i = 0; i < n; i++) {
            double t = from + (to - from) * i / (n - 1);
            double a = half[i] + dice.between(-jitter, jitter);
            double b = half[i] + dice.between(-jitter, jitter);
            px[i] = x + t * ux - a * uy;
            py[i] = y + t * uy + a * ux;
            px[2 * n - 1 - i] = x + t * ux + b * uy;
            py[2 * n - 1 - i] = y + t * uy - b * ux;
        }
        return polygon(px, py);
    }

    private static Path2D polygon(double[] x, double[] y) {
        Path2D path = new Path2D.Double();
        path.moveTo(x[0], y[0]);
        for (int i = 1; i < x.length; i++) {
            path.lineTo(x[i], y[i]);
        }
        path.closePath();
        return path;
    }
}
