package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against published weights; they are read where they lie and never copied. */
class EvaluateRunTest {

    private static final Path SHARED = Path.of(System.getProperty("candor.shared", "../shared"));
    private static final Path WEIGHTS = SHARED.resolve("weights/yolov8n.pt");

    @TempDir
    private Path folder;

    @BeforeEach
    void need_the_weights() {
        boolean there = Files.exists(WEIGHTS);
        if ("true".equals(System.getenv("CI"))) {
            assertThat(there).as(WEIGHTS.toString()).isTrue();
        }
        assumeTrue(there);
    }

    @Test
    @Tag("slow")
    void published_weights_reach_their_map_on_128_coco_images() throws IOException {
        EvaluateRun.Result result = EvaluateRun.of(WEIGHTS, SHARED.resolve("data/coco128/data.yaml"))
                .with(EvaluateKeys.OUT, folder.resolve("out"))
                .run();
        assertThat(result.evaluation().map50_95()).isCloseTo(0.468, within(0.005));
        JsonNode json = new JsonMapper()
                .readTree(result.folder().file("evaluation.json").toFile());
        assertThat(json.get("map50_95").asDouble()).isCloseTo(0.468, within(0.005));
        for (String field : List.of("map50", "precision", "recall", "classes", "calibration")) {
            assertThat(json.has(field)).as(field).isTrue();
        }
        assertThat(json.get("classes")).hasSize(80);
        JsonNode found = new JsonMapper()
                .readTree(result.folder().file("predictions.json").toFile());
        assertThat(found).hasSize(result.evaluation().detections());
        assertThat(found.get(0).get("image_id").asText()).startsWith("images/");
    }

    @Test
    void a_data_set_with_other_classes_is_refused() {
        Path data = DrawnBoards.in(folder.resolve("boards"));
        assertThatThrownBy(() -> EvaluateRun.of(WEIGHTS, data)
                        .with(EvaluateKeys.OUT, folder.resolve("out"))
                        .run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("knows 80 classes")
                .hasMessageContaining("has 6");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void a_picture_is_annotated_listed_and_labelled() throws IOException {
        Path image = SHARED.resolve("data/coco128/images/train/000000000009.jpg");
        PredictRun.Result result = PredictRun.of(WEIGHTS, List.of(image))
                .with(PredictKeys.OUT, folder.resolve("found"))
                .with(PredictKeys.IMGSZ, 320)
                .run();
        PredictRun.Prediction prediction = result.predictions().get(0);
        assertThat(prediction.detections()).isNotEmpty().allMatch(found -> found.confidence() > 0.25);
        assertThat(result.folder().file("000000000009.jpg")).isNotEmptyFile();
        List<String> rows = Files.readAllLines(result.folder().file("labels/000000000009.txt"));
        assertThat(rows)
                .hasSize(prediction.detections().size())
                .allMatch(row -> row.matches("\\d+( [01]\\.\\d{6}){5}"));
        JsonNode json = new JsonMapper()
                .readTree(result.folder().file("predictions.json").toFile());
        assertThat(json.get("images").get(0).get("detections")).hasSameSizeAs(rows);
    }

    @Test
    void sources_without_pictures_are_refused() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        for (Path source : List.of(empty, folder.resolve("none.jpg"))) {
            assertThatThrownBy(() -> PredictRun.of(WEIGHTS, List.of(source)).run())
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining(source.toString());
        }
    }
}
