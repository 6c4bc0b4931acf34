package io.candor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.EvaluationSet;
import io.candor.predictions.DetectionFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationJsonTest {

    @TempDir
    private Path folder;

    @Test
    void the_file_holds_the_numbers_and_beside_each_its_definition() throws IOException {
        DetectionEvaluation evaluation = Scenes.inspection();
        Path file = folder.resolve("run").resolve("evaluation.json");
        EvaluationJson.write(evaluation, Map.of("model", "best.safetensors"), file);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.get("map50").asDouble()).isEqualTo(evaluation.map50());
        assertThat(json.get("map50_95").asDouble()).isEqualTo(evaluation.map50_95());
        assertThat(json.get("precision").asDouble()).isEqualTo(evaluation.precision());
        assertThat(json.get("recall").asDouble()).isEqualTo(evaluation.recall());
        assertThat(json.get("classes")).hasSize(6);
        assertThat(json.at("/classes/3/name").asText()).isEqualTo("spur");
        JsonNode calibration = json.get("calibration");
        assertThat(calibration.get("metric").asText()).isEqualTo("D-ECE");
        assertThat(calibration.get("value").asDouble())
                .isEqualTo(evaluation.calibration().expected().value());
        assertThat(calibration.get("bins")).hasSize(10);
        assertThat(calibration.at("/definition/confidence floor").asText()).isEqualTo("0.25");
        assertThat(calibration.at("/definition/bins").asText()).isEqualTo("10 of equal width");
        assertThat(json.at("/localisation_calibration/metric").asText()).isEqualTo("LaECE0");
        assertThat(json.at("/confusion/counts")).hasSize(7);
        assertThat(json.at("/provenance/model").asText()).isEqualTo("best.safetensors");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void every_detection_is_in_the_score_histogram() {
        DetectionEvaluation evaluation = Scenes.inspection();
        JsonNode scores = EvaluationJson.tree(evaluation, Map.of()).get("score_histogram");
        assertThat(scores.get("images").asInt()).isEqualTo(evaluation.images());
        assertThat(scores.get("classes")).hasSize(6);
        int counted = 0;
        for (JsonNode row : scores.get("classes")) {
            assertThat(row.get("counts")).hasSize(100);
            for (JsonNode count : row.get("counts")) {
                counted += count.asInt();
            }
        }
        assertThat(counted).isEqualTo(evaluation.detections());
    }

    @Test
    void numbers_that_do_not_exist_are_null() {
        JsonNode json = EvaluationJson.tree(Scenes.nothing(), Map.of());
        assertThat(json.get("map50").isNull()).isTrue();
        assertThat(json.at("/calibration/value").isNull()).isTrue();
        assertThat(json.at("/classes/0/precision").isNull()).isTrue();
        assertThat(json.get("images").asInt()).isZero();
    }

    @Test
    void predictions_come_back_as_they_were_written() throws IOException {
        Path predictions = folder.resolve("predictions.json");
        try (PredictionsWriter writer = new PredictionsWriter(predictions, k -> k + 1)) {
            writer.add("17", List.of(new Detection(1, .75, new Box(1.5, 2, 4, 6.25))));
            writer.add("board 3", List.of(new Detection(0, .5, new Box(0, 0, 1, 1))));
            writer.finish();
        }
        Path annotations = Files.writeString(folder.resolve("annotations.json"), """
                {"images": [{"id": 17}, {"id": "board 3"}], "annotations": [],
                 "categories": [{"id": 1, "name": "open"}, {"id": 2, "name": "short"}]}""");
        EvaluationSet set = DetectionFiles.coco(annotations, predictions);
        assertThat(set.detections()).isEqualTo(2);
        assertThat(set.detections(1)).isOne();
        assertThat(new ObjectMapper().readTree(predictions.toFile()).toString())
                .startsWith("[{\"image_id\":17,\"category_id\":2,\"bbox\":[1.5,2.0,2.5,4.25],\"score\":0.75}");
    }

    @Test
    void a_writer_that_is_not_finished_leaves_no_file() throws IOException {
        try (PredictionsWriter writer = new PredictionsWriter(folder.resolve("predictions.json"), k -> k)) {
            writer.add("1", List.of());
        }
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
