package io.candor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.Batch;
import io.candor.data.target.Smoothing;
import io.candor.loss.DetectionLoss;
import io.candor.loss.Gains;
import io.candor.loss.Parts;
import io.candor.loss.Targets;
import io.candor.network.Catalogue;
import io.candor.network.Network;
import io.candor.tensor.MemoryLayout;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.tensor.Weight;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loss and gradients of one training step of other networks against stored numbers. */
class FamilyStepTest {

    @TempDir
    private Path folder;

    @BeforeAll
    static void use_one_thread() {
        torch.set_num_threads(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yolov10n", "yolo11n"})
    void the_first_step_has_the_stored_loss_and_gradients(String name) throws IOException {
        JsonNode golden = Golden.json("family/train_step0.json").get(name);
        Batch batch = GoldenTrainingTest.batches(
                        Golden.unpack("train/synthetic_data.safetensors", folder.resolve("data.safetensors")))
                .get(0);
        try (Scope scope = Scope.open();
                Network network = new Network(Catalogue.definition(name, 6).orElseThrow())) {
            network.layout(MemoryLayout.CHANNELS_FIRST);
            fill(network, golden.get("a").asDouble(), golden.get("b").asDouble());
            Parts parts = new DetectionLoss(6, new Smoothing.None(), Gains.published())
                    .of(network.train().forward(Tensors.images(batch)), Targets.of(batch));
            JsonNode components = golden.get("components_after_gain");
            near(parts.box(), components.get("box").asDouble(), 1e-4);
            near(parts.classes(), components.get("cls").asDouble(), 1e-4);
            near(parts.dfl(), components.get("dfl").asDouble(), 1e-4);
            near(Tensors.item(parts.total()), golden.get("total_times_batch").asDouble(), 1e-4);
            parts.total().backward();
            checkGradients(network, golden);
        }
    }

    private static void checkGradients(Network network, JsonNode golden) {
        Set<String> dust = new HashSet<>();
        golden.get("noise").get("gradient_zero_tensors").forEach(name -> dust.add(name.asText()));
        double squares = 0;
        int compared = 0;
        for (Weight weight : network.definition().weights()) {
            if (weight.role().trained()) {
                float[] gradient =
                        Tensors.floats(network.state().get(weight.name()).grad());
                double magnitude = 0;
                for (float value : gradient) {
                    squares += (double) value * value;
                    magnitude += Math.abs(value);
                }
                if (!dust.contains(weight.name())) {
                    double expected = golden.get("gradients")
                            .get(weight.name())
                            .get("abs_mean")
                            .asDouble();
                    assertThat(magnitude / gradient.length)
                            .as(weight.name())
                            .isCloseTo(expected, within(2e-3 * expected));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(200);
        near(Math.sqrt(squares), golden.get("grad_norm").asDouble(), 1e-3);
    }

    private static void near(double found, double expected, double relative) {
        assertThat(found).isCloseTo(expected, within(relative * Math.abs(expected)));
    }

    /** The formula of the reference; running variances are {@code a + b u}. */
    private static void fill(Network network, double a, double b) {
        List<Weight> weights = network.definition().weights();
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            for (int t = 0; t < weights.size(); t++) {
                Weight weight = weights.get(t);
                float[] values = new float[(int) weight.elements()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) value(weight, i, GoldenTrainingTest.uniform(t, i), a, b);
                }
                Tensor tensor = network.state().get(weight.name());
                tensor.copy_(Tensors.of(values, weight.sizes()));
            }
        }
    }

    private static double value(Weight weight, int i, double u, double a, double b) {
        double z = 2 * u - 1;
        return switch (weight.role()) {
            case CONVOLUTION -> 1.7 * z / Math.sqrt((double) weight.fanIn());
            case NORM_WEIGHT -> 1 + 0.2 * z;
            case NORM_BIAS -> 0.5 * z;
            case BIAS -> 0.5 * z - (weight.name().contains("cv3.") ? 2 : 0);
            case RUNNING_MEAN -> 0.2 * z;
            case RUNNING_VARIANCE -> a + b * u;
            case COUNTER -> 0;
            case CONSTANT -> i;
        };
    }
}
