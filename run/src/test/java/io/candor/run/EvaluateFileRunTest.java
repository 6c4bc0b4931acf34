package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.InvalidInput;
import io.candor.metric.ClassificationFigure;
import io.candor.metric.DetectionFigure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateFileRunTest {

    private static final Path GOLDEN =
            Path.of(System.getProperty("candor.shared", "../shared")).resolve("golden");

    @TempDir
    private Path folder;

    @Test
    void detections_of_another_tool_get_the_reference_figures_without_a_model() throws IOException {
        Path predictions = GOLDEN.resolve("map/val32_detections.json");
        if ("true".equals(System.getenv("CI"))) {
            assertThat(predictions).exists();
        }
        assumeTrue(Files.exists(predictions));
        Told told = new Told();
        EvaluateFileRun.Result result = EvaluateFileRun.of(predictions)
                .with(EvaluateKeys.ANNOTATIONS, GOLDEN.resolve("map/val32_ground_truth.json"))
                .with(EvaluateKeys.FLOOR, 0.)
                .with(EvaluateKeys.RESAMPLES, 20)
                .with(EvaluateKeys.OUT, folder.resolve("out"))
                .run(told);
        assertThat(told.lines).anyMatch(line -> line.matches("mAP50 +0\\.6610   0\\.\\d+ to 0\\.\\d+"));
        JsonNode json = json(result.folder());
        assertThat(json.at("/figures/map50_95/value").asDouble()).isCloseTo(.494190, within(1e-6));
        assertThat(json.at("/figures/d_ece/value").asDouble()).isCloseTo(.0050508, within(1e-7));
        assertThat(json.at("/figures/laece0/value").asDouble()).isCloseTo(.0275350, within(1e-7));
        assertThat(json.at("/figures/olrp/value").asDouble()).isCloseTo(.5677364, within(1e-7));
        assertThat(json.at("/figures/d_ece/interval/0").isNumber()).isTrue();
        assertThat(json.at("/provenance/predictions").asText()).endsWith("val32_detections.json");
        assertThat(result.folder().file("reliability_diagram.png")).exists();
        assertThat(result.detection()
                        .orElseThrow()
                        .figure(DetectionFigure.MAP50_95)
                        .value())
                .isCloseTo(.494190, within(1e-6));
    }

    @Test
    void a_drawn_data_set_is_judged_by_its_own_labels() throws IOException {
        Path data = DrawnBoards.in(folder.resolve("boards"));
        Path predictions = Files.writeString(folder.resolve("predictions.json"), "[]");
        EvaluateFileRun.Result result = EvaluateFileRun.of(predictions)
                .with(EvaluateKeys.DATA, data)
                .with(EvaluateKeys.RESAMPLES, 5)
                .with(EvaluateKeys.OUT, folder.resolve("out"))
                .run();
        assertThat(result.detection().orElseThrow().evaluation().map50()).isZero();
        assertThat(json(result.folder()).get("objects").asInt()).isPositive();
    }

    @Test
    void a_classifiers_csv_is_judged_under_the_edge_rule_asked_for() throws IOException {
        Path csv = Files.writeString(
                folder.resolve("scores.csv"),
                "confidence,correct\n0,0\n.2,0\n.2,1\n.4,0\n.5,1\n.6,1\n.8,1\n.9,0\n1,1\n1,1\n");
        EvaluateFileRun run = EvaluateFileRun.of(csv)
                .with(EvaluateKeys.BINS, 5)
                .with(EvaluateKeys.RESAMPLES, 20)
                .with(EvaluateKeys.EXIST_OK, true)
                .with(EvaluateKeys.OUT, folder.resolve("out"));
        EvaluateFileRun.Result first = run.run();
        assertThat(first.classification()
                        .orElseThrow()
                        .figure(ClassificationFigure.ECE)
                        .value())
                .isCloseTo(.3, within(1e-9));
        EvaluateFileRun.Result other =
                run.with(EvaluateKeys.EDGES, "closed-open").run();
        JsonNode json = json(other.folder());
        assertThat(json.at("/figures/ece/value").asDouble()).isCloseTo(.18, within(1e-9));
        assertThat(json.get("task").asText()).isEqualTo("classification");
    }

    @Test
    void what_is_missing_or_too_much_is_named() throws IOException {
        Path predictions = Files.writeString(folder.resolve("predictions.json"), "[]");
        assertThatThrownBy(() -> EvaluateFileRun.of(predictions).run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--annotations");
        assertThatThrownBy(() -> EvaluateFileRun.of(predictions)
                        .with(EvaluateKeys.MODEL, predictions)
                        .run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("both given");
    }

    private static JsonNode json(RunFolder folder) throws IOException {
        return new JsonMapper().readTree(folder.file("evaluation.json").toFile());
    }
}
