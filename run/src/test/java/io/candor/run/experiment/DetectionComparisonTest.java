package io.candor.run.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Classes;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.EvaluationSet;
import io.candor.metric.Interval;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Experiment.Cell;
import io.candor.run.experiment.Experiment.Effect;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DetectionComparisonTest {

    private static final BootstrapSettings FEW = BootstrapSettings.defaults().withResamples(60);

    @Test
    void equal_arms_differ_by_exactly_nothing() {
        Block block = compare(arm("plain", .7, 1, 1, 2), arm("same", .7, 1, 1, 2));
        for (Figure figure : DetectionComparison.RESAMPLED) {
            Cell cell = block.row(figure).cells().get(1);
            assertThat(cell.difference()).as(figure.toString()).isIn(0., Double.NaN);
            assertThat(cell.differenceInterval()).as(figure.toString()).isIn(new Interval(0, 0), Interval.UNKNOWN);
            assertThat(block.row(figure).effect(1)).isIn(Effect.NONE, Effect.UNKNOWN);
        }
    }

    @Test
    void an_arm_that_finds_much_more_is_told_from_chance_and_matched_where_both_can_be() {
        Block block = compare(arm("plain", .6, 1, 1, 2), arm("better", .95, 1, 1, 2));
        assertThat(block.row(Figure.MAP50_95).effect(1)).isEqualTo(Effect.BETTER);
        assertThat(block.matchedRecall()).isBetween(.4, .65);
        assertThat(block.row(Figure.FALSE_ALARMS).effect(1)).isNotEqualTo(Effect.WORSE);
        assertThat(block.row(Figure.MAP50_95).cells().get(0).perSeed()).hasSize(2);
        assertThat(block.arms().get(0).bins()).hasSize(10);
    }

    @Test
    void lower_confidences_alone_change_calibration_and_not_accuracy() {
        Block block = compare(arm("plain", .8, 1, 1, 2), arm("modest", .8, .6, 1, 2));
        assertThat(block.row(Figure.MAP50_95).cells().get(1).difference()).isZero();
        assertThat(block.row(Figure.FALSE_ALARMS).cells().get(1).difference()).isZero();
        assertThat(block.row(Figure.D_ECE).cells().get(1).difference()).isNotZero();
        assertThat(block.row(Figure.THRESHOLD).cells().get(1).difference()).isNegative();
        Cell fitted = block.row(Figure.NLL_TEMPERATURE).cells().get(1);
        assertThat(fitted.value())
                .isLessThan(block.row(Figure.NLL).cells().get(1).value());
    }

    @Test
    void without_detections_nothing_is_claimed() {
        EvaluationSet.Builder set = EvaluationSet.builder(new Classes(List.of("a")));
        set.object(set.image("1"), 0, 0, 0, 10, 10);
        EvaluationSet empty = set.build();
        Block block = compare(
                new Trained<>("plain", "", List.of(0), List.of(empty), List.of()),
                new Trained<>("other", "", List.of(0), List.of(empty), List.of()));
        assertThat(new Verdict(block, "smoothing").headline())
                .startsWith("Nothing can be said: no arm has learned to find anything");
        assertThat(block.notes()).anyMatch(note -> note.contains("temperature could not be fitted"));
        assertThat(String.join(" ", new Verdict(block, "smoothing").sentences()))
                .doesNotContain("NaN");
    }

    private static Block compare(Trained<EvaluationSet> plain, Trained<EvaluationSet> other) {
        return Comparison.ofDetectors("", List.of(plain, other), FEW).block();
    }

    /** Finds a share of the objects, each training other ones, with confidences scaled. */
    private static Trained<EvaluationSet> arm(String name, double share, double scale, long... seeds) {
        return new Trained<>(
                name,
                "",
                java.util.Arrays.stream(seeds).mapToObj(s -> (int) s).toList(),
                java.util.Arrays.stream(seeds)
                        .mapToObj(seed -> set(share, scale, seed))
                        .toList(),
                List.of());
    }

    private static EvaluationSet set(double share, double scale, long seed) {
        Random random = new Random(seed);
        EvaluationSet.Builder set = EvaluationSet.builder(new Classes(List.of("a", "b")));
        for (int i = 0; i < 40; i++) {
            int image = set.image("image %02d".formatted(i));
            for (int o = 0; o < 4; o++) {
                int k = o % 2;
                double x = 60 * o;
                set.object(image, k, x, 0, x + 20, 20);
                double luck = random.nextDouble();
                double confidence = scale * (.3 + .6 * random.nextDouble());
                if (luck < share) {
                    set.detection(image, k, new double[] {x, 1, x + 20, 21}, confidence);
                } else if (luck > .97) {
                    set.detection(image, k, new double[] {x, 200, x + 20, 220}, confidence);
                }
                if (o == 0) {
                    set.detection(image, k, new double[] {x, 400, x + 20, 420}, scale * .4 * random.nextDouble());
                }
            }
        }
        return set.build();
    }

    @Test
    void where_one_run_finds_next_to_nothing_recall_is_not_compared_and_the_run_is_named() {
        Block block = compare(arm("plain", .7, 1, 1, 2), arm("failed", .01, 1, 3, 4));
        assertThat(block.matchedRecall()).isZero();
        for (Figure figure : List.of(Figure.FALSE_ALARMS, Figure.RARE_RECALL, Figure.CLOSE_RECALL)) {
            assertThat(block.row(figure).note())
                    .as(figure.toString())
                    .containsPattern("not compared: 'failed', seed [34], finds only \\d\\.\\d % of the objects");
            assertThat(block.row(figure).cells())
                    .as(figure.toString())
                    .allMatch(cell -> Double.isNaN(cell.value()) && Double.isNaN(cell.difference()));
            assertThat(block.row(figure).effect(1)).isEqualTo(Effect.UNKNOWN);
        }
        assertThat(String.join(" ", new Verdict(block, "smoothing").sentences()))
                .doesNotContain("NaN");
    }
}
