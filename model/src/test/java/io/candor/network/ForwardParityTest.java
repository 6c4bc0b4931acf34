package io.candor.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.tensor.LeakCheck;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.weights.NetworkFile;
import io.candor.weights.Safetensors;
import io.candor.weights.Shared;
import io.candor.weights.TensorData;
import io.candor.weights.Weights;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Published weights give the published implementation's numbers. */
@ExtendWith(LeakCheck.class)
class ForwardParityTest {

    @BeforeAll
    static void use_one_thread() {
        torch.set_num_threads(1);
    }

    static Tensor tensor(Weights golden, String name) {
        TensorData data = golden.tensors().get(name);
        return Tensors.of(data.floats(), data.sizes());
    }

    static double difference(Tensor found, Weights golden, String name) {
        TensorData expected = golden.tensors().get(name);
        assertThat(found.shape()).as(name).isEqualTo(expected.sizes());
        return Tensors.item(found.sub(tensor(golden, name)).abs().max());
    }

    private static Network published() {
        return NetworkFile.load(Shared.file("weights/yolov8n.pt")).network();
    }

    @Test
    void evaluation_maps_and_decoded_boxes_equal_the_reference() {
        Weights golden = Safetensors.read(Shared.file("golden/forward/eval_320.safetensors"));
        try (Network network = published();
                Scope scope = Scope.open()) {
            checkEvaluation(network, golden, 1e-4, 2e-3);
        }
    }

    @Test
    void the_fused_copy_equals_the_reference_too() {
        Weights golden = Safetensors.read(Shared.file("golden/forward/eval_320.safetensors"));
        try (Network network = published();
                Network fused = network.fused();
                Scope scope = Scope.open()) {
            checkEvaluation(fused, golden, 2e-4, 2e-3);
        }
    }

    private static void checkEvaluation(Network network, Weights golden, double maps, double boxes) {
        Maps found = network.forward(tensor(golden, "input"));
        for (int level = 0; level < 3; level++) {
            assertThat(difference(found.levels().get(level), golden, "head_p" + (3 + level)))
                    .isLessThan(maps);
        }
        Tensor decoded = network.decode(found);
        Tensor expected = tensor(golden, "decoded");
        Tensor difference = decoded.sub(expected).abs();
        assertThat(Tensors.item(Tensors.slice(difference, 1, 0, 4).max())).isLessThan(boxes);
        assertThat(Tensors.item(Tensors.slice(difference, 1, 4, 84).max())).isLessThan(2e-6);
    }

    @Test
    void training_maps_and_the_statistics_they_leave_equal_the_reference() {
        Weights golden = Safetensors.read(Shared.file("golden/forward/train_mode_160.safetensors"));
        try (Network network = published().train();
                Scope scope = Scope.open()) {
            Maps found = network.forward(tensor(golden, "input"));
            for (int level = 0; level < 3; level++) {
                assertThat(difference(found.levels().get(level), golden, "head_p" + (3 + level)))
                        .isLessThan(1e-3);
            }
            checkStatistics(network, golden);
        }
    }

    private static void checkStatistics(Network network, Weights golden) {
        int checked = 0;
        for (var entry : network.state().entrySet()) {
            TensorData after = golden.tensors().get("after." + entry.getKey());
            if (after != null) {
                float[] found = Tensors.floats(entry.getValue());
                float[] expected = after.floats();
                boolean mean = entry.getKey().endsWith("running_mean");
                for (int i = 0; i < expected.length; i++) {
                    Offset<Float> tolerance = Offset.offset(mean ? 1e-5f : 1e-5f * Math.max(1, expected[i]));
                    assertThat(found[i]).as(entry.getKey()).isCloseTo(expected[i], tolerance);
                }
                checked++;
            } else if (entry.getKey().endsWith("num_batches_tracked")) {
                assertThat(Tensors.item(entry.getValue())).isEqualTo(2);
            }
        }
        assertThat(checked).isEqualTo(114);
    }
}
