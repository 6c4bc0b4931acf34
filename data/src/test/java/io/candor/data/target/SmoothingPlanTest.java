package io.candor.data.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.target.ClassTargets.Evidence;
import io.candor.data.target.SmoothingSchedule.Curve;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SmoothingPlanTest {

    private static final SmoothingPlan UNIFORM = SmoothingPlan.of("uniform", 0.1);

    private static double[] factors(SmoothingSchedule schedule, int epochs) {
        double[] factors = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            factors[epoch] = UNIFORM.with(schedule).epsilonAt(epoch, epochs);
        }
        return factors;
    }

    @Test
    void schedules_take_the_courses_their_names_say() {
        assertThat(factors(SmoothingSchedule.CONSTANT, 3)).containsExactly(0.1, 0.1, 0.1);
        assertThat(factors(new SmoothingSchedule(Curve.WARMUP, 0.05, 0, 0.2, 0), 10))
                .startsWith(0.05, 0.07500000000000001)
                .endsWith(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
        assertThat(factors(new SmoothingSchedule(Curve.LINEAR, 0, 0, 0.2, 0), 3))
                .containsExactly(0.1, 0.05, 0);
        double[] cosine = factors(new SmoothingSchedule(Curve.COSINE, 0, 0.02, 0.2, 0), 5);
        assertThat(cosine[0]).isEqualTo(0.1);
        assertThat(cosine[1]).isCloseTo(0.1 - 0.08 * (1 - Math.sqrt(0.5)) / 2, within(1e-15));
        assertThat(cosine[4]).isCloseTo(0.02, within(1e-15));
    }

    @Test
    void the_last_epochs_can_be_without_and_a_decay_then_ends_before_them() {
        assertThat(factors(new SmoothingSchedule(Curve.CONSTANT, 0, 0, 0.2, 2), 4))
                .containsExactly(0.1, 0.1, 0, 0);
        assertThat(factors(new SmoothingSchedule(Curve.LINEAR, 0, 0.04, 0.2, 1), 4))
                .containsExactly(0.1, 0.07, 0.04, 0);
    }

    @Test
    void a_schedule_or_doubling_that_leaves_the_range_is_refused_with_the_epoch() {
        var steep = new SmoothingSchedule(Curve.LINEAR, 0, 1.7, 0.2, 0);
        assertThatThrownBy(() -> UNIFORM.with(steep).check(6, 5))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("in epoch 4. --label-smoothing")
                .extracting(thrown -> ((InvalidInput) thrown).help())
                .isEqualTo("smoothing-schedule");
        var below = new SmoothingSchedule(Curve.COSINE, 0, -0.1, 0.2, 0);
        assertThatThrownBy(() -> UNIFORM.with(below).check(6, 5)).isInstanceOf(InvalidInput.class);
        var doubled = new Adaptation(Adaptation.By.CONFIDENCE, 0.5);
        assertThatThrownBy(() -> SmoothingPlan.of("uniform", 0.5).with(doubled).check(6, 5))
                .hasMessageContaining("reaches 1.0 in epoch 1 for unsure predictions");
        assertThat(UNIFORM.with(doubled).check(6, 5).epsilon()).isEqualTo(0.1);
    }

    @Test
    void values_that_no_schedule_has_are_refused() {
        assertThatThrownBy(() -> new SmoothingSchedule(Curve.WARMUP, 0.05, 0, 0, 0))
                .hasMessageContaining("--smoothing-warmup");
        assertThatThrownBy(() -> new SmoothingSchedule(Curve.WARMUP, 0.05, 0, 0.2, -1))
                .hasMessageContaining("--smoothing-off");
        assertThatThrownBy(() -> new SmoothingSchedule(Curve.WARMUP, Double.NaN, 0, 0.2, 0))
                .hasMessageContaining("--smoothing-start");
        assertThatThrownBy(() -> new Adaptation(Adaptation.By.CONFIDENCE, 1))
                .hasMessageContaining("--smoothing-threshold");
        assertThatThrownBy(() -> SmoothingPlan.of("uniform", 0)
                        .with(new Adaptation(Adaptation.By.SIZE, 0.5))
                        .check(6, 5))
                .hasMessageContaining("does nothing");
    }

    @Test
    void a_matrix_is_needed_by_one_convention_and_refused_by_the_others() {
        assertThatThrownBy(() -> SmoothingPlan.of("similarity", 0.1)).hasMessageContaining("needs a matrix");
        Optional<SimilarityMatrix> matrix = Optional.of(SimilarityMatrix.neighbours(3, 1));
        assertThatThrownBy(() -> new SmoothingPlan("uniform", 0.1, matrix, SmoothingSchedule.CONSTANT, Adaptation.NONE))
                .hasMessageContaining("no other convention reads it");
        var plan = new SmoothingPlan("similarity", 0.1, matrix, SmoothingSchedule.CONSTANT, Adaptation.NONE);
        assertThatThrownBy(() -> plan.check(4, 1)).hasMessageContaining("found a matrix of 3 classes, expected 4");
        assertThatThrownBy(() -> SmoothingPlan.of("unifrom", 0.0).check(4, 1)).hasMessageContaining("found 'unifrom'");
    }

    @Test
    void unsure_predictions_are_smoothed_twice_as_much() {
        var targets = new ClassTargets(UNIFORM.with(new Adaptation(Adaptation.By.CONFIDENCE, 0.6)), 4, 1);
        assertThat(targets.observes()).isTrue();
        assertThat(targets.target(1, 1, new Evidence(0.7, 1)))
                .containsExactly(new Smoothing.Uniform(0.1).target(4, 1, 1));
        assertThat(targets.target(1, 1, new Evidence(0.5, 1)))
                .containsExactly(new Smoothing.Uniform(0.2).target(4, 1, 1));
    }

    @Test
    void small_objects_are_smoothed_more_than_large_ones() {
        var targets = new ClassTargets(UNIFORM.with(new Adaptation(Adaptation.By.SIZE, 0.5)), 4, 1);
        assertThat(targets.observes()).isFalse();
        assertThat(targets.target(0, 1, new Evidence(Double.NaN, 0.25)))
                .containsExactly(new Smoothing.Uniform(0.1 * 0.75).target(4, 0, 1));
        assertThat(targets.target(0, 1, new Evidence(Double.NaN, 1))).containsExactly(1, 0, 0, 0);
    }

    @Test
    void targets_follow_the_schedule_from_epoch_to_epoch() {
        var targets = new ClassTargets(UNIFORM.with(new SmoothingSchedule(Curve.LINEAR, 0, 0, 0.2, 0)), 4, 3);
        assertThat(targets.epsilon()).isEqualTo(0.1);
        targets.epoch(1);
        assertThat(targets.target(2, 1, Evidence.NONE)).containsExactly(new Smoothing.Uniform(0.05).target(4, 2, 1));
        targets.epoch(2);
        assertThat(targets.inForce()).isEqualTo(new Smoothing.None());
    }

    @Test
    void online_targets_are_the_mean_of_the_last_epochs_correct_predictions() {
        var targets = new ClassTargets(SmoothingPlan.of("online", 0.5), 3, 3);
        assertThat(targets.target(0, 1, Evidence.NONE)).containsExactly(new Smoothing.Uniform(0.5).target(3, 0, 1));
        targets.observe(0, 0.6f, 0.4f, 0);
        targets.observe(0, 0.8f, 0.1f, 0.1f);
        targets.observe(0, 0.1f, 0.8f, 0.1f); // wrong: teaches nothing
        targets.epoch(1);
        float[] learned = targets.target(0, 1, Evidence.NONE);
        assertThat(learned[0]).isCloseTo(0.85f, within(1e-6f));
        assertThat(learned[1]).isCloseTo(0.125f, within(1e-6f));
        assertThat(learned[2]).isCloseTo(0.025f, within(1e-6f));
        assertThat(targets.target(1, 1, Evidence.NONE)).containsExactly(new Smoothing.Uniform(0.5).target(3, 1, 1));
        targets.epoch(2);
        assertThat(targets.target(0, 1, Evidence.NONE)).containsExactly(learned);
    }

    @Test
    void what_was_learned_can_be_kept_and_restored() {
        SmoothingPlan plan = SmoothingPlan.of("online", 0.5).with(new SmoothingSchedule(Curve.LINEAR, 0, 0.1, 0.2, 0));
        var original = new ClassTargets(plan, 3, 4);
        original.epoch(1);
        original.observe(2, 0.1f, 0.2f, 0.7f);
        var copy = new ClassTargets(plan, 3, 4);
        copy.restore(original.state());
        assertThat(copy.epsilon()).isEqualTo(original.epsilon());
        original.epoch(2);
        copy.epoch(2);
        assertThat(copy.target(2, 1, Evidence.NONE)).containsExactly(original.target(2, 1, Evidence.NONE));
        assertThat(new ClassTargets(UNIFORM, 3, 4).state()).isEmpty();
        assertThatThrownBy(() -> new ClassTargets(UNIFORM, 3, 4).restore(1, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_description_tells_schedule_and_adaptation() {
        var plan = UNIFORM.with(new SmoothingSchedule(Curve.WARMUP, 0.05, 0, 0.2, 0))
                .with(new Adaptation(Adaptation.By.CONFIDENCE, 0.4));
        assertThat(plan.describe(6, 10, Softening.Activation.SIGMOID))
                .contains(
                        "  schedule warmup: factor 0.0500 in the first epoch, 0.1000 in the middle, 0.1000 in the last",
                        "  adaptive: twice the factor where the network's confidence is below 0.4");
        assertThat(SmoothingPlan.NONE.describe(6, 10, Softening.Activation.SIGMOID))
                .containsExactly("label smoothing: off");
    }

    @Test
    void a_convention_that_fixes_its_amount_cannot_follow_sizes() {
        var plan = SmoothingPlan.of("reciprocal", 1).with(new Adaptation(Adaptation.By.SIZE, 0.5));
        assertThatThrownBy(() -> plan.check(6, 5))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("fixes its amount itself")
                .extracting(thrown -> ((InvalidInput) thrown).help())
                .isEqualTo("smoothing-adaptive");
    }

    @Test
    void neighbours_tell_the_scale_they_go_by_and_nothing_else_does() {
        var grades = new Classes(List.of("1", "2", "10"));
        var plan = new SmoothingPlan(
                "neighbours",
                0.1,
                Optional.of(SimilarityMatrix.neighbours(3, 1)),
                SmoothingSchedule.CONSTANT,
                Adaptation.NONE);
        assertThat(plan.scale(grades))
                .hasValueSatisfying(line -> assertThat(line).contains("scale: 1 < 2 < 10;"));
        assertThat(UNIFORM.scale(grades)).isEmpty();
        var ages =
                new Classes(IntStream.range(0, 30).mapToObj(Integer::toString).toList());
        assertThat(plan.scale(ages))
                .hasValueSatisfying(line -> assertThat(line).contains("10 < 11 < (6 more) < 18 < 19"));
    }
}
