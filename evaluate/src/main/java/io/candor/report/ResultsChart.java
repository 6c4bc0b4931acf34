package io.candor.report;

import io.candor.data.InvalidInput;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** {@code results.png}: every column of a {@code results.csv} over the epochs, as small multiples. */
public final class ResultsChart {

    private static final String HELP = "results-csv";
    private static final int COLUMNS = 5;
    private static final int WIDTH = 290;
    private static final int HEIGHT = 220;

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
                XYChart chart = chart(epochs, columns.get(i));
                Graphics2D part = (Graphics2D) g.create(i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT, WIDTH, HEIGHT);
                chart.paint(part, WIDTH, HEIGHT);
                part.dispose();
            }
        });
    }

    private static XYChart chart(double[] epochs, Column column) {
        XYChart chart = ChartStyle.lines(column.name(), "", "", WIDTH, HEIGHT);
        XYStyler styler = chart.getStyler();
        styler.setLegendVisible(false);
        styler.setChartTitleFont(ChartStyle.LABEL);
        styler.setChartPadding(6);
        styler.setAxisTitlesVisible(false);
        styler.setXAxisDecimalPattern("0");
        styler.setYAxisDecimalPattern(pattern(column.values()));
        styler.setYAxisTickMarkSpacingHint(34);
        int[] known = java.util.stream.IntStream.range(0, epochs.length)
                .filter(i -> Double.isFinite(column.values()[i]))
                .toArray();
        double[] x = Arrays.stream(known).mapToDouble(i -> epochs[i]).toArray();
        double[] y = Arrays.stream(known).mapToDouble(i -> column.values()[i]).toArray();
        XYSeries series = chart.addSeries(column.name(), x, y);
        Color color = color(column.name());
        series.setLineColor(color).setLineStyle(new BasicStroke(2f));
        series.setMarker(x.length > 40 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
        series.setMarkerColor(color);
        styler.setMarkerSize(4);
        return chart;
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

    private static String pattern(double[] values) {
        double largest = Arrays.stream(values)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(1);
        if (largest == 0) {
            return "0.0";
        }
        return largest >= 100
                ? "0"
                : largest >= 10 ? "0.0" : largest >= .1 ? "0.00" : largest >= .001 ? "0.0000" : "0.0E0";
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
