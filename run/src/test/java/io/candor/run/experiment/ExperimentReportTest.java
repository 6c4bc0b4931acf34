package io.candor.run.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.run.experiment.Experiment.Arm;
import io.candor.run.experiment.Experiment.Bin;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Experiment.Curve;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentReportTest {

    @TempDir
    Path folder;

    @Test
    void the_page_says_everything_and_loads_nothing() {
        String page = ExperimentReport.html(experiment());
        assertThat(page)
                .contains("&lt;plain&gt;", "mAP50-95", "may be chance", "What the figures mean", "clean labels")
                .doesNotContain("<plain>", "<script", "http://", "https://", "NaN")
                .contains("aria-label=\"Reliability, smoothed\"");
    }

    @Test
    void a_table_for_the_terminal_and_numbers_for_programs_say_the_same() {
        List<String> lines = ExperimentText.lines(experiment());
        assertThat(lines).anyMatch(line -> line.startsWith("mAP50-95") && line.contains("0.610 +0.010"));
        assertThat(lines).anyMatch(line -> line.startsWith("No evidence"));
        assertThat(ExperimentJson.tree(experiment())
                        .at("/conditions/0/arms/1/figures/map50_95/difference")
                        .asDouble())
                .isEqualTo(0.61 - 0.6);
        assertThat(ExperimentJson.tree(experiment()).at("/conditions/0/verdict").asText())
                .startsWith("No evidence");
    }

    @Test
    void the_drawings_are_written_as_pictures() {
        ExperimentReport.writePictures(folder, experiment());
        assertThat(folder)
                .isDirectoryContaining("glob:**differences.png")
                .isDirectoryContaining("glob:**curves.png")
                .isDirectoryContaining("glob:**reliability.png");
    }

    private static Experiment experiment() {
        Block block = new Block(
                "clean labels",
                100,
                .8,
                List.of(arm("<plain>"), arm("smoothed")),
                List.of(
                        VerdictTest.row(Figure.MAP50_95, .6, .61),
                        VerdictTest.row(Figure.D_ECE, Double.NaN, Double.NaN)),
                List.of(),
                List.of());
        return new Experiment(
                "Does it help?",
                "smoothing",
                List.of("Story."),
                List.of(block),
                Map.of("mAP50-95", "as COCO"),
                Map.of());
    }

    private static Arm arm(String name) {
        return new Arm(
                name,
                "",
                List.of(0, 1),
                List.of(new Curve("val/loss", List.of(List.of(1., .5, Double.NaN), List.of(.9, .4, .3)))),
                List.of(new Bin(0, .5, 0, Double.NaN, Double.NaN), new Bin(.5, 1, 7, .8, .7)),
                List.of(1., 5.),
                List.of(2., 0.),
                Map.of("open", .5, "short", Double.NaN));
    }
}
