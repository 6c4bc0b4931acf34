package io.candor.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.calibrate.CalibratedRows;
import io.candor.calibrate.Calibration;
import io.candor.calibrate.CalibrationEffect;
import io.candor.data.InvalidInput;
import io.candor.decide.DecisionPolicy;
import io.candor.decide.PolicyEffect;
import io.candor.errors.ErrorFinder;
import io.candor.errors.ErrorSettings;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.EvaluationSet;
import io.candor.metric.EvaluationSettings;
import io.candor.metric.MatchedDetections;
import io.candor.report.Report;
import io.candor.report.ReportContent;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the report of a detector from files: one page, every number as JSON, every chart as PNG. Needs no model.
 *
 * @param settings of {@link ReportKeys}
 */
public record ReportRun(Settings settings) {

    /** Where the result is. */
    public record Result(RunFolder folder, Report report, DetectionEvaluation evaluation) {}

    /** A report of a run folder that {@code candor evaluate} wrote. */
    public static ReportRun of(Path evaluation) {
        return new ReportRun(Settings.of(ReportKeys.ALL).with(JudgedKeys.EVALUATION, evaluation));
    }

    /** A copy with one more setting. */
    public <T> ReportRun with(Key<T> key, T value) {
        return new ReportRun(settings.with(key, value));
    }

    /** {@link #run(RunListener)} without a listener. */
    public Result run() {
        return run(RunListener.SILENT);
    }

    /**
     * Reads, computes and writes.
     *
     * @throws InvalidInput if a file or the run folder cannot be used
     */
    public Result run(RunListener listener) {
        JudgedFiles files = JudgedFiles.read(settings);
        Optional<ReportContent.Against> against =
                settings.given(ReportKeys.AGAINST).map(this::against);
        Optional<ReportContent.TrainConfidence> train =
                settings.given(ReportKeys.TRAIN).map(ReportRun::train);
        EvaluationSettings measured = EvaluationSettings.defaults();
        Optional<JudgedFiles.Calibrated> given = files.calibrated(settings);
        given.ifPresent(calibrated -> listener.say(calibrated.words()));
        Optional<ReportContent.Calibrated> calibrated = given.map(ReportRun::effect);
        DetectionEvaluation evaluation = DetectionEvaluation.of(files.set(), measured);
        MatchedDetections matches = MatchedDetections.of(files.set(), measured.iou());
        double threshold = settings.given(JudgedKeys.CONF).orElse(evaluation.bestConfidence());
        RunFolder folder = RunFolder.of(settings, ReportKeys.NAME);
        Map<String, Object> provenance = new LinkedHashMap<>(files.provenance());
        provenance.put("written", LocalDate.now(java.time.ZoneOffset.UTC).toString());
        ReportContent content = new ReportContent(
                settings.value(ReportKeys.TITLE),
                evaluation,
                matches,
                ErrorFinder.find(matches, ErrorSettings.at(threshold)),
                files.split(),
                train,
                calibrated,
                settings.given(ReportKeys.POLICY).map(file -> decisions(file, files, given)),
                against,
                provenance,
                files::picture);
        Report report = Report.write(content, folder.path());
        listener.say("Wrote %s, %s and the charts.".formatted(report.page(), report.numbers()));
        return new Result(folder, report, evaluation);
    }

    private static ReportContent.Calibrated effect(JudgedFiles.Calibrated given) {
        double iou = fittedAt(given.calibration());
        CalibratedRows rows =
                CalibratedRows.of(given.before(), given.calibration().calibrator(), iou);
        CalibrationEffect effect = CalibrationEffect.of(rows, BootstrapSettings.defaults());
        return new ReportContent.Calibrated(given.before(), given.after(), effect, given.words() + at(iou), iou);
    }

    /** Lowest IoU of a detection that counted as right when the calibration was fitted. */
    private static double fittedAt(Calibration calibration) {
        String recorded = calibration.origin().settings().get(TrustKeys.MATCH_IOU.name());
        if (recorded == null) {
            return EvaluationSettings.defaults().iou();
        }
        try {
            return Double.parseDouble(recorded);
        } catch (NumberFormatException unreadable) {
            throw new InvalidInput(
                    "calibration-file",
                    "The calibration's settings say %s: %s, which is no number. Write it again with 'candor calibrate'."
                            .formatted(TrustKeys.MATCH_IOU.name(), recorded));
        }
    }

    /** Says so where a section judges by another overlap than the rest of the page. */
    private static String at(double iou) {
        return iou == EvaluationSettings.defaults().iou()
                ? ""
                : " Here detections are right from an IoU of %s on.".formatted(iou);
    }

    /** A policy beside the detections it is for; calibrated ones if it was written for such. */
    private static ReportContent.Decisions decisions(
            Path file, JudgedFiles files, Optional<JudgedFiles.Calibrated> given) {
        DecisionPolicy policy = DecisionPolicy.read(file);
        policy.requireClasses(files.set().classes(), file.toString());
        policy.requireExtent(files.set().extent(), file.toString());
        boolean calibrated = !policy.origin().calibration().isEmpty();
        if (calibrated && given.isEmpty()) {
            throw new InvalidInput(
                    "policy-file",
                    "%s was written for calibrated confidences. Give their calibration too: --calibration FILE."
                            .formatted(file));
        }
        policy.requireFor(
                files.weights().orElse(policy.origin().model()),
                calibrated ? given.orElseThrow().calibration().fingerprint() : "",
                file.toString());
        EvaluationSet set = calibrated ? given.orElseThrow().after() : files.set();
        PolicyEffect effect = PolicyEffect.read(file);
        String words = (calibrated ? given.orElseThrow().words() : "Confidences as the model gives them.")
                + (policy.origin().data().isEmpty()
                        ? ""
                        : " Some of these images may be among those the thresholds were chosen on.")
                + at(effect.iou());
        return new ReportContent.Decisions(policy, effect, MatchedDetections.of(set, effect.iou()), words);
    }

    /** The other run is judged by the same data as this one, whatever its own record says. */
    private ReportContent.Against against(Path folder) {
        JudgedFiles other = JudgedFiles.ofFolder(folder, settings);
        return new ReportContent.Against(folder.getFileName().toString(), other.set());
    }

    private static ReportContent.TrainConfidence train(Path folder) {
        JsonNode confidence = JudgedFiles.evaluation(folder).path("confidence");
        if (!confidence.has("right")) {
            throw new InvalidInput(
                    JudgedFiles.HELP,
                    "%s: evaluation.json holds no histogram of confidences. Evaluate the training images again: candor evaluate --split train."
                            .formatted(folder));
        }
        return new ReportContent.TrainConfidence(
                whole(confidence.get("right")),
                whole(confidence.get("wrong")),
                confidence.path("mean_right").asDouble(Double.NaN),
                confidence.path("mean_wrong").asDouble(Double.NaN));
    }

    private static List<Integer> whole(JsonNode array) {
        List<Integer> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asInt()));
        return values;
    }
}
