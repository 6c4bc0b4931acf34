package io.candor.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.tensor.LeakCheck;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.weights.Golden;
import io.candor.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Reference numbers that need no published weights, so that every machine checks them. */
@ExtendWith(LeakCheck.class)
class FormulaParityTest {

    @BeforeAll
    static void use_one_thread() {
        torch.set_num_threads(1);
    }

    @TempDir
    Path folder;

    @Test
    void evaluation_with_formula_weights_equals_the_reference() throws IOException {
        Weights input = Golden.tensors("family/input_160.safetensors.gz", folder);
        Weights golden = Golden.tensors("family/formula_yolov8n.safetensors.gz", folder);
        try (Network network = YoloV8.of(Scale.N, 80);
                Scope scope = Scope.open()) {
            FormulaWeights.inference(network);
            Maps maps = network.eval().forward(ForwardParityTest.tensor(input, "input"));
            assertThat(ForwardParityTest.difference(maps.levels().get(1), golden, "head_p4"))
                    .isLessThan(2e-4);
            assertThat(ForwardParityTest.difference(maps.levels().get(2), golden, "head_p5"))
                    .isLessThan(2e-4);
            Tensor difference = network.decode(maps)
                    .sub(ForwardParityTest.tensor(golden, "decoded"))
                    .abs();
            assertThat(Tensors.item(Tensors.slice(difference, 1, 0, 4).max())).isLessThan(5e-3);
            assertThat(Tensors.item(Tensors.slice(difference, 1, 4, 84).max())).isLessThan(2e-5);
        }
    }

    @Test
    void training_starts_from_the_reference_values() throws IOException {
        JsonNode golden = checksums();
        assertThat(golden.size()).isGreaterThan(290);
        try (Network network = YoloV8.of(Scale.N, 6)) {
            FormulaWeights.training(network);
            golden.properties().forEach(entry -> {
                float[] found = Tensors.floats(network.state().get(entry.getKey()));
                check(entry.getKey(), found, entry.getValue());
            });
        }
    }

    private static JsonNode checksums() throws IOException {
        try (InputStream in = Golden.open("train/synthetic_initial_checksums.json.gz")) {
            return new ObjectMapper().readTree(in).get("initial_checksums");
        }
    }

    private static void check(String name, float[] found, JsonNode golden) {
        double sum = 0;
        double magnitude = 0;
        for (float value : found) {
            sum += value;
            magnitude += Math.abs(value);
        }
        Offset<Double> close = Offset.offset(1e-6);
        assertThat(sum / found.length).as(name).isCloseTo(golden.get("mean").asDouble(), close);
        assertThat(magnitude / found.length)
                .as(name)
                .isCloseTo(golden.get("abs_mean").asDouble(), close);
        for (int i = 0; i < golden.get("first4").size(); i++) {
            assertThat((double) found[i])
                    .as(name)
                    .isCloseTo(golden.get("first4").get(i).asDouble(), Offset.offset(1e-7));
        }
    }
}
