package io.candor.report;

import io.candor.data.InvalidInput;
import io.candor.report.Plot.Align;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code results.png}: every column of a {@code results.csv} over the epochs, as small multiples. */
public final class ResultsChart {

    private static final String HELP = "results-csv";
    private static final int COLUMNS = 5;
    private static final int WIDTH = 290;
    private static final int HEIGHT = 220;
    /** With more epochs dots would touch. */
    private static final int MOST_DOTS = 40;

    @SuppressWarnings("ArrayRecordComponent") // drawn once, never compared
    private record Column(String name, double[] values) {}

    private ResultsChart() {}

    /**
     * Draws a run.
     *
     * @param csv a header line with {@code epoch}, then one row per epoch
     * @param png the picture to write
     * @throws InvalidInput if the file has no rows, or a row with another number of columns than the header
     */
    public static void write(Path csv, Path png) {
        List<Column> columns = read(csv);
        Column epochs = columns.stream()
                .filter(c -> c.name().equals("epoch"))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        HELP, "%s, line 1: there is no column epoch. The header must name it.".formatted(csv)));
        List<Column> shown = columns.stream()
                .filter(c -> !c.name().equals("epoch") && !c.name().equals("time"))
                .filter(c -> Arrays.stream(c.values()).anyMatch(Double::isFinite))
                .toList();
        ChartStyle.write(paint(epochs.values(), shown), png);
    }

    private static BufferedImage paint(double[] epochs, List<Column> columns) {
        int rows = Math.max(1, (columns.size() + COLUMNS - 1) / COLUMNS);
        int width = WIDTH * Math.min(COLUMNS, Math.max(1, columns.size()));
        return ChartStyle.paint(width, HEIGHT * rows, g -> {
            for (int i = 0; i < columns.size(); i++) {
                draw(g, i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT, epochs, columns.get(i));
            }
        });
    }

    private static void draw(Graphics2D g, int left, int top, double[] epochs, Column column) {
        Rectangle2D area = new Rectangle2D.Double(left + 62, top + 36, WIDTH - 62 - 18, HEIGHT - 36 - 34);
        double[] x = rounded(epochs, 6);
        double[] y = rounded(column.values(), 4);
        Plot plot = new Plot(g, area, new Rectangle2D.Double(x[0], y[0], x[1] - x[0], y[1] - y[0]));
        Plot.text(g, column.name(), area.getCenterX(), top + 22, ChartStyle.LABEL, Align.CENTER, ChartStyle.INK);
        plot.horizontalGrid(y[2], format(y[2]));
        plot.baseline();
        plot.verticalTicks(Math.max(1, x[2]), "%.0f");
        plot.polyline(epochs, column.values(), color(column.name()), 2f);
        for (int i = 0; i < epochs.length && epochs.length <= MOST_DOTS; i++) {
            if (Double.isFinite(column.values()[i])) {
                plot.dot(epochs[i], column.values()[i], color(column.name()), 2.5);
            }
        }
    }

    /** Lowest and highest value, widened to multiples of a round step, and the step. */
    private static double[] rounded(double[] values, int parts) {
        double low = Arrays.stream(values).filter(Double::isFinite).min().orElse(0);
        double high = Arrays.stream(values).filter(Double::isFinite).max().orElse(1);
        double size = high > low ? high - low : high == 0 ? 1 : Math.abs(high);
        double step = Plot.roundStep(size, parts);
        double first = step * Math.floor(low / step + 1e-9);
        double last = step * Math.ceil(high / step - 1e-9);
        return new double[] {first, last > first ? last : first + step, step};
    }

    private static String format(double step) {
        int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return digits > 4 ? "%.0e" : "%." + digits + "f";
    }

    /** One colour per kind: train, val, metrics, lr, everything else. */
    private static Color color(String name) {
        List<String> kinds = List.of("train/", "val/", "metrics/", "lr/");
        for (int i = 0; i < kinds.size(); i++) {
            if (name.startsWith(kinds.get(i))) {
                return ChartStyle.color(i);
            }
        }
        return ChartStyle.color(6);
    }

    private static List<Column> read(Path csv) {
        List<String> lines = lines(csv);
        String[] names = cells(lines.get(0));
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(new Column(name, new double[lines.size() - 1]));
        }
        for (int row = 1; row < lines.size(); row++) {
            String[] cells = cells(lines.get(row));
            if (cells.length != names.length) {
                throw new InvalidInput(
                        HELP,
                        "%s, line %d: found %d columns, expected the %d of the header. Remove the broken line."
                                .formatted(csv, row + 1, cells.length, names.length));
            }
            for (int c = 0; c < cells.length; c++) {
                columns.get(c).values()[row - 1] = number(cells[c]);
            }
        }
        return columns;
    }

    private static List<String> lines(Path csv) {
        try {
            List<String> lines =
                    Files.readAllLines(csv).stream().filter(l -> !l.isBlank()).toList();
            if (lines.size() < 2) {
                throw new InvalidInput(
                        HELP,
                        "%s: found %d lines, expected a header and at least one epoch. Train for one epoch first."
                                .formatted(csv, lines.size()));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + csv, e);
        }
    }

    private static String[] cells(String line) {
        String[] cells = line.split(",", -1);
        Arrays.setAll(cells, i -> cells[i].strip());
        return cells;
    }

    /** An empty cell, or a word such as {@code nan}, is a missing value. */
    private static double number(String cell) {
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
