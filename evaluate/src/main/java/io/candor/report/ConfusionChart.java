package io.candor.report;

import io.candor.metric.ClassConfusion;
import io.candor.metric.ConfusionMatrix;
import io.candor.report.Plot.Align;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A confusion matrix as a heat map: rows are predictions, columns are true classes. */
final class ConfusionChart {

    private static final Color LIGHT = new Color(0xF3F7FB);
    private static final Color DARK = new Color(0x08306B);
    private static final int LEFT = 150;
    private static final int TOP = 64;
    private static final int BOTTOM = 140;
    private static final int RIGHT = 40;
    /** More classes than this leave no room for numbers in the cells. */
    private static final int MOST_NUMBERED = 26;

    private final List<String> names;
    private final double[][] values;
    private final double[][] shades;
    private final String format;
    private final String title;
    private final double cell;
    /** Whether the last row and column are the background, so that their corner means nothing. */
    private final boolean background;

    private ConfusionChart(
            ConfusionMatrix matrix, List<String> classes, String title, String format, double[][] values) {
        this(
                withBackground(classes),
                "%s (confidence > %s, IoU > %s)".formatted(title, matrix.confidence(), matrix.iou()),
                format,
                values,
                matrix.normalized(),
                true);
    }

    private ConfusionChart(
            List<String> names, String title, String format, double[][] values, double[][] shades, boolean background) {
        this.background = background;
        this.names = names;
        this.values = values;
        this.shades = shades;
        this.title = title;
        this.format = format;
        this.cell = Math.min(72, Math.max(11, 640d / names.size()));
    }

    private static List<String> withBackground(List<String> classes) {
        List<String> names = new ArrayList<>(classes);
        names.add("background");
        return names;
    }

    /** Of a classifier, whose pictures all have a class. */
    static BufferedImage counts(ClassConfusion matrix, List<String> classes) {
        double[][] counts = Arrays.stream(matrix.counts())
                .map(row -> Arrays.stream(row).asDoubleStream().toArray())
                .toArray(double[][]::new);
        return new ConfusionChart(classes, "Confusion matrix", "%.0f", counts, matrix.normalized(), false).paint();
    }

    /** Of a classifier: shares of each true class. */
    static BufferedImage normalized(ClassConfusion matrix, List<String> classes) {
        double[][] shares = matrix.normalized();
        return new ConfusionChart(classes, "Confusion matrix, share of each true class", "%.2f", shares, shares, false)
                .paint();
    }

    static BufferedImage counts(ConfusionMatrix matrix, List<String> classes) {
        int size = matrix.counts().length;
        double[][] values = new double[size][size];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                values[row][column] = matrix.counts()[row][column];
            }
        }
        return new ConfusionChart(matrix, classes, "Confusion matrix", "%.0f", values).paint();
    }

    static BufferedImage normalized(ConfusionMatrix matrix, List<String> classes) {
        return new ConfusionChart(
                        matrix, classes, "Confusion matrix, share of each true class", "%.2f", matrix.normalized())
                .paint();
    }

    private BufferedImage paint() {
        int side = (int) Math.ceil(cell * names.size());
        int width = Math.max(620, LEFT + side + RIGHT);
        return ChartStyle.paint(width, TOP + side + BOTTOM, g -> {
            Plot.text(g, title, width / 2d, 30, ChartStyle.TITLE, Align.CENTER, ChartStyle.INK);
            g.translate((width - LEFT - side - RIGHT) / 2d, 0);
            cells(g);
            labels(g);
            frame(g, side);
        });
    }

    private void cells(Graphics2D g) {
        Font font = ChartStyle.TICK.deriveFont((float) Math.min(13, cell / 3.1));
        for (int row = 0; row < names.size(); row++) {
            for (int column = 0; column < names.size(); column++) {
                double shade = Math.sqrt(shades[row][column]); // small shares of confusion stay visible
                double x = LEFT + column * cell;
                double y = TOP + row * cell;
                boolean nothing = background && row == names.size() - 1 && column == row;
                g.setColor(nothing ? Color.WHITE : blend(shade));
                g.fill(new Rectangle2D.Double(x, y, cell, cell));
                if (names.size() <= MOST_NUMBERED && values[row][column] > 0) {
                    String text = String.format(Locale.ROOT, format, values[row][column]);
                    Color ink = shade > .6 ? Color.WHITE : ChartStyle.INK;
                    Plot.text(g, text, x + cell / 2, y + cell / 2 + font.getSize2D() * .36, font, Align.CENTER, ink);
                }
            }
        }
    }

    private void labels(Graphics2D g) {
        Font font = ChartStyle.TICK.deriveFont((float) Math.max(8, Math.min(12, cell * .75)));
        for (int i = 0; i < names.size(); i++) {
            String name = ChartStyle.shortened(names.get(i), 18);
            double middle = (i + .5) * cell;
            Plot.text(g, name, LEFT - 8, TOP + middle + 4, font, Align.RIGHT, ChartStyle.INK);
            AffineTransform before = g.getTransform();
            g.translate(LEFT + middle + (cell < 24 ? 0 : 4), TOP + names.size() * cell + (cell < 24 ? 6 : 10));
            g.rotate(cell < 24 ? -Math.PI / 2 : -Math.PI / 4);
            Plot.text(g, name, 0, 4, font, Align.RIGHT, ChartStyle.INK);
            g.setTransform(before);
        }
    }

    private void frame(Graphics2D g, int side) {
        g.setColor(ChartStyle.GRID);
        g.setStroke(new BasicStroke(1));
        for (int i = 0; i <= names.size(); i++) {
            g.draw(new Rectangle2D.Double(LEFT, TOP + i * cell, names.size() * cell, 0));
            g.draw(new Rectangle2D.Double(LEFT + i * cell, TOP, 0, names.size() * cell));
        }
        Plot.text(
                g,
                "True class",
                LEFT + side / 2d,
                TOP + side + BOTTOM - 12,
                ChartStyle.LABEL,
                Align.CENTER,
                ChartStyle.INK);
        AffineTransform before = g.getTransform();
        g.translate(22, TOP + side / 2d);
        g.rotate(-Math.PI / 2);
        Plot.text(g, "Predicted class", 0, 0, ChartStyle.LABEL, Align.CENTER, ChartStyle.INK);
        g.setTransform(before);
    }

    private static Color blend(double share) {
        return new Color(
                mix(LIGHT.getRed(), DARK.getRed(), share),
                mix(LIGHT.getGreen(), DARK.getGreen(), share),
                mix(LIGHT.getBlue(), DARK.getBlue(), share));
    }

    private static int mix(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * Math.min(1, Math.max(0, share)));
    }
}
