package io.candor.report;

import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ConfidenceHistogram;
import io.candor.metric.RiskCoverage;
import java.nio.file.Path;

/** The charts of a classifier's evaluation. */
public final class ClassificationCharts {

    private static final int POINTS = 400;

    private ClassificationCharts() {}

    /**
     * Writes {@code confusion_matrix.png}, {@code confusion_matrix_normalized.png} (if predicted and true classes are
     * known), {@code reliability_diagram.png}, {@code risk_coverage.png} and {@code confidence_histogram.png}.
     */
    public static void write(ClassificationEvaluation evaluation, ConfidenceHistogram histogram, Path folder) {
        var names = evaluation.classes().names();
        evaluation.confusion().ifPresent(matrix -> {
            ChartStyle.write(ConfusionChart.counts(matrix, names), folder.resolve("confusion_matrix.png"));
            ChartStyle.write(
                    ConfusionChart.normalized(matrix, names), folder.resolve("confusion_matrix_normalized.png"));
        });
        ChartStyle.write(
                ReliabilityChart.of(
                        "",
                        evaluation.reliability(),
                        evaluation.settings().edges().toString()),
                folder.resolve("reliability_diagram.png"));
        RiskCoverage curve = evaluation.riskCoverage().thinned(POINTS);
        ChartStyle.write(ReportCharts.risk(curve.coverage(), curve.risk()), folder.resolve("risk_coverage.png"));
        write(histogram, folder.resolve("confidence_histogram.png"));
    }

    /** Draws a histogram of confidences. */
    public static void write(ConfidenceHistogram histogram, Path file) {
        ChartStyle.write(HistogramChart.of(histogram), file);
    }
}
