package io.candor.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.tensor.Weight;
import io.candor.weights.NetworkFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifiersTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void use_one_thread() {
        torch.set_num_threads(1);
    }

    private static Definition named(String name, int classes, int imageSize) {
        return Classifiers.named(name, classes, imageSize).orElseThrow();
    }

    @Test
    void parameters_are_as_many_as_published() {
        Map<String, Long> published = Map.of(
                "resnet18", 11_689_512L,
                "resnet34", 21_797_672L,
                "resnet50", 25_557_032L,
                "yolov8n-cls", 2_719_288L,
                "yolov8s-cls", 6_361_736L,
                "yolov8m-cls", 17_053_336L,
                "yolov8l-cls", 37_480_744L,
                "yolov8x-cls", 57_422_840L);
        published.forEach((name, parameters) ->
                assertThat(named(name, 1000, 224).parameters()).as(name).isEqualTo(parameters));
    }

    @Test
    void small_networks_have_the_parameters_their_tables_say() {
        // 432 + 32 + 4608 + 64 + 18432 + 128 + 73728 + 256 + 147456 + 256 + 1290
        assertThat(named("cnn-small", 10, 28).parameters()).isEqualTo(246_682);
        // 2352 x 256 + 256 + 256 x 128 + 128 + 1290
        assertThat(named("mlp", 10, 28).parameters()).isEqualTo(636_554);
        assertThat(Mlp.definition(20, List.of(64), 10).parameters()).isEqualTo(20 * 64 + 64 + 64 * 10 + 10);
    }

    @Test
    void names_and_shapes_are_those_of_published_residual_networks() {
        List<Weight> weights = named("resnet50", 1000, 224).weights();
        assertThat(weights.get(0).name()).isEqualTo("conv1.weight");
        assertThat(weights.get(0).shape()).containsExactly(64L, 3L, 7L, 7L);
        assertThat(weights).hasSize(320);
        assertThat(weights.stream().map(Weight::name))
                .contains(
                        "bn1.running_var",
                        "layer1.0.downsample.0.weight",
                        "layer1.0.downsample.1.num_batches_tracked",
                        "layer4.2.conv3.weight",
                        "fc.bias");
        assertThat(named("resnet18", 1000, 224).weights()).hasSize(122);
        assertThat(named("resnet18", 1000, 224).weights().stream().map(Weight::name))
                .doesNotContain("layer1.0.downsample.0.weight");
    }

    @Test
    void small_pictures_keep_their_size_in_the_first_layers() {
        Definition small = named("resnet18", 10, 32);
        assertThat(small.weights().get(0).shape()).containsExactly(64L, 3L, 3L, 3L);
        assertThat(small.summary(32)).contains("512 x 4 x 4").contains("1.1 GFLOPs");
        assertThat(named("resnet18", 1000, 224).summary(224))
                .contains("512 x 7 x 7")
                .contains("3.6 GFLOPs");
    }

    @Test
    void every_network_gives_logits_fused_or_not_and_survives_its_file() {
        for (String name : List.of("mlp", "cnn-small", "resnet18", "resnet50", "yolov8n-cls")) {
            Path file = folder.resolve(name + ".safetensors");
            try (Network network = new Network(named(name, 7, 32)).initialise(1);
                    Scope scope = Scope.open()) {
                Tensor images = images(2, 32);
                network.train().forward(images); // moves the running statistics
                float[] plain = logits(network.eval(), images);
                assertThat(plain).as(name).hasSize(14);
                assertThat(plain[0]).isNotEqualTo(plain[7]);
                try (Network fused = network.fused()) {
                    float[] folded = logits(fused, images);
                    for (int i = 0; i < plain.length; i++) {
                        assertThat(folded[i]).as(name).isCloseTo(plain[i], within(1e-3f));
                    }
                }
                NetworkFile.save(file, network, new Classes(List.of("a", "b", "c", "d", "e", "f", "g")), Map.of());
                NetworkFile read = NetworkFile.loadAny(file);
                try (Network again = read.network()) {
                    assertThat(again.definition().name()).isEqualTo(network.name());
                    assertThat(again.definition().task()).isEqualTo(Task.CLASSIFY);
                    assertThat(read.metadata())
                            .containsEntry("network", network.name())
                            .containsEntry("task", "classify");
                    assertThat(logits(again, images)).containsExactly(plain);
                }
            }
        }
    }

    @Test
    void a_classifier_where_a_detector_is_expected_is_refused() {
        Path file = folder.resolve("mlp.safetensors");
        try (Network network = new Network(named("mlp", 2, 8)).initialise(1)) {
            NetworkFile.save(file, network, new Classes(List.of("a", "b")), Map.of());
        }
        assertThatThrownBy(() -> NetworkFile.load(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("found mlp, a network to classify; expected one to detect");
    }

    @Test
    void other_names_are_not_known() {
        assertThat(Classifiers.named("resnet19", 2, 32)).isEmpty();
        assertThat(Classifiers.named("yolov8n", 2, 32)).isEmpty();
        assertThat(Classifiers.named("ResNet18", 2, 32)).isPresent();
    }

    private static float[] logits(Network network, Tensor images) {
        return Tensors.floats(network.forward(images).levels().get(0));
    }

    private static Tensor images(int count, int size) {
        Random random = new Random(5);
        float[] values = new float[count * 3 * size * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Tensors.of(values, count, 3, size, size);
    }
}
