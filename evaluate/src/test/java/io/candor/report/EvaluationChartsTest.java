package io.candor.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import io.candor.metric.DetectionEvaluation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationChartsTest {

    private static final List<String> FILES = List.of(
            "BoxF1_curve.png",
            "BoxPR_curve.png",
            "BoxP_curve.png",
            "BoxR_curve.png",
            "confidence_histogram.png",
            "confusion_matrix.png",
            "confusion_matrix_normalized.png",
            "reliability_diagram.png");

    @TempDir
    private Path folder;

    @Test
    void every_chart_is_a_picture_that_shows_something() throws IOException {
        EvaluationCharts.write(Scenes.inspection(), folder);
        for (String file : FILES) {
            assertThat(colors(file)).as(file).isGreaterThan(20);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrderElementsOf(FILES);
        }
    }

    @Test
    void eighty_classes_are_drawn() throws IOException {
        EvaluationCharts.write(Scenes.manyClasses(80), folder);
        for (String file : FILES) {
            assertThat(colors(file)).as(file).isGreaterThan(10);
        }
    }

    @Test
    void an_evaluation_of_nothing_is_drawn_too() throws IOException {
        DetectionEvaluation nothing = Scenes.nothing();
        EvaluationCharts.write(nothing, folder);
        for (String file : FILES) {
            assertThat(ImageIO.read(folder.resolve(file).toFile())).as(file).isNotNull();
        }
    }

    @Test
    void results_become_one_small_chart_per_column() throws IOException {
        Path csv = Files.writeString(folder.resolve("results.csv"), Scenes.results(12));
        ResultsChart.write(csv, folder.resolve("results.png"));
        BufferedImage image = ImageIO.read(folder.resolve("results.png").toFile());
        assertThat(image.getWidth()).isEqualTo(2 * 5 * 290);
        assertThat(image.getHeight()).isEqualTo(2 * 3 * 220);
        assertThat(colors("results.png")).isGreaterThan(20);
    }

    @Test
    void one_epoch_is_enough_for_a_chart() throws IOException {
        Path csv = Files.writeString(folder.resolve("results.csv"), Scenes.results(1));
        ResultsChart.write(csv, folder.resolve("results.png"));
        assertThat(colors("results.png")).isGreaterThan(5);
    }

    @Test
    void a_broken_results_file_is_refused_with_its_line() throws IOException {
        Path csv = Files.writeString(folder.resolve("results.csv"), "epoch,loss\n1,2\n2\n");
        assertThatThrownBy(() -> ResultsChart.write(csv, folder.resolve("results.png")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("line 3: found 1 columns, expected the 2");
        Path empty = Files.writeString(folder.resolve("empty.csv"), "epoch,loss\n");
        assertThatThrownBy(() -> ResultsChart.write(empty, folder.resolve("results.png")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("at least one epoch");
    }

    private long colors(String file) throws IOException {
        BufferedImage image = ImageIO.read(folder.resolve(file).toFile());
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return IntStream.of(pixels).distinct().count();
    }
}
