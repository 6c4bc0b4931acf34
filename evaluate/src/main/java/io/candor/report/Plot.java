package io.candor.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/** A rectangle of the picture with its own coordinates, for charts that are more than lines. */
final class Plot {

    /** Where a text is anchored. */
    enum Align {
        LEFT,
        CENTER,
        RIGHT
    }

    private final Graphics2D graphics;
    private final Rectangle2D area;
    private final Rectangle2D range;

    /**
     * @param area in the picture
     * @param range x and y of the data; y grows upwards
     */
    Plot(Graphics2D graphics, Rectangle2D area, Rectangle2D range) {
        this.graphics = graphics;
        this.area = area;
        this.range = range;
    }

    double x(double value) {
        return area.getX() + (value - range.getX()) / range.getWidth() * area.getWidth();
    }

    double y(double value) {
        return area.getMaxY() - (value - range.getY()) / range.getHeight() * area.getHeight();
    }

    void horizontalGrid(double step, String format) {
        for (double v = range.getY(); v <= range.getMaxY() + step / 1e6; v += step) {
            segment(range.getX(), v, range.getMaxX(), v, ChartStyle.GRID, 1);
            text(String.format(Locale.ROOT, format, v), area.getX() - 6, y(v) + 4, ChartStyle.TICK, Align.RIGHT);
        }
    }

    void verticalTicks(double step, String format) {
        for (double v = range.getX(); v <= range.getMaxX() + step / 1e6; v += step) {
            text(String.format(Locale.ROOT, format, v), x(v), area.getMaxY() + 16, ChartStyle.TICK, Align.CENTER);
        }
    }

    void verticalGrid(double step) {
        for (double v = range.getX(); v <= range.getMaxX() + step / 1e6; v += step) {
            segment(v, range.getY(), v, range.getMaxY(), ChartStyle.GRID, 1);
        }
    }

    void baseline() {
        segment(range.getX(), range.getY(), range.getMaxX(), range.getY(), ChartStyle.FAINT, 1);
    }

    void bar(double x1, double x2, double y1, double y2, Color color) {
        graphics.setColor(color);
        graphics.fill(new Rectangle2D.Double(x(x1), y(Math.max(y1, y2)), x(x2) - x(x1), Math.abs(y(y1) - y(y2))));
    }

    void outline(double x1, double x2, double y1, double y2, Color color) {
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke(1));
        graphics.draw(new Rectangle2D.Double(x(x1), y(Math.max(y1, y2)), x(x2) - x(x1), Math.abs(y(y1) - y(y2))));
    }

    void segment(double x1, double y1, double x2, double y2, Color color, float width) {
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke(width));
        graphics.draw(new Line2D.Double(x(x1), y(y1), x(x2), y(y2)));
    }

    /** A line through the points; points that are not numbers are left out. */
    void polyline(double[] xs, double[] ys, Color color, float width) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < xs.length; i++) {
            if (Double.isFinite(ys[i]) && path.getCurrentPoint() == null) {
                path.moveTo(x(xs[i]), y(ys[i]));
            } else if (Double.isFinite(ys[i])) {
                path.lineTo(x(xs[i]), y(ys[i]));
            }
        }
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(path);
    }

    void dot(double x, double y, Color color, double radius) {
        graphics.setColor(color);
        graphics.fill(new Ellipse2D.Double(x(x) - radius, y(y) - radius, 2 * radius, 2 * radius));
    }

    void dashed(double x1, double y1, double x2, double y2, Color color) {
        graphics.setColor(color);
        graphics.setStroke(
                new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {6, 4}, 0));
        graphics.draw(new Line2D.Double(x(x1), y(y1), x(x2), y(y2)));
    }

    /** An interval as a vertical line with end marks. */
    void whisker(double x, double low, double high, Color color) {
        double half = 4 * range.getWidth() / area.getWidth();
        segment(x, low, x, high, color, 1.4f);
        segment(x - half, low, x + half, low, color, 1.4f);
        segment(x - half, high, x + half, high, color, 1.4f);
    }

    void yTitle(String title) {
        AffineTransform before = graphics.getTransform();
        graphics.translate(area.getX() - 46, area.getCenterY());
        graphics.rotate(-Math.PI / 2);
        text(title, 0, 0, ChartStyle.LABEL, Align.CENTER);
        graphics.setTransform(before);
    }

    void xTitle(String title) {
        text(title, area.getCenterX(), area.getMaxY() + 36, ChartStyle.LABEL, Align.CENTER);
    }

    /** Text at a position of the picture, not of the data. */
    void text(String text, double x, double y, Font font, Align align) {
        text(graphics, text, x, y, font, align, font.equals(ChartStyle.TICK) ? ChartStyle.FAINT : ChartStyle.INK);
    }

    static void text(Graphics2D graphics, String text, double x, double y, Font font, Align align, Color color) {
        graphics.setFont(font);
        graphics.setColor(color);
        FontMetrics metrics = graphics.getFontMetrics();
        double width = metrics.stringWidth(text);
        double shift = align == Align.LEFT ? 0 : align == Align.CENTER ? width / 2 : width;
        graphics.drawString(text, (float) (x - shift), (float) y);
    }

    /** The round step (1, 2 or 5 times a power of ten) that divides a range into about {@code parts} parts. */
    static double roundStep(double size, int parts) {
        double rough = size / parts;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }
}
