package io.candor.report;

import io.candor.metric.CocoAveragePrecision;
import io.candor.metric.ConfidenceCurves;
import io.candor.metric.DetectionEvaluation;
import io.candor.report.Plot.Align;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Precision against recall, and precision, recall and F1 against the confidence threshold. */
final class CurveCharts {

    private static final int WIDTH = 940;
    private static final int HEIGHT = 600;
    private static final int LEGEND = 716;
    /** With more classes their lines are grey and unnamed: a legend of eighty colours cannot be read. */
    private static final int MOST_NAMED = 20;

    private static final Color UNNAMED = new Color(0xD3D9DE);

    @SuppressWarnings("ArrayRecordComponent") // drawn once, never compared
    private record Line(String name, double[] x, double[] y) {}

    private CurveCharts() {}

    static BufferedImage precisionRecall(DetectionEvaluation evaluation) {
        double[] recall =
                IntStream.rangeClosed(0, 100).mapToDouble(i -> i / 100d).toArray();
        List<CocoAveragePrecision.OfClass> rows = evaluation.coco().classes().stream()
                .filter(c -> c.objects() > 0)
                .toList();
        double[] mean = new double[recall.length];
        Arrays.setAll(
                mean,
                r -> rows.stream()
                        .mapToDouble(c -> c.precision50()[r])
                        .average()
                        .orElse(Double.NaN));
        List<Line> lines = new ArrayList<>();
        for (CocoAveragePrecision.OfClass row : rows) {
            String name = evaluation.classes().name(row.classIndex());
            lines.add(new Line(label(name, ChartStyle.number(row.ap50())), recall, row.precision50()));
        }
        Line all = new Line(label("all classes", ChartStyle.number(evaluation.map50()) + " mAP50"), recall, mean);
        return paint("Precision and recall at IoU 0.5", "Recall", "Precision", lines, all, Double.NaN);
    }

    static BufferedImage f1(DetectionEvaluation evaluation) {
        double[] mean = evaluation.curves().f1();
        return overConfidence(evaluation, "F1", evaluation.f1(), ConfidenceCurves.OfClass::f1, mean);
    }

    static BufferedImage precision(DetectionEvaluation evaluation) {
        double[] mean = evaluation.curves().precision();
        double best = evaluation.precision();
        return overConfidence(evaluation, "Precision", best, ConfidenceCurves.OfClass::precision, mean);
    }

    static BufferedImage recall(DetectionEvaluation evaluation) {
        double[] mean = evaluation.curves().recall();
        return overConfidence(evaluation, "Recall", evaluation.recall(), ConfidenceCurves.OfClass::recall, mean);
    }

    private static BufferedImage overConfidence(
            DetectionEvaluation evaluation,
            String what,
            double best,
            Function<ConfidenceCurves.OfClass, double[]> curve,
            double[] mean) {
        double[] thresholds = ConfidenceCurves.thresholds();
        int index = evaluation.curves().best();
        List<Line> lines = evaluation.curves().classes().stream()
                .map(c -> new Line(
                        label(evaluation.classes().name(c.classIndex()), ChartStyle.number(curve.apply(c)[index])),
                        thresholds,
                        curve.apply(c)))
                .toList();
        double threshold = lines.isEmpty() ? Double.NaN : evaluation.bestConfidence();
        String value = "%s at %s".formatted(ChartStyle.number(best), ChartStyle.number(threshold));
        Line all = new Line(label("all classes", value), thresholds, mean);
        return paint(what + " for every confidence threshold", "Confidence threshold", what, lines, all, threshold);
    }

    private static BufferedImage paint(
            String title, String xTitle, String yTitle, List<Line> lines, Line all, double marked) {
        boolean named = lines.size() <= MOST_NAMED;
        return ChartStyle.paint(WIDTH, HEIGHT, g -> {
            Plot plot = new Plot(
                    g, new Rectangle2D.Double(74, 52, LEGEND - 74 - 26, 480), new Rectangle2D.Double(0, 0, 1, 1));
            Plot.text(g, title, 382, 32, ChartStyle.TITLE, Align.CENTER, ChartStyle.INK);
            plot.horizontalGrid(.1, "%.1f");
            plot.verticalGrid(.1);
            plot.verticalTicks(.1, "%.1f");
            plot.xTitle(xTitle);
            plot.yTitle(yTitle);
            for (int i = 0; i < lines.size(); i++) {
                Color color = named ? ChartStyle.color(i) : UNNAMED;
                plot.polyline(lines.get(i).x(), lines.get(i).y(), color, named ? 1.6f : 1f);
            }
            if (!Double.isNaN(marked)) {
                plot.dashed(marked, 0, marked, 1, ChartStyle.FAINT);
            }
            if (!lines.isEmpty()) {
                plot.polyline(all.x(), all.y(), ChartStyle.INK, 3f);
            }
            legend(g, named ? lines : List.of(), all, marked);
        });
    }

    private static void legend(Graphics2D g, List<Line> lines, Line all, double marked) {
        int y = 62;
        entry(g, y, ChartStyle.INK, new BasicStroke(3f), all.name());
        if (!Double.isNaN(marked)) {
            y += 22;
            float[] dashes = {6, 4};
            entry(
                    g,
                    y,
                    ChartStyle.FAINT,
                    new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, dashes, 0),
                    "best mean F1 (smoothed)");
        }
        for (int i = 0; i < lines.size(); i++) {
            y += 22;
            entry(g, y, ChartStyle.color(i), new BasicStroke(1.6f), lines.get(i).name());
        }
    }

    private static void entry(Graphics2D g, int y, Color color, BasicStroke stroke, String text) {
        g.setColor(color);
        g.setStroke(stroke);
        g.draw(new Line2D.Double(LEGEND, y, LEGEND + 24, y));
        Plot.text(g, text, LEGEND + 32, y + 4, ChartStyle.TICK, Align.LEFT, ChartStyle.INK);
    }

    private static String label(String name, String value) {
        return "%s  %s".formatted(ChartStyle.shortened(name, 18), value);
    }
}
