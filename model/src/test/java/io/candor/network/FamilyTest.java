package io.candor.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.tensor.LeakCheck;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of YOLOv10 and YOLO11 against reference names, sizes and values. */
@ExtendWith(LeakCheck.class)
class FamilyTest {

    @BeforeAll
    static void use_one_thread() {
        torch.set_num_threads(1);
    }

    @TempDir
    Path folder;

    private static Definition definition(String name, int classes) {
        return Catalogue.definition(name, classes).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yolov10n", "yolo11n", "yolov8n-seg", "yolo11n-seg"})
    void names_shapes_and_order_are_those_of_published_weight_files(String name) throws IOException {
        JsonNode golden;
        try (InputStream in = Golden.open("family/names_" + name + ".json.gz")) {
            golden = new ObjectMapper().readTree(in).get("tensors");
        }
        List<String> expected = StreamSupport.stream(golden.spliterator(), false)
                .map(tensor -> tensor.get("name").asText() + " "
                        + StreamSupport.stream(tensor.get("shape").spliterator(), false)
                                .map(JsonNode::asLong)
                                .toList())
                .toList();
        List<String> ours = definition(name, 80).weights().stream()
                .map(weight -> weight.name() + " " + weight.shape())
                .toList();
        assertThat(ours).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "yolov10n, 595, 2775520",
        "yolov10s, 619, 8128272",
        "yolov10m, 799, 16576768",
        "yolov10b, 835, 20574384",
        "yolov10l, 1027, 25888688",
        "yolov10x, 1135, 31808960",
        "yolo11n, 499, 2624080",
        "yolo11s, 499, 9458752",
        "yolo11m, 649, 20114688",
        "yolo11l, 1015, 25372160",
        "yolo11x, 1015, 56966176",
        "yolov8n-seg, 417, 3409968",
        "yolov8s-seg, 417, 11821056",
        "yolov8m-seg, 537, 27285968",
        "yolov8l-seg, 657, 45997728",
        "yolov8x-seg, 657, 71827888",
        "yolo11n-seg, 561, 2876848",
        "yolo11s-seg, 561, 10113248",
        "yolo11m-seg, 711, 22420896",
        "yolo11l-seg, 1077, 27678368",
        "yolo11x-seg, 1077, 62142656",
    })
    void each_scale_has_its_published_size(String name, int tensors, long parameters) {
        Definition definition = definition(name, 80);
        assertThat(definition.weights()).hasSize(tensors);
        assertThat(definition.parameters()).isEqualTo(parameters);
        assertThat(definition.name()).isEqualTo(name);
        assertThat(definition.summary(640)).contains("GFLOPs");
    }

    @Test
    void yolo11_with_formula_weights_equals_the_reference_fused_or_not() throws IOException {
        Weights golden = Golden.tensors("family/forward_yolo11n.safetensors.gz", folder);
        Tensor images;
        try (Network network = new Network(definition("yolo11n", 80));
                Scope scope = Scope.open()) {
            images = images();
            FormulaWeights.inference(network, u -> 0.4 + 0.1 * u);
            Maps maps = network.eval().forward(images);
            assertThat(difference(maps.levels().get(1), golden, "head_p4")).isLessThan(2e-4);
            assertThat(difference(maps.levels().get(2), golden, "head_p5")).isLessThan(2e-4);
            checkDecoded(network.decode(maps), ForwardParityTest.tensor(golden, "decoded"));
            try (Network fused = network.fused()) {
                checkDecoded(fused.predict(images), ForwardParityTest.tensor(golden, "decoded"));
            }
        }
    }

    @Test
    void both_heads_of_yolov10_with_formula_weights_equal_the_reference() throws IOException {
        Weights golden = Golden.tensors("family/forward_yolov10n.safetensors.gz", folder);
        try (Network network = new Network(definition("yolov10n", 80));
                Scope scope = Scope.open()) {
            Tensor images = images();
            FormulaWeights.inference(network, u -> 0.4 + 0.2 * u);
            Maps maps = network.eval().forward(images);
            for (int level = 1; level < 3; level++) {
                assertThat(difference(maps.levels().get(level), golden, "o2m_p" + (3 + level)))
                        .isLessThan(2e-4);
                assertThat(difference(maps.oneToOne().get(level), golden, "o2o_p" + (3 + level)))
                        .isLessThan(2e-4);
            }
            Tensor many = centred(ForwardParityTest.tensor(golden, "o2m_decoded"));
            Tensor once = centred(ForwardParityTest.tensor(golden, "o2o_decoded"));
            checkDecoded(network.decode(new Maps(maps.levels())), many);
            checkDecoded(network.decode(maps), once);
            checkDecoded(network.predict(images), once);
            try (Network fused = network.fused()) {
                checkDecoded(fused.predict(images), once);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"yolov8n-seg, .3, .2", "yolo11n-seg, .4, .1"})
    void segmenters_with_formula_weights_equal_the_reference(String name, double a, double b) throws IOException {
        Weights golden = Golden.tensors("family/forward_" + name + ".safetensors.gz", folder);
        try (Network network = new Network(definition(name, 80));
                Scope scope = Scope.open()) {
            Tensor images = images();
            FormulaWeights.inference(network, u -> a + b * u);
            checkMasks(network.eval().forward(images), golden);
            checkDecoded(network.predict(images), ForwardParityTest.tensor(golden, "decoded"));
            try (Network fused = network.fused()) {
                checkMasks(fused.answer(images), golden);
            }
        }
    }

    private static void checkMasks(Maps maps, Weights golden) {
        assertThat(difference(maps.prototypes().orElseThrow(), golden, "prototypes"))
                .isLessThan(2e-4);
        Tensor coefficients = Tensors.concat(
                maps.coefficients().stream().map(map -> map.flatten(2, 3)).toList(), 2);
        assertThat(difference(coefficients, golden, "coefficients")).isLessThan(2e-4);
    }

    private Tensor images() throws IOException {
        return ForwardParityTest.tensor(Golden.tensors("family/input_160.safetensors.gz", folder), "input");
    }

    private static double difference(Tensor found, Weights golden, String name) {
        return ForwardParityTest.difference(found, golden, name);
    }

    /** x1, y1, x2, y2 in the first rows to centre and size. */
    private static Tensor centred(Tensor corners) {
        Tensor first = Tensors.slice(corners, 1, 0, 2);
        Tensor second = Tensors.slice(corners, 1, 2, 4);
        return Tensors.concat(
                List.of(Tensors.mul(first.add(second), 0.5), second.sub(first), Tensors.slice(corners, 1, 4, 84)), 1);
    }

    private static void checkDecoded(Tensor found, Tensor expected) {
        Tensor difference = found.sub(expected).abs();
        assertThat(Tensors.item(Tensors.slice(difference, 1, 0, 4).max())).isLessThan(5e-3);
        assertThat(Tensors.item(Tensors.slice(difference, 1, 4, 84).max())).isLessThan(2e-5);
    }

    @Test
    void the_one_to_one_branch_teaches_itself_alone() {
        try (Network network = new Network(definition("yolov10n", 2)).initialise(1);
                Scope scope = Scope.open()) {
            Maps maps = network.train().forward(torch.rand(2, 3, 64, 64));
            Tensor sum = maps.oneToOne().get(0).sum();
            for (Tensor map : maps.oneToOne().subList(1, 3)) {
                sum = sum.add(map.sum());
            }
            sum.backward();
            Set<String> taught = network.definition().weights().stream()
                    .filter(weight -> weight.role().trained())
                    .map(Weight::name)
                    .filter(name -> network.state().get(name).grad().defined())
                    .collect(Collectors.toSet());
            assertThat(taught).isNotEmpty().allMatch(name -> name.startsWith("model.23.one2one_cv"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yolov10n", "yolov10m", "yolo11n", "yolo11n-seg"})
    void gradients_reach_every_trained_tensor_in_both_precisions(String name) {
        for (Precision precision : Precision.values()) {
            try (Network network =
                            new Network(definition(name, 2)).initialise(1).precision(precision);
                    Scope scope = Scope.open()) {
                Maps maps = network.train().forward(torch.rand(2, 3, 64, 64));
                Tensor sum = null;
                List<Tensor> prototypes = maps.prototypes().stream().toList();
                for (List<Tensor> branch : List.of(maps.levels(), maps.oneToOne(), maps.coefficients(), prototypes)) {
                    for (Tensor map : branch) {
                        Tensor squares = map.mul(map).sum();
                        sum = sum == null ? squares : sum.add(squares);
                    }
                }
                sum.backward();
                network.definition().weights().stream()
                        .filter(weight -> weight.role().trained())
                        .forEach(weight -> {
                            Tensor gradient = network.state().get(weight.name()).grad();
                            assertThat(gradient.defined()).as(weight.name()).isTrue();
                            assertThat(Tensors.item(gradient.isfinite().all()))
                                    .as(weight.name())
                                    .isEqualTo(1);
                        });
            }
        }
    }

    @Test
    void a_fresh_network_expects_few_objects_on_both_branches() {
        try (Network network = new Network(definition("yolov10n", 80)).initialise(0)) {
            for (String branch : List.of("cv3", "one2one_cv3")) {
                float[] bias = Tensors.floats(network.state().get("model.23." + branch + ".2.2.bias"));
                assertThat((double) bias[0]).isCloseTo(Math.log(5.0 / 80 / 400), within(1e-5));
            }
            for (String branch : List.of("cv2", "one2one_cv2")) {
                assertThat(Tensors.floats(network.state().get("model.23." + branch + ".0.2.bias")))
                        .containsOnly(1);
            }
        }
    }

    @Test
    void names_are_found_in_any_spelling_users_have_for_them_and_others_are_not() {
        assertThat(Catalogue.definition("YOLOv10b.yaml", 3))
                .hasValueSatisfying(found -> assertThat(found.name()).isEqualTo("yolov10b"));
        assertThat(Catalogue.definition("yolov8b", 3)).isEmpty();
        assertThat(Catalogue.definition("yolo11n.pt", 3)).isEmpty();
        assertThat(Catalogue.names()).contains("yolov8n", "yolov10b", "yolo11x").doesNotHaveDuplicates();
    }
}
