package io.candor.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.decide.Band;
import io.candor.decide.PolicyOrigin;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.EvaluationSet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    private Path folder;

    @Test
    void every_number_is_in_the_json() throws IOException {
        ReportContent content = ReportScene.content();
        Report report = Report.write(content, folder);
        JsonNode json = new ObjectMapper().readTree(report.numbers().toFile());
        assertThat(json.at("/figures/0/key").asText()).isEqualTo("map50");
        assertThat(json.at("/figures/0/value").asDouble())
                .isEqualTo(content.evaluation().map50());
        assertThat(json.at("/figures/0/low").asDouble())
                .isLessThan(json.at("/figures/0/high").asDouble());
        assertThat(json.get("classes")).hasSize(3);
        assertThat(json.get("reliability")).hasSize(1 + 3 + 3);
        assertThat(json.at("/reliability/0/bins")).hasSize(10);
        int detections = json.at("/reliability/0/detections").asInt();
        int bySize = 0;
        for (int i = 4; i < 7; i++) {
            bySize += json.at("/reliability/" + i + "/detections").asInt();
        }
        assertThat(bySize).isEqualTo(detections);
        assertThat(json.at("/calibrated/figures")).isNotEmpty();
        assertThat(json.get("histograms")).hasSize(2);
        assertThat(json.at("/thresholds/parts")).hasSize(4);
        assertThat(json.at("/thresholds/parts/0/right")).hasSize(201);
        assertThat(json.at("/against/rows")).hasSize(13);
        for (JsonNode tile : json.get("figures")) {
            if (!tile.get("key").asText().equals("best_confidence")) {
                assertThat(tile.get("low").isNumber()).as(tile.toString()).isTrue();
                assertThat(tile.get("value").asDouble())
                        .isBetween(
                                tile.get("low").asDouble() - .02,
                                tile.get("high").asDouble() + .02);
            }
        }
        assertThat(json.at("/calibrated/classes")).hasSize(3);
        assertThat(json.at("/calibrated/figures/0/difference_low").isNumber()).isTrue();
        assertThat(json.at("/policy/figures")).hasSize(9);
        assertThat(json.at("/policy/costs/escape").asDouble()).isEqualTo(10);
        assertThat(json.at("/thresholds/parts/0/report").asInt()).isEqualTo(160); // 1 - .2 / 1
        assertThat(json.at("/thresholds/parts/0/review").asInt()).isEqualTo(4); // .2 / 10
        assertThat(json.at("/definitions/policy: escape rate").asText()).contains("neither rejected");
        assertThat(json.at("/confusion/counts")).hasSize(4);
        assertThat(json.get("slices")).isNotEmpty();
        assertThat(json.get("error_split")).hasSize(6);
        assertThat(json.at("/error_split/0/value").isNumber()).isTrue();
        assertThat(json.at("/summary/headline").asText()).contains("of the objects");
        for (String file : List.of(
                "reliability_diagram.png",
                "reliability_00_open.png",
                "reliability_size_small.png",
                "reliability_calibrated.png",
                "reliability_calibrated_00_open.png",
                "thresholds.png",
                "risk_coverage.png",
                "error_split.png",
                "run_difference.png",
                "BoxPR_curve.png",
                "confusion_matrix.png")) {
            assertThat(folder.resolve(file)).isNotEmptyFile();
        }
    }

    @Test
    void a_policy_with_bands_of_its_own_per_class_is_not_shown_as_one_for_all() {
        ReportContent content = ReportScene.content();
        EvaluationSet halved = content.set().withConfidences(d -> content.set().confidence(d) / 2);
        ReportContent.Decisions decisions = ReportScene.decisions(
                halved,
                new PolicyOrigin("", "cafe", ""),
                List.of(new Band(.3, .3), new Band(.4, .4), new Band(.4, .4)));
        JsonNode json = ReportNumbers.tree(new ReportContent(
                content.title(),
                content.evaluation(),
                content.matches(),
                content.errors(),
                content.split(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(decisions),
                Optional.empty(),
                content.provenance(),
                content.pictures()));
        JsonNode thresholds = json.get("thresholds");
        assertThat(thresholds.at("/parts/0").has("report")).isFalse();
        assertThat(thresholds.at("/parts/1/report").asInt()).isEqualTo(60);
        // The best F1 of halved confidences is at about half the best of those as they are.
        assertThat(thresholds.get("start").asInt() / 200.)
                .isCloseTo(content.errors().settings().confidence() / 2, within(.05));
        int ink = 0xFF000000 | (ChartStyle.INK.getRGB() & 0xFFFFFF);
        ObjectNode shared = json.deepCopy();
        ((ObjectNode) shared.at("/thresholds/parts/0")).put("report", 60).put("review", 60);
        assertThat(pixels(ThresholdChart.of(json), ink)).isLessThan(pixels(ThresholdChart.of(shared), ink));
    }

    private static long pixels(BufferedImage chart, int color) {
        return Arrays.stream(chart.getRGB(0, 0, chart.getWidth(), chart.getHeight(), null, 0, chart.getWidth()))
                .filter(pixel -> pixel == color)
                .count();
    }

    @Test
    void nothing_from_the_data_becomes_markup() throws IOException {
        String page =
                Files.readString(Report.write(ReportScene.content(), folder).page());
        assertThat(page).doesNotContain("<script>window.hacked");
        assertThat(page).contains("Boards &lt;/script&gt;").contains("\\u003c/script>");
        Matcher scripts = Pattern.compile("<script[^>]*>").matcher(page);
        int count = 0;
        while (scripts.find()) {
            count++;
        }
        assertThat(count).isEqualTo(4); // two blocks of JSON, the chart library, the page's own
        assertThat(page).contains("{{title}}").doesNotContain("{{numbers}}");
    }

    @Test
    void the_page_loads_nothing_and_allows_its_own_scripts_only() throws IOException {
        String page =
                Files.readString(Report.write(ReportScene.content(), folder).page());
        Matcher policy = Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"")
                .matcher(page);
        assertThat(policy.find()).isTrue();
        assertThat(policy.group(1))
                .startsWith("default-src 'none'; script-src 'sha256-")
                .doesNotContain("unsafe-eval");
        Matcher own = Pattern.compile("script-src ([^;]*);").matcher(policy.group(1));
        assertThat(own.find()).isTrue();
        assertThat(own.group(1)).doesNotContain("unsafe");
        Matcher script =
                Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(page);
        while (script.find()) {
            assertThat(policy.group(1)).contains(Html.hash(script.group(1)));
        }
        assertThat(page).doesNotContainPattern("(?:src|href)=\"https?:");
    }

    @Test
    void one_hundred_and_fifty_thousand_detections_become_a_small_page() {
        EvaluationSet set = ReportScene.set(List.of("open", "short", "spur"), 500, 298, 2);
        assertThat(set.detections()).isGreaterThan(149_000);
        ReportContent content = ReportScene.content(set);
        JsonNode numbers = ReportNumbers.tree(content);
        assertThat(numbers.toString().length()).isLessThan(200_000);
        assertThat(ReportPictures.tree(content).get("items").size()).isLessThan(700);
    }

    @Test
    void an_evaluation_of_nothing_has_a_report() throws IOException {
        EvaluationSet empty = EvaluationSet.builder(new Classes(List.of("a"))).build();
        Report report = Report.write(ReportScene.content(empty), folder);
        JsonNode json = new ObjectMapper().readTree(report.numbers().toFile());
        assertThat(json.at("/summary/headline").asText()).contains("no objects");
        assertThat(json.at("/figures/0/value").isNull()).isTrue();
    }

    @Test
    void threshold_counts_agree_with_the_operating_curve() {
        ReportContent content = ReportScene.content();
        JsonNode part = ReportNumbers.tree(content).at("/thresholds/parts/0");
        for (int step : new int[] {0, 50, 61, 117, 200}) {
            double threshold = step / 200d;
            assertThat(part.get("right").get(step).asInt() / part.get("objects").asDouble())
                    .isCloseTo(content.evaluation().operating().recallAt(threshold), within(1e-12));
            assertThat(part.get("wrong").get(step).asInt()
                            / (double) content.evaluation().images())
                    .isCloseTo(content.evaluation().operating().falseAlarmsAtConfidence(threshold), within(1e-12));
        }
    }

    @Test
    void runs_are_compared_in_pairs_and_only_on_the_same_data() {
        ReportContent content = ReportScene.content();
        BootstrapSettings few = BootstrapSettings.defaults().withResamples(100);
        RunDifference same = RunDifference.of(content, new ReportContent.Against("same", content.set()), few);
        assertThat(same.rows())
                .allMatch(row -> row.difference() == 0 && row.effect().equals("may be chance"));
        RunDifference lower = RunDifference.of(content, content.against().orElseThrow(), few);
        assertThat(lower.rows().get(0).difference()).isCloseTo(0, within(1e-12)); // the order of detections is the same
        EvaluationSet other = ReportScene.set(List.of("a", "b", "c"), 5, 2, 9);
        assertThatThrownBy(() -> RunDifference.of(content, new ReportContent.Against("other", other), few))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(other.fingerprint());
    }

    @Test
    void a_template_is_filled_once() {
        assertThat(Html.fill("a {{b}} c", Map.of("b", "{{b}} $1 \\"))).isEqualTo("a {{b}} $1 \\ c");
        assertThatThrownBy(() -> Html.fill("{{b}}", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(Html.escape("<a href='x'>\"&")).isEqualTo("&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
    }

    @Test
    void a_folder_of_leftovers_is_not_left() throws IOException {
        Report.write(ReportScene.content(), folder);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("part"));
        }
    }
}
