package io.candor.report;

import io.candor.metric.DetectionEvaluation;
import java.nio.file.Path;

/** Every chart of an evaluation, under the file names users of YOLO know where there is one. */
public final class EvaluationCharts {

    private EvaluationCharts() {}

    /**
     * Writes the charts into a folder, which is created if needed: {@code BoxPR_curve.png}, {@code BoxF1_curve.png},
     * {@code BoxP_curve.png}, {@code BoxR_curve.png}, {@code confusion_matrix.png},
     * {@code confusion_matrix_normalized.png}, {@code reliability_diagram.png} and {@code confidence_histogram.png}.
     */
    public static void write(DetectionEvaluation evaluation, Path folder) {
        ChartStyle.write(CurveCharts.precisionRecall(evaluation), folder.resolve("BoxPR_curve.png"));
        ChartStyle.write(CurveCharts.f1(evaluation), folder.resolve("BoxF1_curve.png"));
        ChartStyle.write(CurveCharts.precision(evaluation), folder.resolve("BoxP_curve.png"));
        ChartStyle.write(CurveCharts.recall(evaluation), folder.resolve("BoxR_curve.png"));
        var names = evaluation.classes().names();
        ChartStyle.write(ConfusionChart.counts(evaluation.confusion(), names), folder.resolve("confusion_matrix.png"));
        ChartStyle.write(
                ConfusionChart.normalized(evaluation.confusion(), names),
                folder.resolve("confusion_matrix_normalized.png"));
        ChartStyle.write(ReliabilityChart.of(evaluation.calibration()), folder.resolve("reliability_diagram.png"));
        ChartStyle.write(HistogramChart.of(evaluation.histogram()), folder.resolve("confidence_histogram.png"));
    }
}
