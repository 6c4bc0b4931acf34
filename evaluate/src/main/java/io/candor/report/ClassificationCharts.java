package io.candor.report;

import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ConfidenceHistogram;
import java.nio.file.Path;

/** The charts of a classifier's evaluation. */
public final class ClassificationCharts {

    private ClassificationCharts() {}

    /**
     * Writes {@code confusion_matrix.png}, {@code confusion_matrix_normalized.png} (if predicted and true classes are
     * known) and {@code confidence_histogram.png}.
     */
    public static void write(ClassificationEvaluation evaluation, ConfidenceHistogram histogram, Path folder) {
        var names = evaluation.classes().names();
        evaluation.confusion().ifPresent(matrix -> {
            ChartStyle.write(ConfusionChart.counts(matrix, names), folder.resolve("confusion_matrix.png"));
            ChartStyle.write(
                    ConfusionChart.normalized(matrix, names), folder.resolve("confusion_matrix_normalized.png"));
        });
        write(histogram, folder.resolve("confidence_histogram.png"));
    }

    /** Draws a histogram of confidences. */
    public static void write(ConfidenceHistogram histogram, Path file) {
        ChartStyle.write(HistogramChart.of(histogram), file);
    }
}
