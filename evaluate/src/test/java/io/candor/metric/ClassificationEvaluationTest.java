package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.Classes;
import io.candor.golden.Golden;
import io.candor.metric.ClassifiedSet.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationEvaluationTest {

    private static final Offset<Double> EXACT = within(1e-9);
    private static final ClassificationSettings DEFAULTS = ClassificationSettings.defaults();
    private static final BootstrapSettings FEW = BootstrapSettings.defaults().withResamples(20);
    private static final Map<Edges, String> NAMES = Map.of(
            Edges.OPEN_CLOSED, "open_closed_first_closed",
            Edges.OPEN_CLOSED_WITHOUT_ZERO, "open_closed_drop0",
            Edges.CLOSED_OPEN, "closed_open_last_closed",
            Edges.CLOSED_OPEN_EXTRA, "closed_open_one_extra");

    @ParameterizedTest
    @ValueSource(strings = {"wrn_cifar10", "densenet_cifar100"})
    void every_figure_equals_the_reference_on_published_records(String model) {
        JsonNode golden = golden().get("models").get(model).get("before");
        ClassificationEvaluation found = ClassificationEvaluation.of(records(model), DEFAULTS, FEW);
        assertFigure(found, ClassificationFigure.TOP1, golden.get("accuracy"));
        assertFigure(found, ClassificationFigure.NLL, golden.get("nll"));
        assertFigure(found, ClassificationFigure.BRIER, golden.get("brier_sum_over_classes"));
        assertFigure(found, ClassificationFigure.AUROC, golden.get("auroc_confidence_vs_correct"));
        assertFigure(found, ClassificationFigure.AURC, golden.get("aurc"));
        assertFigure(found, ClassificationFigure.E_AURC, golden.get("e_aurc"));
        assertFigure(found, ClassificationFigure.FPR95, golden.get("fpr_at_95_tpr"));
        assertFigure(found, ClassificationFigure.ADAPTIVE_ECE, golden.get("adaptive_ece_equal_count_chunks"));
        assertFigure(found, ClassificationFigure.CLASS_WISE_ECE, golden.get("classwise_ece_closed_open_last_closed"));
        assertThat(found.adaptive().error())
                .isCloseTo(golden.get("adaptive_ece_equal_count_chunks").asDouble(), EXACT);
        assertThat(found.figure(ClassificationFigure.SIGNED_GAP).value())
                .isCloseTo(
                        golden.get("mean_confidence").asDouble()
                                - golden.get("accuracy").asDouble(),
                        EXACT);
    }

    @ParameterizedTest
    @EnumSource(Edges.class)
    void binned_errors_equal_the_reference_under_every_edge_rule(Edges edges) {
        for (String model : List.of("wrn_cifar10", "densenet_cifar100")) {
            JsonNode golden = golden().get("models")
                    .get(model)
                    .get("before")
                    .get("binned")
                    .get(NAMES.get(edges));
            assertBinned(ClassificationEvaluation.of(records(model), DEFAULTS.withEdges(edges), FEW), golden);
        }
    }

    @ParameterizedTest
    @EnumSource(Edges.class)
    void confidences_on_the_edges_are_binned_like_the_reference(Edges edges) {
        ClassifiedSet records = records("wrn_cifar10");
        ClassifiedSet.Builder rounded = ClassifiedSet.builder(new Classes(List.of()));
        for (int i = 0; i < records.size(); i++) {
            double confidence = Math.rint(records.confidence(i) * 100) / 100;
            rounded.outcome(String.valueOf(i), confidence, records.correct(i) ? Outcome.CORRECT : Outcome.WRONG);
        }
        JsonNode golden = golden().get("rounded_confidences").get("results").get(NAMES.get(edges));
        assertBinned(
                ClassificationEvaluation.of(
                        rounded.build(), DEFAULTS.withBins(20).withEdges(edges), FEW),
                golden);
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN_CLOSED_WITHOUT_ZERO, .3, .45, .324808, 9",
        "OPEN_CLOSED, .3, .45, .315436, 10",
        "CLOSED_OPEN, .18, .3, .196426, 10",
        "CLOSED_OPEN_EXTRA, .18, .35, .225462, 10"
    })
    void the_conformance_vector_gives_another_error_under_each_edge_rule(
            Edges edges, double ece, double mce, double rmsce, int counted) {
        ClassificationEvaluation found =
                ClassificationEvaluation.of(vector(), DEFAULTS.withBins(5).withEdges(edges), FEW);
        assertThat(found.figure(ClassificationFigure.ECE).value()).isCloseTo(ece, EXACT);
        assertThat(found.figure(ClassificationFigure.MCE).value()).isCloseTo(mce, EXACT);
        assertThat(found.figure(ClassificationFigure.RMSCE).value()).isCloseTo(rmsce, within(1e-6));
        assertThat(found.figure(ClassificationFigure.BRIER).value()).isCloseTo(.21, EXACT);
        assertThat(found.reliability().count()).isEqualTo(counted);
    }

    @Test
    void figures_under_different_edge_rules_cannot_be_compared() {
        Measure one = ClassificationEvaluation.of(vector(), DEFAULTS, FEW)
                .figure(ClassificationFigure.ECE)
                .measure();
        Measure other = ClassificationEvaluation.of(vector(), DEFAULTS.withEdges(Edges.CLOSED_OPEN), FEW)
                .figure(ClassificationFigure.ECE)
                .measure();
        assertThatThrownBy(() -> one.minus(other))
                .isInstanceOf(DifferentDefinitions.class)
                .hasMessageContaining("edges: (low, high], 0 in the first bin and [low, high), 1 in the last bin");
    }

    @Test
    void every_figure_agrees_with_its_definition_on_random_rows() {
        for (long seed = 0; seed < 300; seed++) {
            SlowClassification slow = SlowClassification.random(seed);
            Edges edges = List.of(Edges.values()).get((int) (seed % 4));
            ClassificationSettings settings = new ClassificationSettings(1 + (int) (seed % 13), edges, .05);
            assertAgree(slow, slow.set(), ones(slow.set()), settings, seed);
        }
    }

    @Test
    void counting_an_image_twice_is_the_same_as_having_it_twice() {
        for (long seed = 0; seed < 200; seed++) {
            SlowClassification slow = SlowClassification.random(seed);
            ClassifiedSet set = slow.set();
            int[] weights = new Random(seed).ints(set.images().size(), 0, 4).toArray();
            weights[0]++;
            assertAgree(slow.repeated(set.images(), weights), set, weights, DEFAULTS, seed);
        }
    }

    @Test
    void intervals_hold_the_value_and_rows_of_one_image_are_drawn_together() {
        ClassifiedSet records = records("wrn_cifar10");
        BootstrapSettings many = BootstrapSettings.defaults().withResamples(200);
        Estimate alone = ClassificationEvaluation.of(records, DEFAULTS, many).figure(ClassificationFigure.TOP1);
        assertThat(alone.interval().low()).isBetween(.89, alone.value());
        assertThat(alone.interval().high()).isBetween(alone.value(), .93);
        ClassifiedSet.Builder grouped = ClassifiedSet.builder(new Classes(List.of()));
        for (int i = 0; i < records.size(); i++) {
            // Neighbours in the order of correctness share an image: as dependent as can be.
            grouped.outcome(
                    String.valueOf(i % 100 < 91 ? i % 91 / 20 : 10 + i / 500),
                    .5,
                    i % 100 < 91 ? Outcome.CORRECT : Outcome.WRONG);
        }
        Estimate together =
                ClassificationEvaluation.of(grouped.build(), DEFAULTS, many).figure(ClassificationFigure.TOP1);
        assertThat(together.interval().high() - together.interval().low()).isGreaterThan(.1);
    }

    @Test
    void each_class_has_its_recall_precision_and_confusions() {
        ClassifiedSet.Builder set = ClassifiedSet.builder(new Classes(List.of("a", "b", "none")));
        set.probabilities("1", new double[] {.75, .25, 0}, 0);
        set.probabilities("2", new double[] {.75, .25, 0}, 1);
        set.probabilities("3", new double[] {.25, .75, 0}, 1);
        ClassificationEvaluation found = ClassificationEvaluation.of(set.build(), DEFAULTS, FEW);
        ClassificationEvaluation.OfClass first = found.perClass().get(0);
        assertThat(first.recall()).isOne();
        assertThat(first.precision()).isEqualTo(.5);
        assertThat(first.signedGap()).isEqualTo(.25);
        assertThat(found.perClass().get(1).recall()).isEqualTo(.5);
        assertThat(found.perClass().get(2).recall()).isNaN();
        assertThat(found.perClass().get(2).calibrationError()).isZero();
        assertThat(found.confusion().orElseThrow().counts())
                .isDeepEqualTo(new int[][] {{1, 1, 0}, {0, 1, 0}, {0, 0, 0}});
    }

    @Test
    void the_risk_coverage_curve_starts_with_the_most_confident_row() {
        RiskCoverage curve = RiskCoverage.of(vector());
        assertThat(curve.coverage()).hasSize(10);
        assertThat(curve.risk()[0]).isZero();
        assertThat(curve.risk()[2]).isCloseTo(1 / 3., EXACT);
        assertThat(curve.risk()[9]).isCloseTo(.4, EXACT);
        RiskCoverage thin = curve.thinned(5);
        assertThat(thin.coverage()).containsExactly(.2, .4, .6, .8, 1);
    }

    @Test
    void without_probabilities_what_needs_them_does_not_exist() {
        ClassificationEvaluation found = ClassificationEvaluation.of(vector(), DEFAULTS, FEW);
        assertThat(found.figure(ClassificationFigure.TOP5).value()).isNaN();
        assertThat(found.figure(ClassificationFigure.CLASS_WISE_ECE).value()).isNaN();
        assertThat(found.confusion()).isEmpty();
        assertThat(found.perClass()).isEmpty();
        assertThat(found.figure(ClassificationFigure.BRIER).definition().choices())
                .containsEntry("sum", "confidence against correctness alone");
    }

    private static void assertAgree(
            SlowClassification slow, ClassifiedSet set, int[] weights, ClassificationSettings settings, long seed) {
        double[] plain = new ClassificationFigures(set, settings).figures(weights);
        double[] classWise = new ClassWiseFigures(set, settings).figures(weights);
        for (ClassificationFigure figure : ClassificationFigure.values()) {
            double found = switch (figure) {
                case CLASS_WISE_ECE -> classWise[0];
                case TACE -> classWise[1];
                default -> plain[List.of(ClassificationFigure.values()).indexOf(figure)];
            };
            assertThat(found).as("%s, seed %d", figure, seed).isCloseTo(slow.figure(figure, settings), EXACT);
        }
    }

    private static int[] ones(ClassifiedSet set) {
        return set.images().stream().mapToInt(image -> 1).toArray();
    }

    private static void assertFigure(ClassificationEvaluation found, ClassificationFigure figure, JsonNode expected) {
        assertThat(found.figure(figure).value()).as(figure.toString()).isCloseTo(expected.asDouble(), EXACT);
    }

    private static void assertBinned(ClassificationEvaluation found, JsonNode golden) {
        assertFigure(found, ClassificationFigure.ECE, golden.get("ece"));
        assertFigure(found, ClassificationFigure.MCE, golden.get("mce"));
        assertFigure(found, ClassificationFigure.ACE, golden.get("ace_mean_over_nonempty"));
        assertFigure(found, ClassificationFigure.RMSCE, golden.get("rmsce"));
        assertThat(found.reliability().error()).isCloseTo(golden.get("ece").asDouble(), EXACT);
        assertThat(found.reliability().count()).isEqualTo(golden.get("counted").asInt());
    }

    private static ClassifiedSet vector() {
        double[] confidence = {0, .2, .2, .4, .5, .6, .8, .9, 1, 1};
        int[] correct = {0, 0, 1, 0, 1, 1, 1, 0, 1, 1};
        ClassifiedSet.Builder set = ClassifiedSet.builder(new Classes(List.of()));
        for (int i = 0; i < confidence.length; i++) {
            set.outcome(String.valueOf(i), confidence[i], correct[i] == 1 ? Outcome.CORRECT : Outcome.WRONG);
        }
        return set.build();
    }

    static ClassifiedSet records(String model) {
        byte[] file = Golden.shared("calibration/classification_records.safetensors");
        double[] probabilities = Golden.tensor(file, model + "_probs");
        double[] labels = Golden.tensor(file, model + "_labels");
        int classes = probabilities.length / labels.length;
        ClassifiedSet.Builder set = ClassifiedSet.builder(new Classes(
                IntStream.range(0, classes).mapToObj(String::valueOf).toList()));
        for (int i = 0; i < labels.length; i++) {
            double[] row = java.util.Arrays.copyOfRange(probabilities, i * classes, (i + 1) * classes);
            set.probabilities(String.valueOf(i), row, (int) labels[i]);
        }
        return set.build();
    }

    private static JsonNode golden() {
        return Golden.json(Golden.shared("calibration/classification_metrics.json"));
    }
}
