package io.candor.report;

import io.candor.metric.CocoAveragePrecision;
import io.candor.metric.ConfidenceCurves;
import io.candor.metric.DetectionEvaluation;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.XYChart;

/** Precision against recall, and precision, recall and F1 against the confidence threshold. */
final class CurveCharts {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 560;
    /** With more classes their lines are grey and unnamed: a legend of eighty colours cannot be read. */
    private static final int MOST_NAMED = 16;

    private static final Color UNNAMED = new Color(0xD3D9DE);

    private CurveCharts() {}

    static BufferedImage precisionRecall(DetectionEvaluation evaluation) {
        XYChart chart = chart("Precision and recall at IoU 0.5", "Recall", "Precision");
        double[] recall = new double[101];
        Arrays.setAll(recall, i -> i / 100d);
        List<CocoAveragePrecision.OfClass> classes = evaluation.coco().classes().stream()
                .filter(c -> c.objects() > 0)
                .toList();
        double[] mean = new double[recall.length];
        for (int i = 0; i < classes.size(); i++) {
            CocoAveragePrecision.OfClass row = classes.get(i);
            String name = name(evaluation, row.classIndex()) + "  " + ChartStyle.number(row.ap50());
            addClass(chart, name, recall, row.precision50(), i, classes.size());
            for (int r = 0; r < mean.length; r++) {
                mean[r] += row.precision50()[r] / classes.size();
            }
        }
        addMean(chart, "all classes  %s mAP50".formatted(ChartStyle.number(evaluation.map50())), recall, mean);
        return ChartStyle.render(chart);
    }

    static BufferedImage f1(DetectionEvaluation evaluation) {
        ConfidenceCurves curves = evaluation.curves();
        String best = "%s at %s".formatted(ChartStyle.number(evaluation.f1()), threshold(curves));
        return overConfidence(evaluation, "F1", best, ConfidenceCurves.OfClass::f1, curves.f1());
    }

    static BufferedImage precision(DetectionEvaluation evaluation) {
        ConfidenceCurves curves = evaluation.curves();
        String best = "%s at %s".formatted(ChartStyle.number(evaluation.precision()), threshold(curves));
        return overConfidence(evaluation, "Precision", best, ConfidenceCurves.OfClass::precision, curves.precision());
    }

    static BufferedImage recall(DetectionEvaluation evaluation) {
        ConfidenceCurves curves = evaluation.curves();
        String best = "%s at %s".formatted(ChartStyle.number(evaluation.recall()), threshold(curves));
        return overConfidence(evaluation, "Recall", best, ConfidenceCurves.OfClass::recall, curves.recall());
    }

    private static String threshold(ConfidenceCurves curves) {
        return ChartStyle.number(curves.bestConfidence());
    }

    private static BufferedImage overConfidence(
            DetectionEvaluation evaluation,
            String what,
            String best,
            Function<ConfidenceCurves.OfClass, double[]> curve,
            double[] mean) {
        XYChart chart = chart(what + " for every confidence threshold", "Confidence threshold", what);
        double[] thresholds = ConfidenceCurves.thresholds();
        List<ConfidenceCurves.OfClass> classes = evaluation.curves().classes();
        for (int i = 0; i < classes.size(); i++) {
            String name = name(evaluation, classes.get(i).classIndex());
            addClass(chart, name, thresholds, curve.apply(classes.get(i)), i, classes.size());
        }
        addMean(chart, "all classes  " + best, thresholds, mean);
        double x = evaluation.bestConfidence();
        ChartStyle.line(chart, "best mean F1", new double[] {x, x}, new double[] {0, 1}, ChartStyle.FAINT, 1f);
        return ChartStyle.render(chart);
    }

    private static XYChart chart(String title, String x, String y) {
        XYChart chart = ChartStyle.lines(title, x, y, WIDTH, HEIGHT);
        ChartStyle.unitAxes(chart);
        return chart;
    }

    private static void addClass(XYChart chart, String name, double[] x, double[] y, int index, int classes) {
        boolean named = classes <= MOST_NAMED;
        Color color = named ? ChartStyle.color(index) : UNNAMED;
        String unique = chart.getSeries(name) != null ? name + " (" + index + ")" : name;
        ChartStyle.line(chart, unique, x, y, color, named ? 1.6f : 1f).setShowInLegend(named);
    }

    private static void addMean(XYChart chart, String name, double[] x, double[] y) {
        ChartStyle.line(chart, name, x, y, ChartStyle.INK, 3f);
    }

    private static String name(DetectionEvaluation evaluation, int classIndex) {
        return ChartStyle.shortened(evaluation.classes().name(classIndex), 22);
    }
}
