package io.candor.report;

import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ClassificationFigure;
import io.candor.metric.DetectionEstimates;
import io.candor.metric.DetectionFigure;
import io.candor.metric.ErrorKind;
import io.candor.metric.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures with their intervals as lines of text. Figures that do not exist are left out. */
public final class EstimateTable {

    private final List<String> lines = new ArrayList<>();

    private EstimateTable() {}

    /** The figures of a detector, what each kind of error costs, and how the intervals were computed. */
    public static List<String> lines(DetectionEstimates estimates) {
        EstimateTable table = new EstimateTable();
        for (DetectionFigure figure : DetectionFigure.values()) {
            table.row(figure.toString(), estimates.figure(figure));
        }
        for (ErrorKind kind : ErrorKind.values()) {
            table.row("AP50 lost, " + kind, estimates.errors().costs().get(kind));
        }
        table.lines.add("Intervals: " + estimates.bootstrap() + ". " + BootstrapSettings.CAUTION);
        return table.lines;
    }

    /** The figures of a classifier, and how the intervals were computed. */
    public static List<String> lines(ClassificationEvaluation evaluation) {
        EstimateTable table = new EstimateTable();
        for (ClassificationFigure figure : ClassificationFigure.values()) {
            table.row(figure.toString(), evaluation.figure(figure));
        }
        table.lines.add("Intervals: " + evaluation.bootstrap() + ". " + BootstrapSettings.CAUTION);
        return table.lines;
    }

    private void row(String name, Estimate estimate) {
        if (!Double.isNaN(estimate.value())) {
            String range = estimate.interval().isKnown()
                    ? number(estimate.interval().low()) + " to "
                            + number(estimate.interval().high())
                    : "";
            lines.add("%-30s %8s   %s"
                    .formatted(name, number(estimate.value()), range)
                    .stripTrailing());
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
