package io.candor.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PtFileTest {

    private static final byte[] SIX = Pickles.floats(0, 1, 2, 3, 4, 5);

    @TempDir
    Path folder;

    private Path archive(Pickles pickle) throws IOException {
        return Pickles.archive(folder.resolve("w.pt"), pickle.stop(), Map.of("0", SIX));
    }

    private static Pickles stateDict(int offset, int[] shape, int... strides) {
        return Pickles.protocol2()
                .global("collections", "OrderedDict")
                .code(')')
                .code('R')
                .text("w")
                .tensor("FloatStorage", "0", 6, offset, shape, strides)
                .code('s');
    }

    private static Pickles module(Pickles pickle, String className) {
        return pickle.global("ultralytics.nn.tasks", className).code(')').code(0x81);
    }

    @Test
    void a_dictionary_of_tensors_is_read() throws IOException {
        Weights weights = PtFile.read(archive(stateDict(0, new int[] {2, 3}, 3, 1)));
        assertThat(weights.tensors()).containsOnlyKeys("w");
        assertThat(weights.tensors().get("w").shape()).containsExactly(2L, 3L);
        assertThat(weights.tensors().get("w").floats()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void views_are_brought_into_row_major_order() throws IOException {
        Weights transposed = PtFile.read(archive(stateDict(0, new int[] {3, 2}, 1, 3)));
        assertThat(transposed.tensors().get("w").floats()).containsExactly(0, 3, 1, 4, 2, 5);
        Weights part = PtFile.read(archive(stateDict(2, new int[] {2}, 2)));
        assertThat(part.tensors().get("w").floats()).containsExactly(2, 4);
        Weights single = PtFile.read(archive(stateDict(5, new int[0])));
        assertThat(single.tensors().get("w").floats()).containsExactly(5);
    }

    @Test
    void the_averaged_weights_are_preferred_to_the_last_ones() throws IOException {
        Pickles pickle = Pickles.protocol2().code('}').code('(');
        for (String key : List.of("model", "ema")) {
            pickle.text(key);
            module(pickle, "DetectionModel")
                    .code('}')
                    .text("_parameters")
                    .code('}')
                    .text(key)
                    .tensor("FloatStorage", "0", 6, 0, new int[] {6}, new int[] {1})
                    .code('s')
                    .code('s')
                    .code('b');
        }
        assertThat(PtFile.read(archive(pickle.code('u'))).tensors()).containsOnlyKeys("ema");
    }

    @Test
    void a_view_outside_its_storage_is_damage() throws IOException {
        for (Pickles pickle : List.of(
                stateDict(0, new int[] {7}, 1),
                stateDict(-1, new int[] {2}, 1),
                stateDict(0, new int[] {2, 2}, 1),
                stateDict(0, new int[] {-2}, 1),
                stateDict(0, new int[] {2, 2}, 1, Integer.MAX_VALUE))) {
            Path file = archive(pickle);
            assertThatThrownBy(() -> PtFile.read(file))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("tensor w");
        }
    }

    @Test
    void a_view_that_repeats_one_number_without_end_is_refused() throws IOException {
        Path file = archive(stateDict(0, new int[] {Integer.MAX_VALUE}, 0));
        assertThatThrownBy(() -> PtFile.read(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("more than 8 times its size");
    }

    @Test
    void a_storage_that_inflates_to_many_times_the_file_is_refused() throws IOException {
        byte[] pickle = stateDict(0, new int[] {2}, 1).stop();
        Path bomb = Pickles.archive(folder.resolve("bomb.pt"), pickle, Map.of("0", new byte[1 << 20]));
        assertThatThrownBy(() -> PtFile.read(bomb))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("archive/data/0 has 1048576 bytes, expected at most");
    }

    @Test
    void storages_that_together_inflate_to_many_times_the_file_are_refused() throws IOException {
        Pickles pickle = Pickles.protocol2().code('}');
        Map<String, byte[]> storages = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            String key = String.valueOf(i);
            storages.put(key, new byte[8192]);
            pickle.text("w" + key)
                    .tensor("FloatStorage", key, 2048, 0, new int[] {2}, new int[] {1})
                    .code('s');
        }
        Path file = Pickles.archive(folder.resolve("bombs.pt"), pickle.stop(), storages);
        assertThat(Files.size(file)).isGreaterThan(2 * 8192 / 8);
        assertThatThrownBy(() -> PtFile.read(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("has 8192 bytes, expected at most")
                .hasMessageNotContaining("archive/data/0 ");
    }

    @Test
    void class_names_that_contain_one_another_are_refused_by_their_number() throws IOException {
        Pickles pickle = module(Pickles.protocol2(), "DetectionModel")
                .code('}')
                .text("_parameters")
                .code('}')
                .text("w")
                .tensor("FloatStorage", "0", 6, 0, new int[] {6}, new int[] {1})
                .code('s')
                .code('s')
                .text("names");
        pickle.code(']').code('q').code(0).code(']').code('q').code(1); // a, b
        pickle.code('h').code(0).code('a').code('a'); // b = [a], a = [b]
        Path file = archive(pickle.code('s').code('b'));
        assertThatThrownBy(() -> PtFile.read(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("1 of its 1 class names are no texts");
    }

    @Test
    void code_is_refused_by_name_with_a_way_out() throws IOException {
        Path file = archive(Pickles.protocol2()
                .global("posix", "system")
                .text("touch " + folder.resolve("owned"))
                .code(0x85)
                .code('R'));
        assertThatThrownBy(() -> PtFile.read(file))
                .isInstanceOfSatisfying(
                        InvalidInput.class, e -> assertThat(e.help()).isEqualTo("weights-unsafe"))
                .hasMessageContaining("posix.system")
                .hasMessageContaining("Nothing was run")
                .hasMessageContaining(file.toString());
        assertThat(folder.resolve("owned")).doesNotExist();
    }

    @Test
    void networks_of_other_tasks_are_named() throws IOException {
        for (String task : List.of("PoseModel", "ClassificationModel", "OBBModel")) {
            Path file = archive(
                    module(Pickles.protocol2().code('}').text("model"), task).code('s'));
            assertThatThrownBy(() -> PtFile.read(file))
                    .isInstanceOfSatisfying(
                            InvalidInput.class, e -> assertThat(e.help()).isEqualTo("weights-task"))
                    .hasMessageContaining(task)
                    .hasMessageContaining("expected one for detection or segmentation");
        }
    }

    @Test
    void an_archive_of_something_else_is_named() throws IOException {
        Path docx = Pickles.zip(folder.resolve("a.pt"), Map.of("word/document.xml", new byte[3]));
        assertThatThrownBy(() -> PtFile.read(docx))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("an archive without data.pkl");
        Path number = archive(Pickles.protocol2().number(3));
        assertThatThrownBy(() -> PtFile.read(number))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("no tensors in it");
    }

    @Test
    void a_missing_storage_and_foreign_byte_order_are_named() throws IOException {
        byte[] pickle = stateDict(0, new int[] {2}, 1).stop();
        Path bare = Pickles.archive(folder.resolve("bare.pt"), pickle, Map.of());
        assertThatThrownBy(() -> PtFile.read(bare))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("archive/data/0 is missing");
        Path big = Pickles.zip(
                folder.resolve("big.pt"),
                Map.of(
                        "m/data.pkl",
                        pickle,
                        "m/data/0",
                        SIX,
                        "m/byteorder",
                        "big".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertThatThrownBy(() -> PtFile.read(big))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("byte order is \"big\"");
    }

    @Test
    void a_module_that_contains_itself_is_refused() throws IOException {
        Path file = archive(module(Pickles.protocol2(), "DetectionModel")
                .code('q')
                .code(0)
                .code('}')
                .text("_modules")
                .code('}')
                .text("again")
                .code('h')
                .code(0)
                .code('s')
                .code('s')
                .code('b'));
        assertThatThrownBy(() -> PtFile.read(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("nested without end");
    }

    @Test
    void the_published_checkpoint_is_read_whole() {
        Weights weights = PtFile.read(Shared.file("weights/yolov8n.pt"));
        assertThat(weights.tensors()).hasSize(355);
        assertThat(weights.classes().orElseThrow().names())
                .hasSize(80)
                .startsWith("person", "bicycle")
                .endsWith("hair drier", "toothbrush");
        assertThat(weights.tensors().get("model.0.conv.weight").type()).isEqualTo(TensorData.Type.F16);
        assertThat(weights.tensors().get("model.22.dfl.conv.weight").floats())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }

    @Test
    void a_checkpoint_cut_short_anywhere_is_damage() throws IOException {
        byte[] whole = Files.readAllBytes(Shared.file("weights/yolov8n.pt"));
        for (int length : new int[] {2, 100, whole.length / 2, whole.length - 1}) {
            Path cut = Files.write(folder.resolve("cut.pt"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> WeightFile.read(cut))
                    .isInstanceOfSatisfying(
                            InvalidInput.class, e -> assertThat(e.help()).isEqualTo("weights-file"));
        }
    }

    @Test
    void the_pickle_of_the_published_checkpoint_is_refused_cut_anywhere() throws IOException {
        byte[] pickle;
        try (ZipFile zip = new ZipFile(Shared.file("weights/yolov8n.pt").toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(e -> e.getName().endsWith("data.pkl"))
                    .findFirst()
                    .orElseThrow();
            pickle = zip.getInputStream(entry).readAllBytes();
        }
        for (int length = 0; length < pickle.length; length += 997) {
            byte[] cut = Arrays.copyOf(pickle, length);
            assertThatThrownBy(() -> Unpickler.read(cut)).isInstanceOf(Unpickler.Refused.class);
        }
    }
}
