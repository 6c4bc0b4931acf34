package io.candor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.calibrate.CalibrationEffect;
import io.candor.calibrate.ClassifierFigure;
import io.candor.json.JsonNodes;
import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ClassificationFigure;
import io.candor.metric.Estimate;
import io.candor.metric.RiskCoverage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The report of a classifier in sentences: how good, how trustworthy, what to do. */
final class ClassifierWords {

    /** Half of the predictions, the surer one. */
    private static final double HALF = .5;

    private final ClassifierContent content;
    private final ClassificationEvaluation evaluation;

    ClassifierWords(ClassifierContent content) {
        this.content = content;
        evaluation = content.evaluation();
    }

    ObjectNode tree() {
        ObjectNode node = JsonNodes.object();
        node.put(
                "story",
                "Predictions of a classifier: %,d rows of %,d images%s."
                        .formatted(
                                evaluation.rows(),
                                evaluation.images(),
                                evaluation.classes().size() > 0
                                        ? ", %d classes"
                                                .formatted(evaluation.classes().size())
                                        : ""));
        node.put(
                "headline",
                "Right in %s of cases; its confidence is %s."
                        .formatted(
                                percent(of(ClassificationFigure.TOP1)),
                                TrustWords.of(
                                        of(ClassificationFigure.SIGNED_GAP),
                                        of(ClassificationFigure.ECE),
                                        content.calibrated().map(ClassifierContent.Calibrated::after))));
        node.put("basis", ReportWords.basis(content.calibrated().isPresent()));
        add(node.putArray("sentences"), sentences());
        add(node.putArray("advice"), advice());
        return node;
    }

    private static void add(ArrayNode array, List<String> sentences) {
        sentences.forEach(array::add);
    }

    private List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add("%s says %s on average and is right in %s of cases. ECE %s %s, log loss %s %s."
                .formatted(
                        content.calibrated().isPresent() ? "Before calibration it" : "It",
                        ChartStyle.number(evaluation.reliability().meanConfidence()),
                        ChartStyle.number(evaluation.reliability().meanOutcome()),
                        ChartStyle.number(of(ClassificationFigure.ECE)),
                        range(ClassificationFigure.ECE),
                        ChartStyle.number(of(ClassificationFigure.NLL)),
                        range(ClassificationFigure.NLL)));
        sentences.add("Of the surer half %s are wrong, of all %s: AUROC %s, AURC %s."
                .formatted(
                        percent(riskOfSurerHalf()),
                        percent(1 - of(ClassificationFigure.TOP1)),
                        ChartStyle.number(of(ClassificationFigure.AUROC)),
                        ChartStyle.number(of(ClassificationFigure.AURC))));
        evaluation.perClass().stream()
                .filter(row -> row.rows() > 0)
                .min(Comparator.comparingDouble(ClassificationEvaluation.OfClass::recall))
                .ifPresent(row -> sentences.add("The weakest class is %s: %s of its %,d rows are recognised."
                        .formatted(row.name(), percent(row.recall()), row.rows())));
        return sentences;
    }

    private double riskOfSurerHalf() {
        RiskCoverage curve = evaluation.riskCoverage();
        int at = 0;
        while (at + 1 < curve.coverage().length && curve.coverage()[at] < HALF) {
            at++;
        }
        return curve.risk()[at];
    }

    private List<String> advice() {
        List<String> advice = new ArrayList<>();
        if (content.calibrated().isPresent()) {
            CalibrationEffect.Change change =
                    content.calibrated().get().effect().change(ClassifierFigure.NLL);
            CalibrationEffect.Change error = content.calibrated().get().effect().change(ClassifierFigure.ECE);
            advice.add("Calibrated, the ECE is %s instead of %s and the log loss %s instead of %s. %s"
                    .formatted(
                            ChartStyle.number(error.after()),
                            ChartStyle.number(error.before()),
                            ChartStyle.number(change.after()),
                            ChartStyle.number(change.before()),
                            VerdictWords.of(change.verdict())));
        } else if (of(ClassificationFigure.ECE) > TrustWords.WORTH_CALIBRATING) {
            advice.add(
                    "Calibrate before confidences are used for decisions: candor calibrate --predictions, on rows that were neither trained on nor are judged here.");
        } else {
            advice.add("Calibration is good enough to read confidences as probabilities on images like these.");
        }
        advice.add(
                "Let people look at the least sure predictions: the risk-coverage curve says how many errors are left at each share that is decided without them.");
        return advice;
    }

    private double of(ClassificationFigure figure) {
        return evaluation.figure(figure).value();
    }

    private String range(ClassificationFigure figure) {
        Estimate estimate = evaluation.figure(figure);
        return estimate.interval().isKnown()
                ? "[%s, %s]"
                        .formatted(
                                ChartStyle.number(estimate.interval().low()),
                                ChartStyle.number(estimate.interval().high()))
                : "";
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
