package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import io.candor.data.Split;
import io.candor.data.synth.SynthOptions;
import io.candor.train.Recipe;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DemoPlanTest {

    private static final Path DATA = Path.of("data.yaml");
    private static final Path OUT = Path.of("out");

    @Test
    void without_settings_it_is_the_demonstration_that_was_measured() {
        SynthOptions boards = plan(Map.of()).boards(SynthOptions.Existing.REFUSE);
        assertThat(boards.images()).isEqualTo(new SynthOptions.Images(300, 100, 0));
        assertThat(boards.size()).isEqualTo(192);
        assertThat(boards.trackWidth()).isEqualTo(12);
        assertThat(boards.difficulty()).isEqualTo(0.1);
        Recipe recipe = plan(Map.of()).training(DATA, OUT, 0).recipe();
        assertThat(recipe.length().epochs()).isEqualTo(20);
        assertThat(recipe.input().batch()).isEqualTo(8);
        assertThat(plan(Map.of()).smoothing().on(6)).isEqualTo(1 - 0.1 + 0.1 / 6);
    }

    @Test
    void both_trainings_differ_in_nothing_but_the_factor_and_the_folder() {
        DemoPlan plan = plan(Map.of("seed", 3));
        Map<String, Object> one = plan.training(DATA, OUT, 0).settings().effective();
        Map<String, Object> other =
                plan.training(DATA, Path.of("other"), 0.1).settings().effective();
        TreeSet<String> different = new TreeSet<>();
        one.forEach((name, value) -> {
            if (!Objects.equals(value, other.get(name))) {
                different.add(name);
            }
        });
        assertThat(different).containsExactly("label_smoothing", "out");
    }

    @Test
    void every_option_acts() {
        assertThat(boards("train", 7).images().train()).isEqualTo(7);
        assertThat(boards("val", 8).images().val()).isEqualTo(8);
        assertThat(boards("size", 64).size()).isEqualTo(64);
        assertThat(boards("difficulty", 0.7).difficulty()).isEqualTo(0.7);
        assertThat(boards("label_noise", 0.2).noise().flipped()).isEqualTo(0.2);
        assertThat(boards("label_noise", 0.2).noise().splits()).containsExactly(Split.TRAIN);
        assertThat(boards("seed", 5).seed()).isEqualTo(5);
        assertThat(boards("workers", 3).workers()).isEqualTo(3);
        assertThat(training("seed", 5).recipe().input().seed()).isEqualTo(5);
        assertThat(training("size", 64).recipe().input().imageSize()).isEqualTo(64);
        assertThat(training("epochs", 2).recipe().length().epochs()).isEqualTo(2);
        assertThat(training("smoothing_convention", "binary")
                        .recipe()
                        .objective()
                        .convention())
                .isEqualTo("binary");
        assertThat(plan(Map.of("smoothing_convention", "binary")).smoothing().name())
                .isEqualTo("binary");
        assertThat(plan(Map.of("label_smoothing", 0.3)).smoothing().epsilon()).isEqualTo(0.3);
        for (String key : List.of("device", "precision", "workers")) {
            Object value =
                    Map.of("device", "cpu", "precision", "fp32", "workers", 3).get(key);
            assertThat(training(key, value).settings().values()).containsEntry(key, value);
        }
        assertThat(evaluation("size", 64)).containsEntry("imgsz", 64);
        assertThat(evaluation("device", "cpu")).containsEntry("device", "cpu");
    }

    @Test
    void a_factor_out_of_range_is_refused() {
        assertThatThrownBy(() -> plan(Map.of("label_smoothing", 1.5)).smoothing())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("1.5");
    }

    private static SynthOptions boards(String key, Object value) {
        return plan(Map.of(key, value)).boards(SynthOptions.Existing.REFUSE);
    }

    private static TrainRun training(String key, Object value) {
        return plan(Map.of(key, value)).training(DATA, OUT, 0.1);
    }

    private static Map<String, Object> evaluation(String key, Object value) {
        return plan(Map.of(key, value)).evaluation(DATA, OUT).settings().values();
    }

    private static DemoPlan plan(Map<String, ?> given) {
        return new DemoPlan(Settings.of(DemoKeys.ALL).with(new LinkedHashMap<>(given), "test"));
    }

    @Test
    void the_training_without_smoothing_has_no_convention_that_nothing_would_read() {
        assertThat(plan(Map.of("smoothing_convention", "binary"))
                        .training(DATA, OUT, 0)
                        .settings()
                        .given(TrainKeys.SMOOTHING_CONVENTION))
                .isEmpty();
    }
}
