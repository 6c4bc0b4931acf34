package io.candor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import io.candor.data.augment.AugmentationRecipe;
import io.candor.data.target.Adaptation;
import io.candor.data.target.SimilarityMatrix;
import io.candor.data.target.SmoothingPlan;
import io.candor.data.target.SmoothingSchedule;
import io.candor.loss.Gains;
import io.candor.tensor.Device;
import io.candor.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeTest {

    @TempDir
    Path folder;

    @Test
    void detectors_cannot_be_trained_on_attacked_pictures() {
        Attack attack = new Attack(Attack.Kind.FGSM, .01, 1);
        Objective plain = Objective.defaults();
        Objective attacked = new Objective(plain.gains(), plain.smoothing(), plain.loss(), plain.teaching(), attack);
        assertThatThrownBy(() -> attacked.detection(2, 1, Guidance.NONE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("found fgsm, expected none");
        assertThatThrownBy(() -> plain.detection(2, 1, new Guidance(Optional.empty(), 1, attack)))
                .isInstanceOf(InvalidInput.class);
    }

    @Test
    void settings_read_back_exactly() {
        Recipe recipe = Recipe.defaults()
                .with(new Length(7, 3, 2))
                .with(new Input(320, 5, 1, -42))
                .with(AugmentationRecipe.defaults().withDegrees(0.1 + 0.2))
                .with(new Optimization(
                        OptimizerName.ADAM, 1.0 / 3, 0.1, Curve.COSINE, 0.7, 1e-7, 9, 3.3, new Warmup(1.5, 0.2, 0.3)))
                .with(new Objective(new Gains(1, 2, 3), "others", 0.05))
                .with(new Compute("cpu", PrecisionChoice.BF16, 3))
                .with(Freeze.of("0,4,11"));

        assertThat(Recipe.of(recipe.settings())).isEqualTo(recipe);
        assertThat(Recipe.of(Recipe.defaults().settings())).isEqualTo(Recipe.defaults());
    }

    @Test
    void every_part_of_a_smoothing_plan_reads_back_exactly_and_old_checkpoints_do_too() {
        SmoothingPlan plan = new SmoothingPlan(
                "similarity",
                1.0 / 7,
                Optional.of(SimilarityMatrix.of("test", new double[][] {{1, 2, 0}, {0.1, 0, 0.3}, {0, 0, 5}})),
                new SmoothingSchedule(SmoothingSchedule.Curve.COSINE, 0.01, 0.02, 0.3, 2),
                new Adaptation(Adaptation.By.CONFIDENCE, 0.4));
        Recipe recipe = Recipe.defaults().with(new Objective(Gains.published(), plan));
        assertThat(Recipe.of(recipe.settings())).isEqualTo(recipe);

        Recipe plain = Recipe.defaults().with(new Objective(Gains.published(), "binary", 0.1));
        Map<String, String> old = new HashMap<>(plain.settings());
        old.keySet().removeIf(key -> key.startsWith("smoothing_") && !key.equals("smoothing_convention"));
        assertThat(Recipe.of(old)).isEqualTo(plain);
    }

    @Test
    void a_missing_setting_is_named() {
        Map<String, String> settings = new HashMap<>(Recipe.defaults().settings());
        settings.remove("lr0");

        assertThatThrownBy(() -> Recipe.of(settings)).hasMessage("no setting \"lr0\"");
    }

    @Test
    void a_size_that_is_no_multiple_of_32_is_refused_with_one_that_is() {
        assertThatThrownBy(() -> new Input(100, 1, 0, 0))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("imgsz: found 100, expected a multiple of 32, such as 128.");
        assertThatThrownBy(() -> new Input(64, 0, 0, 0))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("batch: found 0, expected a whole number of at least 1");
    }

    @Test
    void freeze_reads_a_count_or_a_list_of_rows() {
        assertThat(Freeze.of("3").rows()).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(Freeze.of("[3]").rows()).containsExactly(3);
        assertThat(Freeze.of("0, 5").rows()).containsExactlyInAnyOrder(0, 5);
        assertThat(Freeze.of("")).isEqualTo(Freeze.NOTHING);
        assertThat(Freeze.of("1").rows()).containsExactly(0);
        assertThat(Freeze.of("2").rows()).containsExactlyInAnyOrder(0, 1);
        assertThatThrownBy(() -> Freeze.of("all")).isInstanceOf(InvalidInput.class);
    }

    @Test
    void automatic_precision_is_bf16_where_the_processor_multiplies_it() throws IOException {
        Path fast = Files.writeString(folder.resolve("fast"), "model\t: x\nflags\t\t: fpu avx512_bf16 sse\n");
        Path slow = Files.writeString(folder.resolve("slow"), "flags\t\t: fpu avx512_bf16x sse\n");

        assertThat(PrecisionChoice.AUTO.on(Device.CPU, fast)).isEqualTo(Precision.BF16);
        assertThat(PrecisionChoice.AUTO.on(Device.CPU, slow)).isEqualTo(Precision.FP32);
        assertThat(PrecisionChoice.AUTO.on(Device.CPU, folder.resolve("none"))).isEqualTo(Precision.FP32);
        assertThat(PrecisionChoice.AUTO.on(new Device(Device.Kind.CUDA, 0), slow))
                .isEqualTo(Precision.BF16);
        assertThat(PrecisionChoice.FP32.on(Device.CPU, fast)).isEqualTo(Precision.FP32);
        assertThatThrownBy(() -> PrecisionChoice.of("fp16")).isInstanceOf(InvalidInput.class);
    }
}
