package io.candor.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.network.Catalogue;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.Task;
import io.candor.network.YoloV8;
import io.candor.tensor.LeakCheck;
import io.candor.tensor.Tensors;
import io.candor.tensor.Weight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class NetworkFileTest {

    @TempDir
    Path folder;

    private Map<String, TensorData> tensors(int classes) {
        try (Network network = YoloV8.of(Scale.N, classes).initialise(1)) {
            return new LinkedHashMap<>(NetworkFile.tensors(network));
        }
    }

    private Path write(Map<String, TensorData> tensors, Map<String, String> metadata) {
        Path file = folder.resolve("n.safetensors");
        Safetensors.write(file, tensors, metadata);
        return file;
    }

    @Test
    void the_published_checkpoint_becomes_a_network_with_its_classes() {
        NetworkFile loaded = NetworkFile.load(Shared.file("weights/yolov8n.pt"));
        try (Network network = loaded.network()) {
            assertThat(network.name()).isEqualTo("yolov8n");
            assertThat(network.classes()).isEqualTo(80);
            assertThat(loaded.classes().name(0)).isEqualTo("person");
        }
    }

    @Test
    void published_weights_transfer_to_six_classes_but_for_the_class_branch() {
        Weights weights = WeightFile.read(Shared.file("weights/yolov8n.pt"));
        try (Network network = YoloV8.of(Scale.N, 6).initialise(1)) {
            float[] before = Tensors.floats(network.state().get("model.22.cv3.0.0.conv.weight"));
            Transfer transfer = Transfer.into(network, weights);
            assertThat(transfer.matched()).isEqualTo(319);
            assertThat(transfer.total()).isEqualTo(355);
            assertThat(transfer.unmatched()).hasSize(36).allMatch(name -> name.startsWith("model.22.cv3."));
            assertThat(Tensors.floats(network.state().get("model.22.cv3.0.0.conv.weight")))
                    .isEqualTo(before);
            assertThat(Tensors.floats(network.state().get("model.0.conv.weight")))
                    .isEqualTo(weights.tensors().get("model.0.conv.weight").floats());
        }
    }

    @Test
    void scales_are_told_apart_by_their_shapes() {
        try (Network network = YoloV8.of(Scale.S, 2).initialise(1)) {
            Path file = folder.resolve("s.safetensors");
            NetworkFile.save(file, network, new Classes(List.of("a", "b")), Map.of());
            try (Network loaded = NetworkFile.load(file).network()) {
                assertThat(loaded.name()).isEqualTo("yolov8s");
            }
        }
    }

    @Test
    void a_network_written_tensor_by_tensor_gives_the_bytes_of_its_copies() throws IOException {
        Path saved = folder.resolve("saved.safetensors");
        Classes classes = new Classes(List.of("a", "b"));
        try (Network network = YoloV8.of(Scale.N, 2).initialise(1)) {
            NetworkFile.save(saved, network, classes, Map.of());
            Path copied = write(NetworkFile.tensors(network), NetworkFile.metadata(network, classes, Map.of()));
            assertThat(Files.mismatch(saved, copied)).isEqualTo(-1);
            assertThat(WeightFile.read(saved)
                            .tensors()
                            .get("model.0.conv.weight")
                            .floats())
                    .isEqualTo(Tensors.floats(network.state().get("model.0.conv.weight")));
        }
    }

    @Test
    void a_class_branch_of_an_impossible_shape_is_refused() {
        for (TensorData branch : List.of(
                TensorData.of(new float[] {1}),
                TensorData.of(new float[64], 64),
                TensorData.of(new float[0], 0, 64, 1, 1),
                TensorData.of(new float[0], 1L << 40, 0, 1, 1))) {
            Map<String, TensorData> tensors = Map.of(
                    "model.0.conv.weight",
                    TensorData.of(new float[16 * 3 * 9], 16, 3, 3, 3),
                    "model.22.cv3.0.2.weight",
                    branch);
            assertThatThrownBy(() -> NetworkFile.load(write(tensors, Map.of())))
                    .as(branch.toString())
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("holds no network that is known here");
        }
    }

    @Test
    void without_names_classes_are_numbered() {
        NetworkFile loaded = NetworkFile.load(write(tensors(2), Map.of()));
        try (Network network = loaded.network()) {
            assertThat(loaded.classes().names()).containsExactly("class0", "class1");
            assertThat(network.classes()).isEqualTo(2);
        }
    }

    @Test
    void counters_stored_as_one_element_or_not_at_all_are_accepted() {
        Map<String, TensorData> tensors = tensors(2);
        tensors.put("model.0.bn.num_batches_tracked", TensorData.of(new long[] {7}, 1));
        tensors.remove("model.1.bn.num_batches_tracked");
        try (Network network = NetworkFile.load(write(tensors, Map.of())).network()) {
            assertThat(Tensors.longs(network.state().get("model.0.bn.num_batches_tracked")))
                    .containsExactly(7);
        }
    }

    @Test
    void names_that_are_too_few_are_refused() {
        Path file = write(tensors(2), Map.of("classes", "[\"a\"]"));
        assertThatThrownBy(() -> NetworkFile.load(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("names 1 classes, but its class branch has 2 channels");
    }

    @Test
    void every_network_of_the_catalogue_comes_back_from_its_file() {
        for (String name : List.of("yolov10n", "yolov10s", "yolo11n", "yolo11s")) {
            try (Network network = new Network(Catalogue.definition(name, 3).orElseThrow())) {
                Path file = folder.resolve(name + ".safetensors");
                NetworkFile.save(file, network, new Classes(List.of("a", "b", "c")), Map.of());
                try (Network loaded = NetworkFile.load(file).network()) {
                    assertThat(loaded.name()).isEqualTo(name);
                    assertThat(loaded.classes()).isEqualTo(3);
                }
            }
        }
    }

    @Test
    void a_yolov10_that_is_said_to_be_a_yolov8_or_lacks_a_branch_is_refused() {
        Map<String, TensorData> tensors;
        try (Network network = new Network(Catalogue.definition("yolov10n", 2).orElseThrow())) {
            tensors = new LinkedHashMap<>(NetworkFile.tensors(network));
        }
        Path lying = write(tensors, Map.of("network", "yolov8n"));
        assertThatThrownBy(() -> NetworkFile.load(lying))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("says that it holds yolov8n, but its tensors are those of yolov10n");
        tensors.keySet().removeIf(name -> name.contains("one2one_cv2"));
        assertThatThrownBy(() -> NetworkFile.load(write(tensors, Map.of())))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("the most similar network, yolov10n");
    }

    @Test
    void a_classifier_where_a_detector_is_expected_is_refused() {
        Path file = folder.resolve("cls.safetensors");
        try (Network network =
                new Network(Catalogue.definition("yolov8n-cls", 2).orElseThrow())) {
            NetworkFile.save(file, network, new Classes(List.of("a", "b")), Map.of());
        }
        assertThatThrownBy(() -> NetworkFile.load(file))
                .isInstanceOfSatisfying(
                        InvalidInput.class, e -> assertThat(e.help()).isEqualTo("weights-task"))
                .hasMessageContaining("a network to classify; expected one to detect");
    }

    @Test
    void other_architectures_are_refused_with_the_first_difference() {
        Map<String, TensorData> more = tensors(2);
        more.put("model.22.cv4.0.0.conv.weight", TensorData.of(new float[] {1}, 1));
        assertThatThrownBy(() -> NetworkFile.load(write(more, Map.of())))
                .isInstanceOfSatisfying(
                        InvalidInput.class, e -> assertThat(e.help()).isEqualTo("weights-architecture"))
                .hasMessageContaining("1 tensors that the most similar network, yolov8n, has not")
                .hasMessageContaining("model.22.cv4.0.0.conv.weight");
        Map<String, TensorData> fewer = tensors(2);
        fewer.remove("model.9.cv1.conv.weight");
        assertThatThrownBy(() -> NetworkFile.load(write(fewer, Map.of())))
                .hasMessageContaining("the first is model.9.cv1.conv.weight");
        Map<String, TensorData> other = Map.of("layer.weight", TensorData.of(new float[] {1}, 1));
        assertThatThrownBy(() -> NetworkFile.load(write(other, Map.of())))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("holds no network that is known here");
    }

    @Test
    void checkpoints_of_segmenters_become_those_networks() throws IOException {
        for (String name : List.of("yolov8n-seg", "yolo11n-seg")) {
            try (Network network = new Network(Catalogue.definition(name, 2).orElseThrow()).initialise(3)) {
                NetworkFile loaded = NetworkFile.load(checkpoint("SegmentationModel", network), Task.SEGMENT);
                try (Network same = loaded.network()) {
                    assertThat(same.name()).isEqualTo(name);
                    assertThat(loaded.classes().names()).containsExactly("scratch", "dent");
                    String last = network.definition().weights().stream()
                            .map(Weight::name)
                            .reduce((a, b) -> b)
                            .orElseThrow();
                    assertThat(Tensors.floats(same.state().get(last)))
                            .isEqualTo(Tensors.floats(network.state().get(last)));
                }
            }
        }
    }

    @Test
    void a_yolov10_checkpoint_is_never_taken_for_a_yolov8() throws IOException {
        try (Network network = new Network(Catalogue.definition("yolov10n", 2).orElseThrow()).initialise(3)) {
            Path file = checkpoint("YOLOv10DetectionModel", network);
            try (Network loaded = NetworkFile.load(file).network()) {
                assertThat(loaded.name()).isEqualTo("yolov10n");
            }
            assertThatThrownBy(() -> NetworkFile.load(file, Task.CLASSIFY))
                    .isInstanceOfSatisfying(
                            InvalidInput.class, e -> assertThat(e.help()).isEqualTo("weights-task"))
                    .hasMessageContaining("found yolov10n, a network to detect; expected one to classify");
        }
    }

    @Test
    void a_yolo11_checkpoint_of_another_task_is_refused() throws IOException {
        try (Network network =
                new Network(Catalogue.definition("yolo11n-seg", 2).orElseThrow()).initialise(3)) {
            Path file = checkpoint("SegmentationModel", network);
            assertThatThrownBy(() -> NetworkFile.load(file, Task.DETECT))
                    .isInstanceOfSatisfying(
                            InvalidInput.class, e -> assertThat(e.help()).isEqualTo("weights-task"))
                    .hasMessageContaining("found yolo11n-seg, a network to segment; expected one to detect");
        }
        Map<String, TensorData> keypoints;
        try (Network network = new Network(Catalogue.definition("yolo11n", 1).orElseThrow())) {
            keypoints = new LinkedHashMap<>(NetworkFile.tensors(network));
        }
        keypoints.put("model.23.cv4.0.2.weight", TensorData.of(new float[51 * 51], 51, 51, 1, 1));
        assertThatThrownBy(() -> NetworkFile.load(write(keypoints, Map.of())))
                .isInstanceOfSatisfying(
                        InvalidInput.class, e -> assertThat(e.help()).isEqualTo("weights-architecture"))
                .hasMessageContaining("the most similar network, yolo11n")
                .hasMessageContaining("model.23.cv4.0.2.weight");
    }

    /** A checkpoint as the publisher's tool writes it, but for its modules, which are not nested. */
    private Path checkpoint(String className, Network network) throws IOException {
        Pickles pickle = Pickles.protocol2().code('}').text("model");
        pickle.global("ultralytics.nn.tasks", className).code(')').code(0x81).code('}');
        pickle.text("_parameters").code('}');
        Map<String, byte[]> storages = new LinkedHashMap<>();
        NetworkFile.tensors(network).forEach((name, tensor) -> {
            String key = Integer.toString(storages.size());
            boolean counter = name.endsWith("num_batches_tracked");
            int[] shape = tensor.shape().stream().mapToInt(Long::intValue).toArray();
            int[] strides = new int[shape.length];
            int size = 1;
            for (int i = shape.length - 1; i >= 0; i--) {
                strides[i] = size;
                size *= shape[i];
            }
            storages.put(key, counter ? new byte[Long.BYTES] : Pickles.floats(tensor.floats()));
            pickle.text(name)
                    .tensor(counter ? "LongStorage" : "FloatStorage", key, size, 0, shape, strides)
                    .code('s');
        });
        pickle.code('s').text("names").code('}');
        pickle.number(0).text("scratch").code('s').number(1).text("dent").code('s');
        return Pickles.archive(
                folder.resolve(network.name() + ".pt"),
                pickle.code('s').code('b').code('s').stop(),
                storages);
    }
}
