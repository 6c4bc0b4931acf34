package io.candor.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.drift.Drift.Verdict;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.ScoreHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class DriftComparisonTest {

    private static final DriftSettings SETTINGS =
            DriftSettings.defaults().withBootstrap(new BootstrapSettings(200, .95, 0));

    @Test
    void the_same_population_still_applies() {
        Drift drift = DriftComparison.of(reference(4000), scores(1500, 2, x -> x, 1.5), SETTINGS);
        assertThat(drift.verdict()).isEqualTo(Verdict.APPLIES);
        assertThat(drift.all().stabilityIndex()).isLessThan(.05);
        assertThat(drift.all().stabilityInterval().low())
                .isLessThanOrEqualTo(drift.all().stabilityInterval().high());
        assertThat(drift.all().rate().changed()).isFalse();
        assertThat(DriftWords.sentences(drift).get(0)).contains("still applies");
    }

    @Test
    void lower_confidences_end_it() {
        Drift drift = DriftComparison.of(reference(4000), scores(1500, 3, x -> .25 + (x - .25) * .6, 1.5), SETTINGS);
        assertThat(drift.verdict()).isEqualTo(Verdict.NO_LONGER);
        assertThat(drift.all().chance()).isLessThan(1e-6);
        assertThat(DriftWords.sentences(drift).get(0)).contains("no longer applies");
    }

    @Test
    void a_handful_of_detections_cannot_tell() {
        Drift drift = DriftComparison.of(reference(4000), scores(12, 4, x -> x, 1.5), SETTINGS);
        assertThat(drift.verdict()).isEqualTo(Verdict.CANNOT_TELL);
        Drift none = DriftComparison.of(reference(100), new NewScores(List.of(List.of(), List.of())), SETTINGS);
        assertThat(none.verdict()).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(none.all().stabilityIndex()).isNaN();
    }

    @Test
    void more_detections_per_image_are_noticed_though_their_confidences_look_alike() {
        Drift drift = DriftComparison.of(reference(4000), scores(1500, 5, x -> x, 2.1), SETTINGS);
        assertThat(drift.verdict()).isEqualTo(Verdict.APPLIES);
        assertThat(drift.all().rate().changed()).isTrue();
        assertThat(drift.all().rate().interval().low())
                .isLessThan(drift.all().rate().current());
        assertThat(String.join(" ", DriftWords.sentences(drift))).contains("Detections per image have changed");
    }

    @Test
    void detections_below_the_floor_do_not_count() {
        NewScores faint = new NewScores(List.of(List.of(new NewScores.Score(0, .1), new NewScores.Score(1, .9))));
        Drift drift = DriftComparison.of(reference(100), faint, SETTINGS);
        assertThat(drift.all().newDetections()).isOne();
        assertThat(drift.classes().get(0).newDetections()).isZero();
        assertThat(drift.all().rate().current()).isCloseTo(1, within(1e-12));
    }

    @Test
    void every_number_is_in_the_json_and_the_table() {
        Drift drift = DriftComparison.of(reference(1000), scores(300, 6, x -> x, 1.5), SETTINGS);
        JsonNode json = DriftJson.tree(drift, Map.of("version", "1"));
        assertThat(json.get("verdict").asText()).isEqualTo("applies");
        assertThat(json.at("/all/stability_index").asDouble())
                .isEqualTo(drift.all().stabilityIndex());
        assertThat(json.get("classes")).hasSize(2);
        assertThat(json.at("/classes/1/name").asText()).isEqualTo("short");
        assertThat(json.at("/settings/major").asDouble()).isEqualTo(.25);
        assertThat(DriftWords.table(drift)).hasSize(4);
        assertThat(DriftJson.tree(
                                DriftComparison.of(reference(10), new NewScores(List.of(List.of())), SETTINGS),
                                Map.of())
                        .at("/all/stability_index")
                        .isNull())
                .isTrue();
    }

    private static ScoreHistogram reference(int images) {
        int[][] counts = new int[2][ScoreHistogram.BINS];
        scores(images, 1, x -> x, 1.5)
                .images()
                .forEach(image ->
                        image.forEach(score -> counts[score.classIndex()][ScoreHistogram.bin(score.confidence())]++));
        return new ScoreHistogram(
                images,
                List.of(
                        new ScoreHistogram.OfClass("open", counts[0], 1),
                        new ScoreHistogram.OfClass("short", counts[1], 1)));
    }

    /** Images with about {@code perImage} detections, of uniform confidence changed by {@code change}. */
    private static NewScores scores(int images, long seed, DoubleUnaryOperator change, double perImage) {
        Random random = new Random(seed);
        List<List<NewScores.Score>> all = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            List<NewScores.Score> found = new ArrayList<>();
            for (int t = 0; t < 10; t++) {
                if (random.nextDouble() < perImage / 10 / .75) {
                    double confidence = random.nextDouble();
                    found.add(new NewScores.Score(
                            random.nextInt(2), Math.min(1, Math.max(0, change.applyAsDouble(confidence)))));
                }
            }
            all.add(found);
        }
        return new NewScores(all);
    }
}
