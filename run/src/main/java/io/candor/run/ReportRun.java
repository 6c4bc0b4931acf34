package io.candor.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.InvalidInput;
import io.candor.errors.ErrorFinder;
import io.candor.errors.ErrorSettings;
import io.candor.metric.DetectionEvaluation;
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
        return new ReportRun(Settings.of(ReportKeys.ALL).with(ReportKeys.EVALUATION, evaluation));
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
        Optional<ReportContent.Calibrated> calibrated = files.calibrated(settings)
                .map(set -> new ReportContent.Calibrated(
                        set,
                        "Confidences after %s; it was fitted on none of these images."
                                .formatted(settings.value(ReportKeys.CALIBRATION))));
        EvaluationSettings measured = EvaluationSettings.defaults();
        DetectionEvaluation evaluation = DetectionEvaluation.of(files.set(), measured);
        MatchedDetections matches = MatchedDetections.of(files.set(), measured.iou());
        double threshold = settings.given(ReportKeys.CONF).orElse(evaluation.bestConfidence());
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
                against,
                provenance,
                files::picture);
        Report report = Report.write(content, folder.path());
        listener.say("Wrote %s, %s and the charts.".formatted(report.page(), report.numbers()));
        return new Result(folder, report, evaluation);
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
