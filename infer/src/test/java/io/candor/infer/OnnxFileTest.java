package io.candor.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import io.candor.infer.OnnxFile.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be wrong with a file before ONNX Runtime sees it, and what only that finds. */
class OnnxFileTest {

    @TempDir
    private Path folder;

    private static TestModel model() {
        return new TestModel().output(new float[6 * 84], 1L, 6L, 84L).property("names", "{0: 'cat', 1: 'dog'}");
    }

    private Path file() {
        return folder.resolve("model.onnx");
    }

    private static void assertRefused(Path file, String help, String... words) {
        assertThatThrownBy(() -> Detector.load(file))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        refusal -> assertThat(refusal.help()).isEqualTo(help))
                .hasMessageContainingAll(words);
    }

    @Test
    void a_file_tells_what_it_declares() {
        OnnxFile file = OnnxFile.read(model().input(0L, 3L, 0L, 64L).write(file()));
        assertThat(file.opsets()).containsEntry("", 17L);
        assertThat(file.operators()).containsExactlyInAnyOrder("ReduceMean", "Squeeze", "Mul");
        assertThat(file.inputs()).containsExactly(new Port("images", 1, List.of(Port.FREE, 3L, Port.FREE, 64L)));
        assertThat(file.outputs().get(0)).hasToString("output0 (1, 6, 84)");
        assertThat(file.properties()).containsEntry("names", "{0: 'cat', 1: 'dog'}");
        assertThat(file.externalFiles()).isEmpty();
    }

    @Test
    void a_missing_file_is_named() {
        assertRefused(folder.resolve("none.onnx"), "onnx-file", "none.onnx", "no such file");
    }

    /** At every length: some cut between two fields, where only what is missing tells. */
    @Test
    void a_file_cut_short_is_refused() throws IOException {
        byte[] whole = Files.readAllBytes(model().write(file()));
        for (int length = 0; length < whole.length - 60; length += 41) {
            Files.write(file(), Arrays.copyOf(whole, length));
            assertRefused(file(), "onnx-file", "model.onnx");
        }
    }

    @Test
    void arbitrary_bytes_are_refused_without_harm() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(model().write(file()));
        for (int i = 0; i < 300; i++) {
            byte[] bytes = whole.clone();
            for (int change = 0; change < 4; change++) {
                bytes[random.nextInt(300)] = (byte) random.nextInt();
            }
            Files.write(file(), bytes);
            try {
                OnnxFile.read(file());
            } catch (InvalidInput refused) {
                assertThat(refused.getMessage()).as("seed %d", seed).contains("model.onnx");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../weights.bin", "/etc/passwd", "sub/../../weights.bin"})
    void data_outside_the_folder_is_refused_before_the_library_opens_it(String location) {
        assertRefused(model().external(location).write(file()), "onnx-external-data", location, "outside its folder");
    }

    @Test
    void a_link_that_leads_out_of_the_folder_is_refused() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path secret = Files.writeString(folder.resolve("secret.bin"), "secret");
        Files.createSymbolicLink(inner.resolve("weights.bin"), secret);
        Path file = model().external("weights.bin").write(inner.resolve("model.onnx"));
        assertRefused(file, "onnx-external-data", "outside its folder");
    }

    @Test
    void missing_data_beside_the_file_is_named() {
        assertRefused(model().external("weights.bin").write(file()), "onnx-external-data", "weights.bin", "not beside");
    }

    @Test
    void data_beside_the_file_is_read() throws IOException {
        Files.write(folder.resolve("weights.bin"), new byte[6 * 84 * 4]);
        try (Detector detector = Detector.load(model().external("weights.bin").write(file()))) {
            assertThat(detector.card().layout()).contains(Layout.ANCHOR_COLUMNS);
        }
    }

    @Test
    void unknown_operators_are_named() {
        assertRefused(model().operator("Frobnicate").write(file()), "onnx-operators", "Frobnicate");
    }

    @Test
    void other_outputs_are_refused() {
        float[] numbers = new float[6 * 84];
        assertRefused(model().output(numbers, 1L, 7L, 72L).write(file()), "onnx-layout", "(1, 7, 72)", "2 classes");
        assertRefused(model().output(numbers, 6L, 84L).write(file()), "onnx-layout", "(6, 84)");
    }

    @Test
    void other_inputs_are_refused() {
        assertRefused(model().input(1L, 1L, 64L, 64L).write(file()), "onnx-layout", "(1, 1, 64, 64)");
    }

    @Test
    void other_tasks_are_refused() {
        assertRefused(model().property("task", "pose").write(file()), "onnx-layout", "its task is 'pose'");
    }

    @Test
    void a_segmenter_whose_masks_cannot_be_found_is_refused() {
        assertRefused(model().property("task", "segment").write(file()), "onnx-layout", "its task is 'segment'");
        TestModel other = model().property("task", "segment").prototypes(new float[2 * 8 * 8], 2, 8);
        assertRefused(other.write(file()), "onnx-layout", "output1 (1, 2, 8, 8)", "(N, M, H / 4, W / 4)");
    }
}
