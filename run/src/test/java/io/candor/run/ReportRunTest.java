package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.Dataset;
import io.candor.data.read.DatasetReader;
import io.candor.data.read.ReadOptions;
import io.candor.metric.DetectionEvaluator;
import io.candor.metric.EvaluatedImage;
import io.candor.report.EvaluationJson;
import io.candor.report.PredictionsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Report, errors and drift from the files of an evaluation, without any model. */
class ReportRunTest {

    @TempDir
    private Path folder;

    private Path data;
    private Path evaluation;

    @BeforeEach
    void invent_an_evaluation() {
        data = DrawnBoards.in(folder.resolve("boards"));
        evaluation = evaluated("run", 1);
    }

    @Test
    void a_run_folder_becomes_a_page_with_pictures() throws IOException {
        ReportRun.Result result = ReportRun.of(evaluation)
                .with(ReportKeys.AGAINST, evaluated("other", 2))
                .with(ReportKeys.TRAIN, evaluation)
                .with(ReportKeys.OUT, folder.resolve("report"))
                .run();
        JsonNode json = new JsonMapper().readTree(result.report().numbers().toFile());
        assertThat(json.at("/figures/0/value").asDouble())
                .isEqualTo(result.evaluation().map50());
        assertThat(json.get("has_pictures").asBoolean()).isTrue();
        assertThat(json.get("histograms")).hasSize(2);
        assertThat(json.at("/against/name").asText()).isEqualTo("other");
        assertThat(json.get("origin").toString()).contains("invented.safetensors", "data fingerprint");
        assertThat(result.report().page()).isNotEmptyFile();
    }

    @Test
    void predictions_and_a_data_set_are_enough() {
        ReportRun.Result result = new ReportRun(Settings.of(ReportKeys.ALL))
                .with(JudgedKeys.PREDICTIONS, evaluation.resolve("predictions.json"))
                .with(JudgedKeys.DATA, data)
                .with(ReportKeys.OUT, folder.resolve("report"))
                .run();
        assertThat(result.report().page()).isNotEmptyFile();
    }

    @Test
    void the_evaluation_of_another_tools_file_has_a_report_too() throws IOException {
        Path foreign = folder.resolve("foreign");
        new EvaluateFileRun(Settings.of(EvaluateKeys.ALL))
                .with(EvaluateKeys.PREDICTIONS, evaluation.resolve("predictions.json"))
                .with(EvaluateKeys.DATA, data)
                .with(EvaluateKeys.FIRST_CATEGORY, "1")
                .with(EvaluateKeys.RESAMPLES, 10)
                .with(EvaluateKeys.OUT, foreign)
                .run();
        ReportRun.Result own = ReportRun.of(evaluation)
                .with(ReportKeys.OUT, folder.resolve("own"))
                .run();
        ReportRun.Result other = ReportRun.of(foreign)
                .with(ReportKeys.OUT, folder.resolve("report"))
                .run();
        assertThat(other.evaluation().map50()).isEqualTo(own.evaluation().map50());
    }

    @Test
    void mistakes_are_listed_with_crops_and_slices() throws IOException {
        List<String> images;
        try (Stream<Path> files = Files.list(folder.resolve("boards/images/val"))) {
            images = files.map(file -> file.getFileName().toString()).sorted().toList();
        }
        Path attributes =
                Files.writeString(folder.resolve("attributes.csv"), "image,light\n" + images.get(0) + ",dim\n");
        ErrorsRun.Result result = ErrorsRun.of(evaluation)
                .with(ErrorsKeys.ATTRIBUTES, attributes)
                .with(JudgedKeys.CONF, .3)
                .with(ErrorsKeys.OUT, folder.resolve("errors"))
                .run();
        assertThat(result.analysis().falseAlarms()).isNotEmpty();
        JsonNode json =
                new JsonMapper().readTree(folder.resolve("errors/errors.json").toFile());
        assertThat(json.get("false_alarms")).hasSameSizeAs(result.analysis().falseAlarms());
        assertThat(json.get("slices").toString()).contains("light = dim");
        assertThat(Files.readAllLines(folder.resolve("errors/false_alarms.csv")))
                .hasSize(result.analysis().falseAlarms().size() + 1);
        assertThat(folder.resolve("errors/false_alarms.jpg")).isNotEmptyFile();
        assertThat(folder.resolve("errors/crops/false_alarms")).isNotEmptyDirectory();
    }

    @Test
    void drift_is_told_from_files_alone() throws IOException {
        DriftRun.Result result = DriftRun.of(
                        evaluation.resolve("evaluation.json"), evaluation.resolve("predictions.json"))
                .with(DriftKeys.NEW_IMAGES, 50)
                .with(DriftKeys.OUT, folder.resolve("drift"))
                .run();
        assertThat(result.drift().newImages()).isEqualTo(50);
        assertThat(folder.resolve("drift/drift.json")).isNotEmptyFile();
    }

    @Test
    void drift_does_not_compare_raw_with_calibrated_confidences() throws IOException {
        Path reference = evaluation.resolve("evaluation.json");
        String found = "\"images\": [{\"image\": \"a.png\", \"detections\": []}]}";
        Path calibrated = Files.writeString(
                folder.resolve("calibrated.json"), "{\"calibrated\": true, \"calibration\": \"c.json\", " + found);
        Path raw = Files.writeString(
                folder.resolve("raw.json"), "{\"calibrated\": false, \"calibration\": \"\", " + found);
        DriftRun drift = DriftRun.of(reference, raw)
                .with(DriftKeys.OUT, folder.resolve("drift"))
                .with(DriftKeys.EXIST_OK, true);
        assertThat(drift.run().drift().newImages()).isEqualTo(1);
        assertThatThrownBy(() -> drift.with(DriftKeys.PREDICTIONS, calibrated).run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("calibrated by c.json")
                .hasMessageContaining("Predict with --calibration off");
        Files.writeString(
                reference,
                Files.readString(reference)
                        .replaceFirst("\"split\" ?: ?\"val\"", "\"split\": \"val\", \"calibration\": \"c.json\""));
        assertThat(drift.with(DriftKeys.PREDICTIONS, calibrated).run().drift().newImages())
                .isEqualTo(1);
        assertThatThrownBy(drift::run)
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("Predict with that --calibration");
    }

    @Test
    void drift_does_not_compare_what_two_calibrations_made() throws IOException {
        Path earlier = Files.writeString(folder.resolve("earlier-calibration.json"), "one");
        Path later = Files.writeString(folder.resolve("later-calibration.json"), "two");
        Path reference = Files.writeString(
                folder.resolve("reference.json"),
                Files.readString(evaluation.resolve("evaluation.json"))
                        .replaceFirst(
                                "\"split\" ?: ?\"val\"",
                                "\"split\": \"val\", \"calibration\": \"%s\"".formatted(earlier)));
        Path found = Files.writeString(
                folder.resolve("found.json"),
                "{\"calibrated\": true, \"calibration\": \"%s\", \"images\": [{\"image\": \"a.png\", \"detections\": []}]}"
                        .formatted(later));
        DriftRun drift = DriftRun.of(reference, found)
                .with(DriftKeys.OUT, folder.resolve("drift"))
                .with(DriftKeys.EXIST_OK, true);
        assertThatThrownBy(drift::run)
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("which is another calibration");
        Files.writeString(later, "one");
        assertThat(drift.run().drift().newImages()).isEqualTo(1);
    }

    @Test
    void folders_that_are_no_evaluation_are_refused() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> ReportRun.of(empty).run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("evaluation.json");
        assertThatThrownBy(() -> new ErrorsRun(Settings.of(ErrorsKeys.ALL)).run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--evaluation DIR");
        assertThatThrownBy(() -> new ReportRun(Settings.of(ReportKeys.ALL))
                        .with(JudgedKeys.PREDICTIONS, evaluation.resolve("predictions.json"))
                        .run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--data or --annotations");
    }

    /** What {@code candor evaluate} would have written, with detections near the labels. */
    private Path evaluated(String name, long seed) {
        Dataset dataset = DatasetReader.read(data, ReadOptions.defaults());
        Random random = new Random(seed);
        DetectionEvaluator evaluator = new DetectionEvaluator(dataset.classes());
        Path run = folder.resolve(name);
        try (PredictionsWriter writer = new PredictionsWriter(run.resolve("predictions.json"), k -> k + 1)) {
            for (Sample sample : dataset.split(Split.VAL)) {
                List<Detection> found = new ArrayList<>();
                for (Label label : sample.labels()) {
                    int said = random.nextInt(4) == 0
                            ? random.nextInt(dataset.classes().size())
                            : label.classIndex();
                    found.add(new Detection(said, random.nextDouble(), label.box()));
                    found.add(new Detection(
                            said,
                            .3 + .5 * random.nextDouble(),
                            label.box().scaleAndShift(1, 1, 30, 30).clip(sample.width(), sample.height())));
                }
                String image = EvaluatedImage.of(dataset.source(), sample).name();
                evaluator.add(image, sample.labels(), found);
                writer.add(image, found);
            }
            writer.finish();
        }
        EvaluationJson.write(
                evaluator.evaluate(),
                Map.of("data", data.toString(), "split", "val", "model", "invented.safetensors"),
                run.resolve("evaluation.json"));
        return run;
    }
}
