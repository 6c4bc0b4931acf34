package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.InvalidInput;
import io.candor.metric.DetectionEstimates;
import io.candor.metric.DetectionFigure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detections of a file judged after a calibration that was fitted on another, from files alone. */
class EvaluateCalibratedTest {

    @TempDir
    private Path folder;

    private Path fitted;
    private Path judged;
    private final Told listener = new Told();
    private final List<String> said = listener.lines;

    @BeforeEach
    void draw() throws IOException {
        fitted = Files.createDirectories(folder.resolve("fitted"));
        judged = Files.createDirectories(folder.resolve("judged"));
        DrawnPredictions.write(fitted, 5, 120);
        DrawnPredictions.write(judged, 6, 120);
        renumber(judged);
    }

    /** Gives the images of a folder other ids and names than those of another draw. */
    private static void renumber(Path folder) throws IOException {
        for (String name : List.of("annotations.json", "predictions.json")) {
            Path file = folder.resolve(name);
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replaceAll("\"image_id\": ", "\"image_id\": 1000")
                            .replaceAll(
                                    "\\{\"id\": (\\d+), \"file_name\": \"board",
                                    "{\"id\": 1000$1, \"file_name\": \"other"));
        }
    }

    private Path calibrate(Key<Path> key, Path model) throws IOException {
        CalibrateRun run = new CalibrateRun(Settings.of(CalibrateKeys.ALL))
                .with(TrustKeys.ANNOTATIONS, fitted.resolve("annotations.json"))
                .with(TrustKeys.PREDICTIONS, fitted.resolve("predictions.json"))
                .with(CalibrateKeys.METHOD, "platt")
                .with(CalibrateKeys.OUT, folder.resolve("calibration.json"))
                .with(TrustKeys.RESAMPLES, 20);
        return (model == null ? run : run.with(key, model)).run().file();
    }

    private Path calibrated() throws IOException {
        return calibrate(TrustKeys.MODEL, null);
    }

    private EvaluateFileRun evaluate(Path side) {
        return EvaluateFileRun.of(side.resolve("predictions.json"))
                .with(EvaluateKeys.ANNOTATIONS, side.resolve("annotations.json"))
                .with(EvaluateKeys.RESAMPLES, 10)
                .with(EvaluateKeys.EXIST_OK, true)
                .with(EvaluateKeys.OUT, folder.resolve("out"));
    }

    private EvaluateFileRun evaluate(Path side, Path calibration) {
        return evaluate(side).with(EvaluateKeys.CALIBRATION, calibration.toString());
    }

    private static double error(EvaluateFileRun.Result result) {
        return result.detection().orElseThrow().figure(DetectionFigure.D_ECE).value();
    }

    @Test
    void detections_of_other_images_are_judged_after_calibration() throws IOException {
        double before = error(evaluate(judged).run());
        EvaluateFileRun.Result after = evaluate(judged, calibrated()).run(listener);
        assertThat(error(after)).isLessThan(before / 2);
        assertThat(String.join("\n", said)).contains("Confidences are calibrated by");
    }

    @Test
    void the_images_it_was_fitted_on_are_refused() throws IOException {
        Path calibration = calibrated();
        refused(() -> evaluate(fitted, calibration).run(), "fitted on all of these 120 images");
    }

    @Test
    void where_it_was_fitted_on_some_images_the_others_are_judged() throws IOException {
        Path half = new CalibrateRun(Settings.of(CalibrateKeys.ALL)
                        .with(TrustKeys.ANNOTATIONS, fitted.resolve("annotations.json"))
                        .with(TrustKeys.PREDICTIONS, fitted.resolve("predictions.json"))
                        .with(TrustKeys.RESAMPLES, 20))
                .with(CalibrateKeys.METHOD, "platt")
                .with(CalibrateKeys.FIT_FRACTION, .5)
                .run()
                .file();
        DetectionEstimates estimates = evaluate(fitted, half).run().detection().orElseThrow();
        assertThat(estimates.evaluation().images()).isEqualTo(60);
    }

    @Test
    void predictions_of_other_weights_are_refused() throws IOException {
        Path model = Files.writeString(folder.resolve("model.safetensors"), "weights");
        Path calibration = calibrate(TrustKeys.MODEL, model);
        Files.writeString(
                judged.resolve("evaluation.json"),
                "{\"provenance\": {\"model_sha256\": \"%s\"}}".formatted("0".repeat(64)));
        refused(() -> evaluate(judged, calibration).run(), "other weights");
        Files.writeString(
                judged.resolve("evaluation.json"),
                "{\"provenance\": {\"model_sha256\": \"%s\"}}".formatted(Contents.sha256(model)));
        assertThat(evaluate(judged, calibration).run().detection()).isPresent();
    }

    @Test
    void other_classes_formats_and_tasks_are_refused() throws IOException {
        Path calibration = calibrated();
        Path annotations = judged.resolve("annotations.json");
        String text = Files.readString(annotations);
        Files.writeString(annotations, text.replace("\"short\"", "\"spur\""));
        refused(() -> evaluate(judged, calibration).run(), "class 1 is 'short' there and 'spur' here");
        Files.writeString(annotations, text.replace("]}", ", {\"id\": 3, \"name\": \"spur\"}]}"));
        refused(() -> evaluate(judged, calibration).run(), "is for 2 classes, but there are 3");
        Files.writeString(annotations, text);
        String json = Files.readString(calibration);
        Files.writeString(calibration, json.replace("\"version\" : 1", "\"version\" : 7"));
        refused(() -> evaluate(judged, calibration).run(), "version 7");
        Files.writeString(calibration, json.replace("\"detection\"", "\"classification\""));
        refused(() -> evaluate(judged, calibration).run(), "the task is 'classification'");
        Files.writeString(calibration, json.substring(0, 150));
        refused(() -> evaluate(judged, calibration).run(), "not valid JSON");
    }

    @Test
    void a_report_and_the_errors_judge_only_what_the_calibration_has_not_seen() throws IOException {
        Settings given = Settings.of(CalibrateKeys.ALL)
                .with(TrustKeys.ANNOTATIONS, fitted.resolve("annotations.json"))
                .with(TrustKeys.PREDICTIONS, fitted.resolve("predictions.json"))
                .with(TrustKeys.RESAMPLES, 20);
        Path half = new CalibrateRun(given)
                .with(CalibrateKeys.METHOD, "platt")
                .with(CalibrateKeys.FIT_FRACTION, .5)
                .run()
                .file();
        Path policy = new DecideRun(Settings.of(DecideKeys.ALL).with(given.values(), "the calibration"))
                .run()
                .file();
        ReportRun report = new ReportRun(Settings.of(ReportKeys.ALL))
                .with(JudgedKeys.PREDICTIONS, fitted.resolve("predictions.json"))
                .with(JudgedKeys.ANNOTATIONS, fitted.resolve("annotations.json"))
                .with(ReportKeys.EXIST_OK, true)
                .with(ReportKeys.OUT, folder.resolve("report"));
        JsonNode json = new JsonMapper()
                .readTree(report.with(JudgedKeys.CALIBRATION, half)
                        .with(ReportKeys.POLICY, policy)
                        .run()
                        .report()
                        .numbers()
                        .toFile());
        assertThat(json.at("/calibrated/words").asText()).contains("on the 60 of these 120 images");
        assertThat(json.at("/calibrated/figures/0/name").asText()).isEqualTo("D-ECE");
        assertThat(json.at("/calibrated/figures/0/after_high").isNumber()).isTrue();
        assertThat(json.at("/thresholds/images").asInt()).isEqualTo(60);
        assertThat(json.at("/policy/costs/escape").asDouble()).isEqualTo(10);
        assertThat(json.at("/thresholds/parts/0/report").asInt()).isEqualTo(160);
        refused(() -> report.with(ReportKeys.POLICY, policy).run(), "written for calibrated confidences");
        refused(() -> report.with(JudgedKeys.CALIBRATION, calibrated()).run(), "fitted on all of these 120 images");
        Path other = calibrate(TrustKeys.MODEL, null);
        refused(
                () -> new ReportRun(Settings.of(ReportKeys.ALL))
                        .with(JudgedKeys.PREDICTIONS, judged.resolve("predictions.json"))
                        .with(JudgedKeys.ANNOTATIONS, judged.resolve("annotations.json"))
                        .with(JudgedKeys.CALIBRATION, other)
                        .with(ReportKeys.POLICY, policy)
                        .run(),
                "another calibration");
        ErrorsRun.Result errors = new ErrorsRun(Settings.of(ErrorsKeys.ALL))
                .with(JudgedKeys.PREDICTIONS, fitted.resolve("predictions.json"))
                .with(JudgedKeys.ANNOTATIONS, fitted.resolve("annotations.json"))
                .with(JudgedKeys.CALIBRATION, half)
                .with(ErrorsKeys.OUT, folder.resolve("errors"))
                .run();
        assertThat(errors.analysis().slices().get(0).images()).isLessThanOrEqualTo(60);
    }

    @Test
    void confidences_are_not_calibrated_twice() throws IOException {
        Path calibration = calibrated();
        EvaluateFileRun.Result result = evaluate(judged, calibration).run();
        // As 'candor evaluate --model --calibration' leaves it: with the calibrated confidences beside the record.
        Files.copy(judged.resolve("predictions.json"), result.folder().file("predictions.json"));
        refused(
                () -> ReportRun.of(result.folder().path())
                        .with(JudgedKeys.CALIBRATION, calibration)
                        .with(ReportKeys.OUT, folder.resolve("report"))
                        .run(),
                "calibrate them twice");
    }

    @Test
    void files_of_calibrated_confidences_are_not_calibrated_again_by_any_job() throws IOException {
        Path calibration = calibrated();
        Path written = Files.createDirectories(folder.resolve("written"));
        Files.copy(judged.resolve("predictions.json"), written.resolve("predictions.json"));
        Files.copy(judged.resolve("annotations.json"), written.resolve("annotations.json"));
        Files.writeString(written.resolve("evaluation.json"), "{\"provenance\": {\"calibration\": \"c.json\"}}");
        refusedByAll(written, calibration);
        Files.writeString(written.resolve("evaluation.json"), "{\"provenance\": {\"calibration\": \"off\"}}");
        assertThat(evaluate(written, calibration).run().detection()).isPresent();
        Files.delete(written.resolve("evaluation.json"));
        Files.writeString(
                written.resolve("predictions.json"),
                "{\"classes\": [\"open\", \"short\"], \"calibrated\": true, \"calibration\": \"c.json\", \"images\": []}");
        assertThat(WrittenConfidences.calibration(written.resolve("predictions.json")))
                .hasValue("c.json");
    }

    private void refusedByAll(Path written, Path calibration) {
        String mentioned = "were calibrated by c.json when they were written";
        refused(() -> evaluate(written, calibration).run(), mentioned);
        Settings judging = Settings.of(ReportKeys.ALL)
                .with(JudgedKeys.PREDICTIONS, written.resolve("predictions.json"))
                .with(JudgedKeys.ANNOTATIONS, written.resolve("annotations.json"))
                .with(JudgedKeys.CALIBRATION, calibration);
        refused(() -> new ReportRun(judging).run(), mentioned);
        refused(() -> new ErrorsRun(Settings.of(ErrorsKeys.ALL).with(judging.values(), "the report")).run(), mentioned);
        Settings fitting = Settings.of(CalibrateKeys.ALL)
                .with(TrustKeys.PREDICTIONS, written.resolve("predictions.json"))
                .with(TrustKeys.ANNOTATIONS, written.resolve("annotations.json"));
        refused(() -> new CalibrateRun(fitting).run(), mentioned);
        refused(
                () -> new DecideRun(Settings.of(DecideKeys.ALL).with(fitting.values(), "the calibration"))
                        .with(DecideKeys.CALIBRATION, calibration.toString())
                        .run(),
                mentioned);
    }

    @Test
    void an_evaluation_of_a_file_leaves_the_file_as_it_is() throws IOException {
        Path calibration = calibrated();
        evaluate(judged, calibration).with(EvaluateKeys.OUT, judged).run();
        assertThat(WrittenConfidences.applied(judged.resolve("predictions.json")))
                .isEmpty();
        assertThat(evaluate(judged, calibration).run().detection()).isPresent();
    }

    @Test
    void weights_recorded_beside_predictions_count_without_a_model() throws IOException {
        Path model = Files.writeString(folder.resolve("model.safetensors"), "weights");
        Path calibration = calibrate(TrustKeys.MODEL, model);
        Settings given = Settings.of(CalibrateKeys.ALL)
                .with(TrustKeys.PREDICTIONS, judged.resolve("predictions.json"))
                .with(TrustKeys.ANNOTATIONS, judged.resolve("annotations.json"))
                .with(TrustKeys.RESAMPLES, 10);
        DecideRun decide = new DecideRun(Settings.of(DecideKeys.ALL).with(given.values(), "the calibration"))
                .with(DecideKeys.CALIBRATION, calibration.toString());
        Path record = judged.resolve("evaluation.json");
        Files.writeString(record, "{\"provenance\": {\"model_sha256\": \"%s\"}}".formatted("0".repeat(64)));
        refused(decide::run, "fitted for other weights");
        String weights = Contents.sha256(model);
        Files.writeString(record, "{\"provenance\": {\"model_sha256\": \"%s\"}}".formatted(weights));
        assertThat(decide.run().policy().origin().model()).isEqualTo(weights);
        CalibrateRun.Result own =
                new CalibrateRun(given).with(CalibrateKeys.METHOD, "platt").run();
        assertThat(own.calibration().origin().model()).isEqualTo(weights);
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable job, String mentioned) {
        assertThatThrownBy(job).isInstanceOf(InvalidInput.class).hasMessageContaining(mentioned);
    }
}
