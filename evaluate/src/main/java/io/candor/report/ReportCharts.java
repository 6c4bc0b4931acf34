package io.candor.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.metric.AreaRange;
import io.candor.metric.CalibrationError;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.Reliability;
import io.candor.report.Plot.Align;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The charts of the report that an evaluation alone does not have, as PNG. */
final class ReportCharts {

    private static final int WIDTH = 860;
    private static final int ROW = 34;

    private ReportCharts() {}

    /**
     * Writes {@code reliability_CLASS.png} for every class, {@code reliability_size_SIZE.png}, {@code risk_coverage.png},
     * {@code error_split.png} and, where there is something to compare, {@code reliability_calibrated.png},
     * {@code reliability_calibrated_CLASS.png}, {@code thresholds.png} and {@code run_difference.png}.
     */
    static void write(ReportContent content, JsonNode numbers, Path folder) {
        CalibrationError error = content.evaluation().calibration();
        for (CalibrationError.OfClass row : error.classes()) {
            String name = content.evaluation().classes().name(row.classIndex());
            ChartStyle.write(
                    ReliabilityChart.of(name, row.reliability(), error),
                    folder.resolve("reliability_%02d_%s.png".formatted(row.classIndex(), fileName(name))));
        }
        Map<AreaRange, Reliability> sizes = CalibrationError.bySize(content.set(), error.settings());
        sizes.forEach((range, reliability) -> {
            String size = range.name().toLowerCase(Locale.ROOT);
            ChartStyle.write(
                    ReliabilityChart.of(size + " detections", reliability, error),
                    folder.resolve("reliability_size_%s.png".formatted(size)));
        });
        content.calibrated().ifPresent(calibrated -> {
            CalibrationError after = DetectionEvaluation.of(
                            calibrated.after(), content.evaluation().settings().withIou(calibrated.iou()))
                    .calibration();
            ChartStyle.write(
                    ReliabilityChart.of("after calibration", after.pooled(), after),
                    folder.resolve("reliability_calibrated.png"));
            for (CalibrationError.OfClass row : after.classes()) {
                String name = content.evaluation().classes().name(row.classIndex());
                ChartStyle.write(
                        ReliabilityChart.of(name + ", after calibration", row.reliability(), after),
                        folder.resolve(
                                "reliability_calibrated_%02d_%s.png".formatted(row.classIndex(), fileName(name))));
            }
        });
        ChartStyle.write(ThresholdChart.of(numbers), folder.resolve("thresholds.png"));
        ChartStyle.write(
                risk(values(numbers.at("/risk/coverage")), values(numbers.at("/risk/risk"))),
                folder.resolve("risk_coverage.png"));
        ChartStyle.write(
                bars("AP50 gained if one kind of error alone were mended (TIDE)", numbers.get("error_split"), "value"),
                folder.resolve("error_split.png"));
        if (numbers.path("against").has("rows")) {
            ChartStyle.write(
                    bars(
                            "This run minus " + numbers.at("/against/name").asText() + ", 95 % intervals",
                            numbers.at("/against/rows"),
                            "difference"),
                    folder.resolve("run_difference.png"));
        }
    }

    /** Letters and digits of a class name, so that it can be part of a file's. */
    private static String fileName(String name) {
        String safe = name.replaceAll("[^\\p{L}\\p{N}-]+", "_");
        return safe.substring(0, Math.min(40, safe.length()));
    }

    /** Error rate of the surest rows. */
    static BufferedImage risk(double[] coverage, double[] wrong) {
        double most = .1;
        for (double value : wrong) {
            most = Math.max(most, Math.ceil(10 * value) / 10);
        }
        double top = most;
        return ChartStyle.paint(WIDTH, 520, g -> {
            Plot.text(g, "Risk and coverage", WIDTH / 2d, 32, ChartStyle.TITLE, Align.CENTER, ChartStyle.INK);
            Plot plot =
                    new Plot(g, new Rectangle2D.Double(82, 56, WIDTH - 120, 390), new Rectangle2D.Double(0, 0, 1, top));
            plot.horizontalGrid(top / 5, "%.2f");
            plot.verticalTicks(.1, "%.1f");
            plot.xTitle("Share kept, surest first");
            plot.yTitle("Share that is wrong");
            plot.polyline(coverage, wrong, ChartStyle.WRONG, 2.4f);
            plot.baseline();
        });
    }

    /** Horizontal bars with intervals where the rows have them. */
    private static BufferedImage bars(String title, JsonNode rows, String key) {
        double low = 0;
        double high = 1e-3;
        List<JsonNode> shown = new ArrayList<>();
        for (JsonNode row : rows) {
            if (row.path(key).isNumber()) {
                shown.add(row);
                low = Math.min(
                        low, Math.min(row.get(key).asDouble(), row.path("low").asDouble(0)));
                high = Math.max(
                        high, Math.max(row.get(key).asDouble(), row.path("high").asDouble(0)));
            }
        }
        double from = low;
        double span = high - low;
        int height = 90 + ROW * Math.max(1, shown.size());
        return ChartStyle.paint(WIDTH, height, g -> {
            Plot.text(g, title, WIDTH / 2d, 32, ChartStyle.TITLE, Align.CENTER, ChartStyle.INK);
            Rectangle2D area = new Rectangle2D.Double(230, 56, WIDTH - 330, ROW * Math.max(1, shown.size()));
            Plot plot = new Plot(g, area, new Rectangle2D.Double(from, 0, span, Math.max(1, shown.size())));
            for (int i = 0; i < shown.size(); i++) {
                double value = shown.get(i).get(key).asDouble();
                double y = shown.size() - i - .5;
                Color color = value < 0 ? ChartStyle.RIGHT : ChartStyle.WRONG;
                plot.bar(Math.min(0, value), Math.max(0, value), y - .3, y + .3, color);
                if (shown.get(i).path("low").isNumber()) {
                    plot.segment(
                            shown.get(i).get("low").asDouble(),
                            y,
                            shown.get(i).get("high").asDouble(),
                            y,
                            ChartStyle.INK,
                            1.6f);
                }
                String name = ChartStyle.shortened(shown.get(i).path("name").asText(), 28);
                Plot.text(g, name, 220, plot.y(y) + 4, ChartStyle.LABEL, Align.RIGHT, ChartStyle.INK);
                Plot.text(
                        g,
                        ChartStyle.number(value),
                        WIDTH - 88,
                        plot.y(y) + 4,
                        ChartStyle.LABEL,
                        Align.LEFT,
                        ChartStyle.INK);
            }
            plot.segment(0, 0, 0, Math.max(1, shown.size()), ChartStyle.FAINT, 1);
        });
    }

    static double[] values(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }
}
