package io.candor.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.DoubleBuffer;
import java.util.stream.StreamSupport;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Reads the reference's losses and compares values and gradients with ours, in double and in float. */
final class GoldenClassLoss {

    private GoldenClassLoss() {}

    static JsonNode read(String name) {
        try (InputStream file = GoldenClassLoss.class.getResourceAsStream("/golden/smoothing/" + name)) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    static long[] shape(JsonNode input) {
        return StreamSupport.stream(input.get("shape").spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }

    static Tensor tensor(JsonNode values, ScalarType type, long... shape) {
        return Tensors.of(numbers(values), shape).to(type);
    }

    static Tensor indices(JsonNode values, long... shape) {
        return Tensors.of(
                StreamSupport.stream(values.spliterator(), false)
                        .mapToLong(JsonNode::asLong)
                        .toArray(),
                shape);
    }

    static double[] doubles(Tensor tensor) {
        Tensor flat = tensor.detach().to(ScalarType.Double).contiguous();
        double[] values = new double[(int) flat.numel()];
        flat.<DoubleBuffer>createBuffer().get(values);
        return values;
    }

    /** A loss of given logits. */
    interface Loss {
        Tensor of(Tensor logits, ScalarType type);
    }

    /**
     * Compares one case.
     *
     * @param upstream what the gradient of an unreduced loss is multiplied with; not read for a scalar
     */
    static void compare(JsonNode each, JsonNode input, JsonNode upstream, Loss loss) {
        compare(each, input, upstream, loss, ScalarType.Double, 1e-12);
        compare(each, input, upstream, loss, ScalarType.Float, 1e-6);
    }

    private static void compare(
            JsonNode each, JsonNode input, JsonNode upstream, Loss loss, ScalarType type, double tolerance) {
        try (Scope scope = Scope.open()) {
            Tensor logits = tensor(input.get("values"), type, shape(input)).requires_grad_(true);
            Tensor found = loss.of(logits, type);
            boolean list = each.get("value").isArray();
            Tensor scalar =
                    list ? found.mul(tensor(upstream, type, found.shape())).sum() : found;
            scalar.backward();
            close(
                    doubles(found),
                    list
                            ? numbers(each.get("value"))
                            : new double[] {each.get("value").asDouble()},
                    each,
                    tolerance);
            close(doubles(logits.grad()), numbers(each.get("grad")), each, tolerance);
        }
    }

    private static void close(double[] found, double[] expected, JsonNode each, double tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
            if (!(Math.abs(found[i] - expected[i]) <= allowed)) {
                assertThat(found[i]).as("%s at %d", each, i).isCloseTo(expected[i], within(allowed));
            }
        }
    }

    static Reduction reduction(JsonNode each) {
        return switch (each.path("reduction").asText("mean")) {
            case "none" -> Reduction.NONE;
            case "sum" -> Reduction.SUM;
            default -> Reduction.MEAN;
        };
    }
}
