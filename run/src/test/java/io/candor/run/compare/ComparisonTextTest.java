package io.candor.run.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTextTest {

    private static final List<String> LINES = ComparisonText.lines(ComparisonSample.comparison(
            ComparisonSample.run("no smoothing", 0, 0.6, 1.0, 0.1),
            ComparisonSample.run("smoothing 0.1", 0.1, 0.55, 1.6, 0.05)));

    @Test
    void every_figure_of_the_table_stands_under_its_run() {
        String head = LINES.stream()
                .filter(line -> line.contains("no smoothing"))
                .findFirst()
                .orElseThrow();
        String row = line("mAP50-95");
        assertThat(row).contains("0.600", "0.550", "−0.050", "−0.070 to −0.030");
        assertThat(row.indexOf("0.600") + 5).isEqualTo(head.indexOf("no smoothing") + "no smoothing".length());
        assertThat(row.indexOf("0.550") + 5).isEqualTo(head.indexOf("smoothing 0.1") + "smoothing 0.1".length());
        assertThat(line("false alarms per image")).contains("1.600").contains("at a recall of 0.800; lower is better");
        for (String name : List.of("mAP50 ", "recall", "mean confidence, right", "mean confidence, wrong")) {
            assertThat(line(name)).containsPattern("\\d\\.\\d{3} +\\d\\.\\d{3}");
        }
    }

    @Test
    void definitions_and_the_verdict_follow() {
        String text = String.join("\n", LINES);
        assertThat(text.indexOf("calibration error = D-ECE")).isGreaterThan(text.indexOf("mAP50-95"));
        assertThat(text).contains("\nMixed: smoothing helped in one respect and hurt in another.\n");
    }

    @Test
    void sentences_fit_a_terminal() {
        assertThat(LINES).filteredOn(line -> line.startsWith("  ")).allMatch(line -> line.length() <= 100);
    }

    private static String line(String start) {
        return LINES.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    }
}
