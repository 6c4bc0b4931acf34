package io.candor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.data.Classes;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ClassificationFigure;
import io.candor.metric.ClassificationSettings;
import io.candor.metric.ClassifiedSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassificationJsonTest {

    @TempDir
    private Path folder;

    @Test
    void every_figure_stands_with_its_definition_and_interval() throws IOException {
        JsonNode root = write(evaluation(40));
        for (ClassificationFigure figure : ClassificationFigure.values()) {
            JsonNode node = root.get("figures").get(figure.key());
            assertThat(node.get("metric").asText()).isEqualTo(figure.toString());
            assertThat(node.get("definition").get("data").asText()).hasSize(16);
            assertThat(node.get("interval")).hasSize(2);
        }
        JsonNode ece = root.get("figures").get("ece");
        assertThat(ece.get("value").asDouble()).isBetween(0., 1.);
        assertThat(ece.get("interval").get(0).asDouble())
                .isLessThan(ece.get("interval").get(1).asDouble());
        assertThat(ece.get("definition").get("bins").asText()).isEqualTo("15 of equal width");
        assertThat(root.get("intervals").asText()).startsWith("95 % percentile bootstrap over 40 images");
        assertThat(root.get("classes").get(1).get("name").asText()).isEqualTo("b");
        assertThat(root.get("confusion").get("counts").get(0)).hasSize(2);
        assertThat(root.get("risk_coverage").get("risk")).hasSize(40);
        assertThat(root.get("reliability").get("bins")).hasSize(15);
        assertThat(root.get("provenance").get("version").asText()).isEqualTo("7");
    }

    @Test
    void a_curve_of_many_rows_is_thinned() throws IOException {
        assertThat(write(evaluation(1000)).get("risk_coverage").get("risk")).hasSize(200);
    }

    private JsonNode write(ClassificationEvaluation evaluation) throws IOException {
        Path file = folder.resolve("evaluation.json");
        ClassificationJson.write(evaluation, Map.of("version", 7), file);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
        return new ObjectMapper().readTree(file.toFile());
    }

    private static ClassificationEvaluation evaluation(int rows) {
        ClassifiedSet.Builder set = ClassifiedSet.builder(new Classes(List.of("a", "b")));
        for (int i = 0; i < rows; i++) {
            double p = (i % 11) / 10d;
            set.probabilities("image" + i, new double[] {p, 1 - p}, i % 3 == 0 ? 0 : 1);
        }
        return ClassificationEvaluation.of(
                set.build(),
                ClassificationSettings.defaults(),
                BootstrapSettings.defaults().withResamples(50));
    }
}
