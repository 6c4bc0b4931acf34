package io.candor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Eight steps over five small tensors with given gradients, against PyTorch in float64. */
class OptimizerTest {

    private static final JsonNode GOLDEN = Golden.json("train/optimizer_steps.json");

    @ParameterizedTest
    @CsvSource({"0, Double, 1e-12", "1, Double, 1e-12", "2, Double, 1e-12", "3, Double, 1e-12"})
    void equals_the_reference_in_float64(int index, ScalarType type, double tolerance) {
        follow(GOLDEN.get("cases").get(index), type, tolerance);
    }

    @ParameterizedTest
    @CsvSource({"0, Float, 1e-6", "1, Float, 1e-6", "2, Float, 1e-6", "3, Float, 1e-6"})
    void equals_the_reference_in_float32(int index, ScalarType type, double tolerance) {
        follow(GOLDEN.get("cases").get(index), type, tolerance);
    }

    private static void follow(JsonNode expected, ScalarType type, double tolerance) {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> parameters = tensors(GOLDEN.get("initial"), type);
            Map<String, Tensor> averages = tensors(GOLDEN.get("initial"), type);
            FlatState state = FlatState.gather(groups(parameters));
            FlatState shadow = FlatState.gather(groups(averages));
            Ema ema = new Ema(state.values(), shadow.values(), 0);
            Optimizer optimizer = Optimizer.of(plan(expected), state, 5e-4);

            int step = 0;
            for (JsonNode after : expected.get("steps")) {
                accumulate(parameters, GOLDEN.get("gradients").get(step), type);
                double norm = state.clipGradients(10);
                optimizer.step(rates(expected, step), momentum(expected, step));
                ema.update();
                state.clearGradients();

                assertThat(norm)
                        .as("norm at step %d", step)
                        .isCloseTo(
                                after.get("grad_norm_before_clip").asDouble(), within(Math.max(tolerance, 1e-12) * 50));
                near(parameters, after.get("params"), tolerance, "parameters at step " + step);
                near(averages, after.get("ema"), tolerance, "average at step " + step);
                step++;
            }
            assertThat(step).isEqualTo(8);
        }
    }

    /** The way backward does it: in place, into whatever gradient the parameter has. */
    private static void accumulate(Map<String, Tensor> parameters, JsonNode gradients, ScalarType type) {
        parameters.forEach((name, parameter) -> parameter
                .grad()
                .add_(Tensors.of(Golden.doubles(gradients.get(name)), parameter.shape())
                        .to(type)));
    }

    private static OptimizerPlan plan(JsonNode expected) {
        double momentum = expected.path("momentum_or_beta1").asDouble(0.9);
        OptimizerName name = OptimizerName.of(expected.get("optimizer").asText());
        return new OptimizerPlan(name, expected.path("lr").asDouble(), momentum, momentum, 0);
    }

    private static Rates rates(JsonNode expected, int step) {
        if (expected.has("schedule")) {
            double[] rates = Golden.doubles(expected.get("schedule").get(step).get("lr"));
            return new Rates(rates[0], rates[1], rates[2]);
        }
        double rate = expected.get("lr").asDouble();
        return new Rates(rate, rate, rate);
    }

    private static double momentum(JsonNode expected, int step) {
        return expected.has("schedule")
                ? expected.get("schedule").get(step).get("momentum").asDouble()
                : expected.get("momentum_or_beta1").asDouble();
    }

    private static Map<String, Tensor> tensors(JsonNode values, ScalarType type) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Iterator<String> names = values.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            long[] shape = StreamSupport.stream(GOLDEN.get("shapes").get(name).spliterator(), false)
                    .mapToLong(JsonNode::asLong)
                    .toArray();
            Tensor tensor =
                    Tensors.of(Golden.doubles(values.get(name)), shape).to(type).clone();
            tensors.put(name, tensor.requires_grad_(true));
        }
        return tensors;
    }

    private static ParameterGroups groups(Map<String, Tensor> tensors) {
        return new ParameterGroups(group(tensors, "bias"), group(tensors, "decay"), group(tensors, "norm"), List.of());
    }

    private static List<Tensor> group(Map<String, Tensor> tensors, String group) {
        List<Tensor> members = new ArrayList<>();
        tensors.forEach((name, tensor) -> {
            if (GOLDEN.get("group").get(name).asText().equals(group)) {
                members.add(tensor);
            }
        });
        return members;
    }

    private static void near(Map<String, Tensor> found, JsonNode expected, double tolerance, String where) {
        assertThat(expected.size()).isEqualTo(found.size());
        found.forEach((name, tensor) -> {
            double[] wanted = Golden.doubles(expected.get(name));
            for (int i = 0; i < wanted.length; i++) {
                double value = tensor.detach().flatten().narrow(0, i, 1).item_double();
                assertThat(value).as("%s %s[%d]", where, name, i).isCloseTo(wanted[i], within(tolerance));
            }
        });
    }
}
