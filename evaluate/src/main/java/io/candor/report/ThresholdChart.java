package io.candor.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.report.Plot.Align;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * Precision, recall and F1 of all classes together against the threshold, with the thresholds of a policy if all classes
 * share them, or the one of the best F1 if there is no policy.
 */
final class ThresholdChart {

    private static final int WIDTH = 860;
    private static final Color[] COLORS = {new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73)};
    private static final String[] NAMES = {"precision", "recall", "F1"};

    private ThresholdChart() {}

    /**
     * The chart.
     *
     * @param numbers as in report.json
     */
    static BufferedImage of(JsonNode numbers) {
        JsonNode part = numbers.at("/thresholds/parts/0");
        double[] right = ReportCharts.values(part.get("right"));
        double[] wrong = ReportCharts.values(part.get("wrong"));
        double objects = part.get("objects").asDouble();
        double[] threshold = new double[right.length];
        Arrays.setAll(threshold, i -> i / (right.length - 1d));
        double[][] curves = new double[NAMES.length][right.length];
        Arrays.setAll(curves[0], i -> share(right[i], right[i] + wrong[i]));
        Arrays.setAll(curves[1], i -> share(right[i], objects));
        Arrays.setAll(curves[2], i -> share(2 * right[i], right[i] + wrong[i] + objects));
        return ChartStyle.paint(WIDTH, 520, g -> {
            Plot.text(g, "Thresholds, all classes", WIDTH / 2d, 32, ChartStyle.TITLE, Align.CENTER, ChartStyle.INK);
            Plot plot =
                    new Plot(g, new Rectangle2D.Double(82, 76, WIDTH - 120, 370), new Rectangle2D.Double(0, 0, 1, 1));
            plot.horizontalGrid(.2, "%.1f");
            plot.verticalTicks(.1, "%.1f");
            plot.xTitle("Confidence threshold");
            for (int c = 0; c < curves.length; c++) {
                plot.polyline(threshold, curves[c], COLORS[c], 2.4f);
                Plot.text(g, NAMES[c], 110 + 120 * c, 62, ChartStyle.LABEL, Align.LEFT, COLORS[c]);
            }
            boolean elsewhere = numbers.path("policy").isObject() && !part.has("report");
            for (String end : elsewhere ? new String[0] : new String[] {"report", "review"}) {
                double at =
                        part.path(end).asDouble(numbers.at("/thresholds/start").asDouble())
                                / numbers.at("/thresholds/steps").asDouble();
                plot.dashed(at, 0, at, 1, ChartStyle.INK);
            }
            plot.baseline();
        });
    }

    private static double share(double part, double whole) {
        return whole > 0 ? part / whole : 0;
    }
}
