package io.candor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.metric.ClassificationFigure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierReportTest {

    @TempDir
    private Path folder;

    @Test
    void every_number_and_chart_of_a_classifier_is_there() throws IOException {
        ClassifierContent content = ClassifierScene.content();
        Report report = Report.write(content, folder);
        JsonNode json = new ObjectMapper().readTree(report.numbers().toFile());
        assertThat(json.at("/figures/0/key").asText()).isEqualTo("top1");
        assertThat(json.at("/figures/0/value").asDouble())
                .isEqualTo(
                        content.evaluation().figure(ClassificationFigure.TOP1).value());
        assertThat(json.at("/figures/0/low").asDouble())
                .isLessThan(json.at("/figures/0/high").asDouble());
        assertThat(json.at("/summary/headline").asText()).contains("Right in").contains("too high by");
        assertThat(json.at("/summary/advice/0").asText()).contains("Use the calibrated numbers");
        assertThat(json.at("/calibrated/figures")).hasSize(7);
        assertThat(json.at("/calibrated/figures/4/effect").asText()).isEqualTo("better");
        int right = 0;
        for (JsonNode count : json.at("/histograms/0/right")) {
            right += count.asInt();
        }
        assertThat(right).isEqualTo((int) Math.round(
                content.evaluation().rows() * json.at("/figures/0/value").asDouble()));
        assertThat(json.at("/confusion/counts")).hasSize(3);
        assertThat(json.at("/risk/risk")).hasSize(200);
        assertThat(json.get("has_pictures").asBoolean()).isTrue();
        for (String file : List.of(
                "reliability_diagram.png",
                "reliability_calibrated.png",
                "confidence_histogram.png",
                "risk_coverage.png",
                "confusion_matrix.png")) {
            assertThat(folder.resolve(file)).isNotEmptyFile();
        }
        String page = Files.readString(report.page());
        assertThat(page).doesNotContain("<script>window.hacked").contains("right and wrong predictions");
    }

    @Test
    void confidences_alone_have_a_report_without_classes() throws IOException {
        Report report = Report.write(ClassifierScene.bare(), folder);
        JsonNode json = new ObjectMapper().readTree(report.numbers().toFile());
        assertThat(json.get("classes")).isEmpty();
        assertThat(json.has("confusion")).isFalse();
        assertThat(folder.resolve("confusion_matrix.png")).doesNotExist();
        assertThat(json.get("has_pictures").asBoolean()).isFalse();
    }
}
