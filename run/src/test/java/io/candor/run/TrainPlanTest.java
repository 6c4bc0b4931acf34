package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import io.candor.train.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrainPlanTest {

    private static final Settings NOTHING = Settings.of(TrainKeys.ALL);

    /** A value other than the default, for every key that is a hyper-parameter. */
    private static final Map<String, Object> CHANGES = Map.ofEntries(
            Map.entry("epochs", 30),
            Map.entry("batch", 4),
            Map.entry("imgsz", 320),
            Map.entry("patience", 5),
            Map.entry("seed", 7),
            Map.entry("label_smoothing", 0.1),
            Map.entry("smoothing_convention", "binary"),
            Map.entry("loss", "focal"),
            Map.entry("loss_gamma", 2.0),
            Map.entry("loss_margin", 5.0),
            Map.entry("loss_weight", 0.2),
            Map.entry("teacher", "teacher.safetensors"),
            Map.entry("distill_temperature", 2.0),
            Map.entry("distill_weight", 0.7),
            Map.entry("self_distillation", 0.3),
            Map.entry("adversarial", "fgsm"),
            Map.entry("adversarial_epsilon", 0.05),
            Map.entry("adversarial_steps", 3),
            Map.entry("smoothing_schedule", "cosine"),
            Map.entry("smoothing_start", 0.02),
            Map.entry("smoothing_end", 0.01),
            Map.entry("smoothing_warmup", 0.5),
            Map.entry("smoothing_off", 2),
            Map.entry("smoothing_adaptive", "size"),
            Map.entry("smoothing_threshold", 0.4),
            Map.entry("optimizer", "sgd"),
            Map.entry("lr0", 0.02),
            Map.entry("lrf", 0.1),
            Map.entry("cos_lr", true),
            Map.entry("momentum", 0.9),
            Map.entry("weight_decay", 0.001),
            Map.entry("warmup_epochs", 1.0),
            Map.entry("warmup_momentum", 0.5),
            Map.entry("warmup_bias_lr", 0.05),
            Map.entry("nbs", 32),
            Map.entry("freeze", 10),
            Map.entry("box", 5.0),
            Map.entry("cls", 1.0),
            Map.entry("dfl", 1.0),
            Map.entry("mosaic", 0.5),
            Map.entry("close_mosaic", 2),
            Map.entry("mixup", 0.1),
            Map.entry("cutmix", 0.1),
            Map.entry("copy_paste", 0.1),
            Map.entry("hsv_h", 0.1),
            Map.entry("hsv_s", 0.1),
            Map.entry("hsv_v", 0.1),
            Map.entry("degrees", 10.0),
            Map.entry("translate", 0.2),
            Map.entry("scale", 0.2),
            Map.entry("shear", 5.0),
            Map.entry("perspective", 0.0005),
            Map.entry("flipud", 0.5),
            Map.entry("fliplr", 0.1),
            Map.entry("device", "cpu"),
            Map.entry("precision", "fp32"),
            Map.entry("workers", Runtime.getRuntime().availableProcessors() + 1));

    /** Keys that act outside the recipe; the tests named here prove that they do. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("data", "TrainRunTest"),
            Map.entry("task", "ClassificationRunTest"),
            Map.entry("label_noise", "ClassificationRunTest"),
            Map.entry("noise", "ClassificationRunTest"),
            Map.entry("noise_seed", "NoisyLabelsTest"),
            Map.entry("smoothing_matrix", "SmoothingSettingsTest"),
            Map.entry("smoothing_matrix_kind", "SmoothingSettingsTest"),
            Map.entry("smoothing_neighbours", "SmoothingSettingsTest"),
            Map.entry("images", "TrainingDataTest"),
            Map.entry("model", "TrainRunTest"),
            Map.entry("fraction", "TrainingDataTest"),
            Map.entry("single_cls", "TrainingDataTest"),
            Map.entry("classes", "TrainingDataTest"),
            Map.entry("resume", "TrainRunTest"),
            Map.entry("cache", "the_cache_reaches_the_loader"),
            Map.entry("out", "RunFolderTest"),
            Map.entry("project", "RunFolderTest"),
            Map.entry("name", "RunFolderTest"),
            Map.entry("exist_ok", "RunFolderTest"),
            Map.entry("tensorboard", "TrainRunTest"));

    @Test
    void every_option_is_proved_to_act() {
        TreeSet<String> proved = new TreeSet<>(CHANGES.keySet());
        proved.addAll(ELSEWHERE.keySet());
        assertThat(NOTHING.all().stream().<String>map(Key::name).collect(Collectors.toSet()))
                .isEqualTo(proved);
    }

    @Test
    void changing_a_hyper_parameter_changes_exactly_its_own_setting_of_the_recipe() {
        Map<String, String> before = TrainPlan.recipe(NOTHING).settings();
        CHANGES.forEach((name, value) -> {
            Map<String, String> after =
                    TrainPlan.recipe(NOTHING.with(Map.of(name, value), "test")).settings();
            Map<String, String> changed = new LinkedHashMap<>(after);
            changed.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
            assertThat(changed.keySet()).as(name).containsExactly(name);
        });
    }

    @Test
    void without_settings_the_recipe_is_the_trainers_default() {
        assertThat(TrainPlan.recipe(NOTHING)).isEqualTo(Recipe.defaults());
    }

    @Test
    void short_runs_keep_mosaics_for_their_first_half_unless_told_otherwise() {
        Settings ten = NOTHING.with(TrainKeys.EPOCHS, 10);

        assertThat(closeMosaic(ten)).isEqualTo(5);
        assertThat(closeMosaic(TrainPlan.resolved(ten).with(TrainKeys.EPOCHS, 100)))
                .as("a resolved value is fixed")
                .isEqualTo(5);
        assertThat(closeMosaic(ten.with(TrainKeys.CLOSE_MOSAIC, 10))).isEqualTo(10);
        assertThat(closeMosaic(NOTHING)).isEqualTo(10);
        assertThat(closeMosaic(NOTHING.with(TrainKeys.EPOCHS, 1))).isZero();
    }

    private static int closeMosaic(Settings settings) {
        return TrainPlan.recipe(settings).length().closeMosaic();
    }

    @Test
    void the_cache_reaches_the_loader() {
        for (String cache : List.of("auto", "ram", "disk", "off")) {
            Settings settings = NOTHING.with(TrainKeys.CACHE, cache);
            assertThat(TrainPlan.loading(Recipe.defaults(), settings).cache().name())
                    .isEqualToIgnoringCase(cache);
        }
    }

    @Test
    void an_image_size_between_multiples_is_rounded_up() {
        assertThat(TrainPlan.recipe(NOTHING.with(TrainKeys.IMGSZ, 321)).input().imageSize())
                .isEqualTo(352);
    }

    @Test
    void values_out_of_range_are_refused_by_name() {
        Map.of("mosaic", 1.5, "momentum", 2.0, "lr0", -1.0, "box", -1.0, "hsv_h", -0.1)
                .forEach((name, value) -> {
                    Settings settings = NOTHING.with(Map.of(name, value), "test");
                    assertThatThrownBy(() -> TrainPlan.recipe(settings))
                            .as(name)
                            .isInstanceOf(InvalidInput.class)
                            .hasMessageContaining(name.replace('_', '-').substring(0, 3));
                });
    }
}
