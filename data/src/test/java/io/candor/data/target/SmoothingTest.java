package io.candor.data.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.data.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SmoothingTest {

    private static final List<String> CONVENTIONS = List.of("uniform", "others", "binary");

    private static final Map<String, String> LETTERS =
            Map.of("A", "uniform", "B", "others", "C", "binary", "D", "classy", "E", "multilabel", "F", "reciprocal");

    @Test
    void targets_equal_the_table_worked_by_hand() {
        check(new Smoothing.Uniform(0.1), 6, 0.9 + 0.1 / 6, 0.1 / 6);
        check(new Smoothing.Uniform(0.05), 80, 0.950625, 0.000625);
        check(new Smoothing.Others(0.1), 6, 0.9, 0.02);
        check(new Smoothing.Binary(0.1), 6, 0.95, 0.05);
        check(new Smoothing.Binary(0.1), 1, 0.95, 0.05);
        check(new Smoothing.None(), 6, 1, 0);
    }

    private static void check(Smoothing smoothing, int classes, double on, double off) {
        assertThat(smoothing.on(classes)).isCloseTo(on, within(1e-15));
        assertThat(smoothing.off(classes)).isCloseTo(off, within(1e-15));
    }

    @Test
    void targets_equal_the_reference_table() throws IOException {
        int compared = 0;
        for (JsonNode row : golden().get("table")) {
            String convention = LETTERS.get(row.get("convention").asText());
            int classes = row.get("K").asInt();
            double epsilon = row.get("eps").isNull() ? 1 : row.get("eps").asDouble();
            Smoothing smoothing = Smoothing.of(convention, epsilon, classes);
            check(smoothing, classes, row.get("on").asDouble(), row.get("off").asDouble());
            compared++;
        }
        assertThat(compared).isEqualTo(156);
    }

    static JsonNode golden() throws IOException {
        try (InputStream file = SmoothingTest.class.getResourceAsStream("/golden/smoothing/conventions.json")) {
            return new ObjectMapper().readTree(file);
        }
    }

    @Test
    void epsilon_zero_is_no_smoothing_in_every_convention() {
        for (String convention : CONVENTIONS) {
            assertThat(Smoothing.of(convention, 0, 6)).isEqualTo(new Smoothing.None());
            assertThat(Smoothing.of(convention, 0, 1)).isEqualTo(new Smoothing.None());
        }
    }

    @Test
    void epsilon_out_of_range_is_refused_and_names_the_option() {
        for (String convention : CONVENTIONS) {
            for (double epsilon : new double[] {1.5, 1, -0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
                assertThatThrownBy(() -> Smoothing.of(convention, epsilon, 6))
                        .isInstanceOf(InvalidInput.class)
                        .hasMessageContaining("--label-smoothing: found " + epsilon)
                        .hasMessageContaining("expected a number from 0")
                        .extracting(thrown -> ((InvalidInput) thrown).help())
                        .isEqualTo("label-smoothing");
            }
        }
    }

    @Test
    void others_ends_where_the_true_class_would_stop_being_the_largest() {
        assertThat(Smoothing.of("others", 0.66, 3).on(3)).isGreaterThan(new Smoothing.Others(0.66).off(3));
        assertThatThrownBy(() -> Smoothing.of("others", 0.67, 3))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("below 0.6667 for 3 classes");
    }

    @Test
    void an_unknown_convention_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> Smoothing.of("half", 0.1, 6))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("found 'half', expected one of uniform, others, binary");
    }

    @Test
    void with_one_class_uniform_says_it_does_nothing_and_others_is_refused() {
        Smoothing uniform = Smoothing.of("uniform", 0.1, 1);
        assertThat(uniform.on(1)).isEqualTo(1);
        assertThat(String.join("\n", uniform.describe(1))).contains("no effect").contains("binary");
        assertThatThrownBy(() -> Smoothing.of("others", 0.1, 1))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--smoothing-convention binary");
    }

    @Test
    void uniform_and_others_keep_the_mass_and_every_true_class_stays_on_top() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < 1000; trial++) {
            int classes = 2 + random.nextInt(97);
            double epsilon = random.nextDouble() * (classes - 1) / classes;
            for (String convention : CONVENTIONS) {
                Smoothing smoothing = Smoothing.of(convention, epsilon, classes);
                double on = smoothing.on(classes);
                double off = smoothing.off(classes);
                String where = "seed %d: %s, %d classes".formatted(seed, smoothing, classes);
                assertThat(on).as(where).isGreaterThan(off);
                double sum = smoothing instanceof Smoothing.Binary ? 1 + (classes - 2) * epsilon / 2 : 1;
                assertThat(on + (classes - 1) * off).as(where).isCloseTo(sum, within(1e-12));
            }
        }
    }

    @Test
    void others_is_uniform_with_a_larger_epsilon_and_binary_is_uniform_for_two_classes() {
        check(new Smoothing.Others(0.1), 6, new Smoothing.Uniform(0.12).on(6), new Smoothing.Uniform(0.12).off(6));
        check(new Smoothing.Binary(0.1), 2, new Smoothing.Uniform(0.1).on(2), new Smoothing.Uniform(0.1).off(2));
    }

    @Test
    void quality_scales_both_targets() {
        float[] target = new Smoothing.Binary(0.1).target(3, 1, 0.5);
        assertThat(target).containsExactly(0.025f, 0.475f, 0.025f);
        assertThat(new Smoothing.None().target(3, 1, 0.5)).containsExactly(0, 0.5f, 0);
    }

    @Test
    void the_description_states_targets_cap_gap_and_floor() {
        assertThat(Smoothing.of("uniform", 0.1, 6).describe(6))
                .containsExactly(
                        "label smoothing: uniform, epsilon 0.1, 6 classes",
                        "  true-class target 0.916667, off-class target 0.016667",
                        "  score cap 0.916667: the loss is least there, so confidences above it become rare",
                        "  logit gap at the optimum 6.4754",
                        "  loss floor 0.7107 nats per foreground anchor of quality 1; background targets stay 0");
        assertThat(new Smoothing.None().describe(6)).containsExactly("label smoothing: off");
    }

    @Test
    void conversions_equal_the_reference() throws IOException {
        int compared = 0;
        for (JsonNode row : golden().get("conversions")) {
            int classes = row.get("K").asInt();
            double epsilon = row.get("eps").asDouble();
            assertThat(Smoothing.of("others", epsilon, classes)
                            .in("uniform", classes)
                            .epsilon())
                    .isCloseTo(row.get("B_eps_equals_A_eps").get("A").asDouble(), within(1e-12));
            assertThat(Smoothing.of("classy", epsilon, classes)
                            .in("uniform", classes)
                            .epsilon())
                    .isCloseTo(row.get("D_eps_equals_A_eps").get("A").asDouble(), within(1e-12));
            assertThat(Smoothing.of("multilabel", epsilon, classes)
                            .in("binary", classes)
                            .epsilon())
                    .isCloseTo(row.get("E_eps_equals_C_eps").get("C").asDouble(), within(1e-12));
            compared++;
        }
        assertThat(compared).isEqualTo(9);
    }

    @Test
    void conversions_go_there_and_back_and_are_refused_where_there_is_none() {
        for (String from : List.of("uniform", "others", "classy")) {
            for (String to : List.of("uniform", "others", "classy", "generalised")) {
                Smoothing there = Smoothing.of(from, 0.15, 7).in(to, 7);
                assertThat(there.in(from, 7).epsilon()).as(from + " " + to).isCloseTo(0.15, within(1e-12));
            }
        }
        assertThat(new Smoothing.Binary(0.1).in("uniform", 2).epsilon()).isCloseTo(0.1, within(1e-12));
        assertThat(new Smoothing.Reciprocal(1).in("multilabel", 6)).isEqualTo(new Smoothing.MultiLabel(0.025));
        assertThat(new Smoothing.None().in("others", 6)).isEqualTo(new Smoothing.None());
        assertThatThrownBy(() -> new Smoothing.Binary(0.1).in("uniform", 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no factor of uniform");
    }

    @Test
    void each_convention_has_its_own_range() {
        assertThatThrownBy(() -> Smoothing.of("multilabel", 0.5, 6)).hasMessageContaining("below 0.5000");
        assertThatThrownBy(() -> Smoothing.of("classy", 1, 6)).hasMessageContaining("below 1;");
        assertThatThrownBy(() -> Smoothing.of("reciprocal", 0.1, 6)).hasMessageContaining("expected 1 (on) or 0 (off)");
        assertThatThrownBy(() -> Smoothing.of("generalised", 1, 6)).hasMessageContaining("below 1");
        assertThatThrownBy(() -> Smoothing.of("generalised", Double.NEGATIVE_INFINITY, 6))
                .isInstanceOf(InvalidInput.class);
    }

    @Test
    void negative_smoothing_has_a_name_of_its_own_and_says_what_it_does() {
        Smoothing sharp = Smoothing.of("generalised", -0.4, 4);
        check(sharp, 4, 1.3, -0.1);
        assertThat(String.join("\n", sharp.describe(4))).contains("sharpens").contains("no lower bound");
        assertThat(SmoothingFacts.softmax(sharp, 4).lossFloor()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(SmoothingFacts.sigmoid(sharp, 4).logitGap()).isEqualTo(Double.POSITIVE_INFINITY);
        for (String other : List.of("uniform", "others", "binary", "classy", "multilabel", "reciprocal")) {
            assertThatThrownBy(() -> Smoothing.of(other, -0.4, 4)).isInstanceOf(InvalidInput.class);
        }
    }

    @Test
    void for_a_classifier_the_description_counts_a_softmax() {
        assertThat(Smoothing.of("uniform", 0.1, 6).describe(6, Softening.Activation.SOFTMAX))
                .contains("  logit gap at the optimum 4.0073", "  loss floor 0.4210 nats per sample");
    }
}
