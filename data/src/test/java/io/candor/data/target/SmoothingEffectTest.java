package io.candor.data.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.InvalidInput;
import io.candor.data.target.Softening.Activation;
import org.junit.jupiter.api.Test;

class SmoothingEffectTest {

    private static SmoothingEffect uniform(double epsilon, Activation activation) {
        return new SmoothingEffect(Smoothing.of("uniform", epsilon, 6), 6, activation);
    }

    @Test
    void the_loss_is_least_at_the_cap_where_it_equals_the_floor_and_the_gradient_vanishes() {
        SmoothingEffect softmax = uniform(0.1, Activation.SOFTMAX);
        double cap = softmax.facts().scoreCap();
        assertThat(softmax.loss(cap)).isCloseTo(softmax.facts().lossFloor(), within(1e-12));
        assertThat(softmax.gradient(cap)).isCloseTo(0, within(1e-12));
        assertThat(softmax.loss(cap + 0.01)).isGreaterThan(softmax.loss(cap));
        assertThat(softmax.loss(cap - 0.01)).isGreaterThan(softmax.loss(cap));
        SmoothingEffect sigmoid = uniform(0.1, Activation.SIGMOID);
        assertThat(sigmoid.gradient(sigmoid.facts().scoreCap())).isZero();
        assertThat(uniform(0, Activation.SOFTMAX).loss(0.5)).isCloseTo(Math.log(2), within(1e-15));
    }

    @Test
    void the_gradient_is_the_slope_over_the_true_class_logit() {
        for (Activation activation : Activation.values()) {
            SmoothingEffect effect = uniform(0.2, activation);
            for (double logit : new double[] {-2, 0.3, 4}) {
                double others = activation == Activation.SOFTMAX ? 5 : 1;
                double h = 1e-5;
                double slope = (effect.loss(confidence(logit + h, others)) - effect.loss(confidence(logit - h, others)))
                        / (2 * h);
                assertThat(effect.gradient(confidence(logit, others))).isCloseTo(slope, within(1e-8));
            }
        }
    }

    private static double confidence(double logit, double others) {
        return Math.exp(logit) / (Math.exp(logit) + others);
    }

    @Test
    void the_table_covers_the_factors_with_the_advice_of_the_sources_and_ends_with_the_range() {
        var table = uniform(0.1, Activation.SOFTMAX).table();
        assertThat(table).hasSize(11);
        assertThat(table.get(2).advice()).contains("standard");
        assertThat(table.get(2).effect().facts().lossFloor()).isCloseTo(0.4210, within(5e-5));
        assertThat(table.get(4).advice()).contains("noisy");
        assertThat(table.get(7).advice()).contains("too much");
        assertThat(table.get(6).advice()).isEmpty();
        var multilabel = new SmoothingEffect(new Smoothing.MultiLabel(0.1), 6, Activation.SIGMOID).table();
        assertThat(multilabel).hasSize(10);
    }

    @Test
    void divergence_is_that_of_the_label_from_the_target() {
        assertThat(uniform(0.1, Activation.SOFTMAX).divergence()).isCloseTo(-Math.log(0.9 + 0.1 / 6), within(1e-15));
        assertThat(uniform(0, Activation.SOFTMAX).divergence()).isZero();
    }

    @Test
    void a_softmax_over_one_class_is_refused() {
        assertThatThrownBy(() -> new SmoothingEffect(new Smoothing.Binary(0.1), 1, Activation.SOFTMAX))
                .isInstanceOf(InvalidInput.class);
        assertThat(new SmoothingEffect(new Smoothing.Binary(0.1), 1, Activation.SIGMOID)
                        .facts()
                        .on())
                .isEqualTo(0.95);
    }

    @Test
    void targets_below_zero_have_no_divergence() {
        for (Activation activation : Activation.values()) {
            assertThat(new SmoothingEffect(new Smoothing.Generalised(-0.4), 10, activation).divergence())
                    .isNaN();
        }
    }

    @Test
    void the_table_ends_with_the_factor_asked_for_where_that_lies_beyond() {
        var reciprocal = new SmoothingEffect(new Smoothing.Reciprocal(1), 6, Activation.SIGMOID).table();
        assertThat(reciprocal).hasSize(2);
        assertThat(reciprocal.get(1).effect().facts().on()).isEqualTo(1 - 1.0 / 40);
        assertThat(reciprocal.get(1).advice()).startsWith("on");
        var large = uniform(0.7, Activation.SOFTMAX).table();
        assertThat(large.get(11).effect().smoothing().epsilon()).isEqualTo(0.7);
        assertThat(large.get(11).advice()).contains("too much");
    }
}
