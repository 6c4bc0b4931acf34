package io.candor.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Label;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.DetectionEstimates;
import io.candor.metric.DetectionEvaluator;
import io.candor.metric.DetectionFigure;
import io.candor.metric.ErrorKind;
import io.candor.metric.EvaluatedImage;
import io.candor.metric.EvaluationSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimatesJsonTest {

    @TempDir
    private Path folder;

    @Test
    void every_figure_and_every_kind_of_error_has_its_definition_and_interval() throws IOException {
        Path file = folder.resolve("evaluation.json");
        EvaluationJson.write(estimates(), Map.of("version", 7), file);
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        assertThat(root.get("task").asText()).isEqualTo("detection");
        for (DetectionFigure figure : DetectionFigure.values()) {
            JsonNode node = root.get("figures").get(figure.key());
            assertThat(node.get("metric").asText()).isEqualTo(figure.toString());
            assertThat(node.get("definition").get("data").asText()).hasSize(16);
            assertThat(node.get("interval")).hasSize(2);
        }
        assertThat(root.at("/figures/map50/value").asDouble())
                .isCloseTo(root.get("map50").asDouble(), within(1e-12));
        assertThat(root.at("/figures/map50/interval/0").asDouble())
                .isLessThan(root.at("/figures/map50/interval/1").asDouble());
        for (ErrorKind kind : ErrorKind.values()) {
            assertThat(root.at("/errors/ap50_lost/" + kind.key() + "/value").asDouble())
                    .isBetween(0., 1.);
        }
        assertThat(root.at("/errors/counts/background").asInt()).isEqualTo(10);
        assertThat(root.at("/errors/counts/missed").asInt()).isEqualTo(10);
        assertThat(root.at("/calibration_by_size/small/detections").asInt()).isEqualTo(30);
        assertThat(root.at("/calibration_over_boxes/position/value").isNumber()).isTrue();
        assertThat(root.get("intervals").asText()).contains("over 30 images, 60 resamples");
    }

    @Test
    void the_table_shows_value_and_interval_of_what_exists() {
        List<String> lines = EstimateTable.lines(estimates());
        assertThat(lines.get(0)).matches("mAP50 +0\\.\\d{4}   0\\.\\d{4} to 0\\.\\d{4}");
        assertThat(lines).anyMatch(line -> line.startsWith("AP50 lost, nothing there"));
        assertThat(lines.get(lines.size() - 1)).startsWith("Intervals: 95 % percentile bootstrap over 30 images");
    }

    /** Thirty images with an object each; two thirds find it, one third finds something else. */
    private static DetectionEstimates estimates() {
        DetectionEvaluator evaluator = new DetectionEvaluator(new Classes(List.of("open")));
        for (int i = 0; i < 30; i++) {
            Box there = new Box(10, 10, 20, 20);
            Box elsewhere = new Box(60, 60, 70, 70);
            evaluator.add(
                    new EvaluatedImage("board" + i, "", 100, 100),
                    List.of(new Label(0, there)),
                    List.of(new Detection(0, .3 + i / 50., i % 3 == 0 ? elsewhere : there)));
        }
        return DetectionEstimates.of(
                evaluator.set(),
                EvaluationSettings.defaults(),
                BootstrapSettings.defaults().withResamples(60));
    }
}
