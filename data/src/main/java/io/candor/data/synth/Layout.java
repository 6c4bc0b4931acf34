package io.candor.data.synth;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.List;

/**
 * What the board's designer drew, in image pixels; parts may reach over the image's edge.
 *
 * @param pitch distance of neighbouring tracks, centre to centre
 */
record Layout(double pitch, List<Track> tracks, List<Pad> pads, List<Pour> pours, List<Silk> silk) {

    /** Distance of neighbouring tracks in track widths: 1.1 widths of air between them, 0.5 where both run at 45 degrees. */
    static final double PITCH = 2.1;

    /** Width of an ordinary track in pixels. */
    double unit() {
        return pitch / PITCH;
    }

    /** A line of copper through the points (x[i], y[i]). */
    @SuppressWarnings("ArrayRecordComponent") // drawn, never compared
    record Track(int net, double[] x, double[] y, double width) {

        Path2D path() {
            Path2D path = new Path2D.Double();
            path.moveTo(x[0], y[0]);
            for (int i = 1; i < x.length; i++) {
                path.lineTo(x[i], y[i]);
            }
            return path;
        }

        int segments() {
            return x.length - 1;
        }

        double length(int segment) {
            return Math.hypot(x[segment + 1] - x[segment], y[segment + 1] - y[segment]);
        }

        double length() {
            double sum = 0;
            for (int i = 0; i < segments(); i++) {
                sum += length(i);
            }
            return sum;
        }
    }

    /**
     * A place to solder to, or a via.
     *
     * @param corner radius of its corners; half the smaller side makes it round
     * @param hole diameter of the drill hole, 0 for none
     * @param covered whether solder mask lies over it (a tented via)
     */
    record Pad(int net, double x, double y, double width, double height, double corner, double hole, boolean covered) {

        /** Its outline, grown by {@code margin} on every side. */
        Shape outline(double margin) {
            double w = width + 2 * margin;
            double h = height + 2 * margin;
            double arc = 2 * (corner + margin);
            return new RoundRectangle2D.Double(x - w / 2, y - h / 2, w, h, Math.min(arc, w), Math.min(arc, h));
        }

        Shape drill() {
            return new Ellipse2D.Double(x - hole / 2, y - hole / 2, hole, hole);
        }
    }

    /** An area filled with copper wherever nothing else needs the room. */
    record Pour(int net, Shape outline) {}

    /** White lines on the solder mask. */
    record Silk(Shape lines, double width) {}
}
