package io.candor.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.tensor.Precision;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.tensor.Weight;
import io.candor.weights.Golden;
import io.candor.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YoloV8ClassifierTest {

    @BeforeAll
    static void use_one_thread() {
        torch.set_num_threads(1);
    }

    @TempDir
    Path folder;

    @Test
    void names_and_shapes_are_those_of_published_files() throws IOException {
        JsonNode golden;
        try (InputStream in = Golden.open("family/names_yolov8n-cls.json.gz")) {
            golden = new ObjectMapper().readTree(in).get("tensors");
        }
        List<Weight> weights = YoloV8.classifier(Scale.N, 10).weights();
        assertThat(weights).hasSize(golden.size());
        for (int i = 0; i < weights.size(); i++) {
            assertThat(weights.get(i).name())
                    .isEqualTo(golden.get(i).get("name").asText());
            assertThat(weights.get(i).shape())
                    .isEqualTo(StreamSupport.stream(golden.get(i).get("shape").spliterator(), false)
                            .map(JsonNode::asLong)
                            .toList());
        }
    }

    @Test
    void parameters_are_as_many_as_published() {
        Map<Scale, Long> published = Map.of(
                Scale.N,
                1_451_098L,
                Scale.S,
                5_093_546L,
                Scale.M,
                15_785_146L,
                Scale.L,
                36_212_554L,
                Scale.X,
                56_154_650L);
        published.forEach(
                (scale, parameters) -> assertThat(YoloV8.classifier(scale, 10).parameters())
                        .as("%s", scale)
                        .isEqualTo(parameters));
    }

    @Test
    void logits_with_formula_weights_equal_the_reference_fused_or_not() throws IOException {
        Weights input = Golden.tensors("family/input_160.safetensors.gz", folder);
        Weights golden = Golden.tensors("family/forward_yolov8n-cls.safetensors.gz", folder);
        try (Network network = new Network(YoloV8.classifier(Scale.N, 10));
                Scope scope = Scope.open()) {
            FormulaWeights.inference(network);
            Tensor images = ForwardParityTest.tensor(input, "input");
            Tensor logits = network.eval().forward(images).levels().get(0);
            assertThat(logits.shape()).containsExactly(1, 10);
            assertThat(ForwardParityTest.difference(logits, golden, "logits")).isLessThan(1e-5);
            assertThat(ForwardParityTest.difference(logits.softmax(1), golden, "probabilities"))
                    .isLessThan(2e-6);
            try (Network fused = network.fused()) {
                assertThat(ForwardParityTest.difference(
                                fused.forward(images).levels().get(0), golden, "logits"))
                        .isLessThan(2e-5);
            }
        }
    }

    @Test
    void it_learns_in_training_mode_and_its_logits_stay_in_single_precision() {
        try (Network network =
                        new Network(YoloV8.classifier(Scale.N, 3)).initialise(1).precision(Precision.BF16);
                Scope scope = Scope.open()) {
            Tensor logits =
                    network.train().forward(torch.rand(2, 3, 32, 32)).levels().get(0);
            assertThat(Tensors.type(logits)).isEqualTo(torch.ScalarType.Float);
            logits.sum().backward();
            assertThat(network.state().get("model.0.conv.weight").grad().defined())
                    .isTrue();
            assertThat(network.state().get("model.9.linear.weight").grad().shape())
                    .containsExactly(3, 1280);
        }
    }

    @Test
    void the_summary_ends_with_the_head() {
        assertThat(YoloV8.classifier(Scale.N, 10).summary(224)).contains("Classify 10 classes", "1,451,098");
    }
}
