package io.candor.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.calibrate.CalibrationEffect;
import io.candor.calibrate.CalibrationFigure;
import io.candor.errors.ErrorAnalysis;
import io.candor.metric.CalibrationError;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.Interval;
import io.candor.metric.Reliability;
import io.candor.metric.RunFigures.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The report in sentences: how good, how trustworthy, what to do. */
final class ReportWords {

    /** With fewer objects than this, figures of a class are called loose. */
    private static final int FEW_OBJECTS = 30;

    private final ReportContent content;
    private final DetectionEvaluation evaluation;
    private final double[] figures;
    private final List<Interval> intervals;
    private final Optional<Reliability> calibrated;

    ReportWords(ReportContent content, double[] figures, List<Interval> intervals, Optional<Reliability> calibrated) {
        this.calibrated = calibrated;
        this.content = content;
        this.evaluation = content.evaluation();
        this.figures = figures;
        this.intervals = intervals;
    }

    ObjectNode tree() {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("story", story());
        node.put("headline", headline());
        node.put("basis", basis(calibrated.isPresent()));
        add(node.putArray("sentences"), sentences());
        add(node.putArray("advice"), advice());
        return node;
    }

    private static void add(ArrayNode array, List<String> sentences) {
        sentences.forEach(array::add);
    }

    private String story() {
        return "%s judged on %s: %,d images, %,d objects of %d %s, %,d detections."
                .formatted(
                        content.provenance().containsKey("model")
                                ? fileName(String.valueOf(content.provenance().get("model")))
                                : "Predictions",
                        content.split(),
                        evaluation.images(),
                        evaluation.objects(),
                        evaluation.classes().size(),
                        evaluation.classes().size() == 1 ? "class" : "classes",
                        evaluation.detections());
    }

    /** Which confidences the page's figures are about. */
    static String basis(boolean calibrated) {
        return calibrated
                ? "These are about confidences before calibration; what calibration changes is told under \u201cCan the confidence be trusted?\u201d."
                : "";
    }

    private static String fileName(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    private String headline() {
        if (evaluation.objects() == 0) {
            return "There are no objects on these images: nothing can be said about what is found.";
        }
        if (evaluation.calibration().pooled().count() == 0) {
            return "Nothing was found with a confidence of %s or more."
                    .formatted(evaluation.settings().confidenceFloor());
        }
        return "Finds %s of the objects, and %s of its detections are right; its confidence is %s."
                .formatted(
                        percent(of(Figure.RECALL)),
                        percent(of(Figure.PRECISION)),
                        TrustWords.of(
                                of(Figure.SIGNED_GAP),
                                evaluation.calibration().pooled().error(),
                                calibrated));
    }

    private List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (evaluation.objects() > 0) {
            sentences.add(
                    "At the threshold %s: precision %s %s, recall %s %s, %s false alarms per image. mAP50 %s %s, mAP50-95 %s %s."
                            .formatted(
                                    ChartStyle.number(
                                            content.errors().settings().confidence()),
                                    ChartStyle.number(of(Figure.PRECISION)),
                                    range(Figure.PRECISION),
                                    ChartStyle.number(of(Figure.RECALL)),
                                    range(Figure.RECALL),
                                    String.format(Locale.ROOT, "%.2f", of(Figure.FALSE_ALARMS_PER_IMAGE)),
                                    ChartStyle.number(evaluation.map50()),
                                    range(Figure.MAP50),
                                    ChartStyle.number(evaluation.map50_95()),
                                    range(Figure.MAP50_95)));
        }
        Reliability pooled = evaluation.calibration().pooled();
        if (pooled.count() > 0) {
            sentences.add(calibration(pooled));
        }
        weakest()
                .ifPresent(row -> sentences.add("The weakest class is %s: AP50 %s, %s of its %,d objects found."
                        .formatted(row.name(), ChartStyle.number(row.map50()), percent(row.recall()), row.objects())));
        commonest().ifPresent(sentences::add);
        return sentences;
    }

    private String calibration(Reliability pooled) {
        double gap = pooled.signedGap();
        String how = Math.abs(gap) < TrustWords.HONEST
                ? "about as sure as it should be"
                : gap > 0
                        ? "over-confident by %s points".formatted(TrustWords.points(gap))
                        : "under-confident by %s points".formatted(TrustWords.points(gap));
        return "%s of confidence %s or more say %s on average and are right in %s of cases: %s. D-ECE %s %s."
                .formatted(
                        calibrated.isPresent() ? "Before calibration, detections" : "Detections",
                        evaluation.settings().confidenceFloor(),
                        ChartStyle.number(pooled.meanConfidence()),
                        ChartStyle.number(pooled.meanOutcome()),
                        how,
                        ChartStyle.number(pooled.error()),
                        range(Figure.D_ECE));
    }

    private Optional<DetectionEvaluation.OfClass> weakest() {
        return evaluation.perClass().stream()
                .filter(row -> row.objects() > 0)
                .min(Comparator.comparingDouble(DetectionEvaluation.OfClass::map50))
                .filter(row -> evaluation.classes().size() > 1);
    }

    private Optional<String> commonest() {
        List<ErrorAnalysis.FalseAlarm> alarms = content.errors().falseAlarms();
        int misses = content.errors().misses().size();
        if (alarms.isEmpty() && misses == 0) {
            return Optional.empty();
        }
        long nothing = alarms.stream()
                .filter(alarm -> alarm.kind() == ErrorAnalysis.Kind.BACKGROUND)
                .count();
        long confused = content.errors().confusions().size();
        return Optional.of(
                "At this threshold it misses %,d objects and raises %,d false alarms, of which %,d lie where nothing is and %,d on an object of another class."
                        .formatted(misses, alarms.size(), nothing, confused));
    }

    private List<String> advice() {
        List<String> advice = new ArrayList<>();
        if (evaluation.objects() == 0) {
            advice.add("Evaluate on images with labelled objects.");
            return advice;
        }
        calibrationAdvice(advice);
        advice.add(
                "Choose the threshold by what mistakes cost: set your costs below, or let candor decide write the rule; %s is where F1 is best, which counts a miss like a false alarm."
                        .formatted(ChartStyle.number(evaluation.bestConfidence())));
        weakest()
                .ifPresent(row -> advice.add(
                        "Look at the mistakes with %s first: open its row and column of the confusion matrix. Wrong labels show there too."
                                .formatted(row.name())));
        List<String> few = evaluation.perClass().stream()
                .filter(row -> row.objects() < FEW_OBJECTS)
                .map(row -> "%s (%d)".formatted(row.name(), row.objects()))
                .toList();
        if (!few.isEmpty()) {
            String named = String.join(", ", few.subList(0, Math.min(6, few.size())));
            advice.add("Label more of %s%s: with so few objects these numbers are loose."
                    .formatted(named, few.size() > 6 ? " and %d more classes".formatted(few.size() - 6) : ""));
        }
        return advice;
    }

    private void calibrationAdvice(List<String> advice) {
        CalibrationError error = evaluation.calibration();
        if (content.calibrated().isPresent()) {
            CalibrationEffect.Change change =
                    content.calibrated().get().effect().change(CalibrationFigure.D_ECE);
            advice.add("Calibrated confidences are at hand: D-ECE %s before, %s after. %s%s"
                    .formatted(
                            ChartStyle.number(change.before()),
                            ChartStyle.number(change.after()),
                            VerdictWords.of(change.verdict()),
                            change.verdict() == CalibrationEffect.Verdict.BETTER
                                    ? " candor drift tells when new images are no longer like these."
                                    : ""));
        } else if (error.pooled().error() > TrustWords.WORTH_CALIBRATING) {
            advice.add(
                    "Calibrate before confidences are used for decisions: candor calibrate, on images that were neither trained on nor are judged here.");
        } else {
            advice.add("Calibration is good enough to read confidences as probabilities on images like these.");
        }
    }

    private double of(Figure figure) {
        return figures[figure.position()];
    }

    private String range(Figure figure) {
        Interval interval = intervals.get(figure.position());
        return interval.isKnown()
                ? "[%s, %s]".formatted(ChartStyle.number(interval.low()), ChartStyle.number(interval.high()))
                : "";
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
