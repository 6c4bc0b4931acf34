package io.candor.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

    @TempDir
    Path folder;

    private Path file(String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .array());
        out.write(json);
        out.write(new byte[dataBytes]);
        return Files.write(folder.resolve("x.safetensors"), out.toByteArray());
    }

    private static void assertDamaged(Path file, String message) {
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOfSatisfying(
                        InvalidInput.class, e -> assertThat(e.help()).isEqualTo("weights-file"))
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    private static Map<String, TensorData> two() {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put("b", TensorData.of(new float[] {1.5f, -2}, 2, 1));
        tensors.put("a", TensorData.of(new long[] {Long.MIN_VALUE}));
        tensors.put("none", TensorData.of(new double[0], 0, 3));
        return tensors;
    }

    @Test
    void what_is_written_is_read_back_in_order_with_its_metadata() {
        Path file = folder.resolve("deep/w.safetensors");
        Safetensors.write(file, two(), Map.of("note", "ü \"x\""));
        Weights read = Safetensors.read(file);
        assertThat(read.tensors().keySet()).containsExactly("b", "a", "none");
        assertThat(read.tensors().get("b").floats()).containsExactly(1.5f, -2);
        assertThat(read.tensors().get("b").shape()).containsExactly(2L, 1L);
        assertThat(read.tensors().get("a").longs()).containsExactly(Long.MIN_VALUE);
        assertThat(read.tensors().get("a").shape()).isEmpty();
        assertThat(read.tensors().get("none").shape()).containsExactly(0L, 3L);
        assertThat(read.metadata()).containsExactly(Map.entry("note", "ü \"x\""));
        assertThat(read.classes()).isEmpty();
    }

    /** Numbers that tell when they are fetched. */
    private record Watched(TensorData kept, Runnable fetched) implements TensorSource {

        @Override
        public TensorData.Type type() {
            return kept.type();
        }

        @Override
        public List<Long> shape() {
            return kept.shape();
        }

        @Override
        public TensorData data() {
            fetched.run();
            return kept;
        }
    }

    @Test
    void numbers_are_fetched_one_tensor_at_a_time_when_those_before_are_written() throws IOException {
        List<Long> lengths = new ArrayList<>();
        Map<String, TensorSource> sources = new LinkedHashMap<>();
        two().forEach((name, data) -> sources.put(name, new Watched(data, () -> lengths.add(draftLength()))));
        Path file = folder.resolve("w.safetensors");
        Safetensors.write(file, sources, Map.of());
        long header = Files.size(file) - 16;
        assertThat(lengths).containsExactly(header, header + 8, header + 16);
        Path eager = folder.resolve("eager.safetensors");
        Safetensors.write(eager, two(), Map.of());
        assertThat(Files.mismatch(file, eager)).isEqualTo(-1);
    }

    private long draftLength() {
        try (var files = Files.list(folder)) {
            Path draft = files.filter(file -> file.toString().endsWith(".part"))
                    .findFirst()
                    .orElseThrow();
            return Files.size(draft);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void numbers_larger_than_one_piece_survive_whole() {
        float[] values = new float[(9 << 20) / Float.BYTES + 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path file = folder.resolve("w.safetensors");
        Safetensors.write(file, Map.of("w", TensorData.of(values, values.length)), Map.of());
        assertThat(Safetensors.read(file).tensors().get("w").floats()).isEqualTo(values);
    }

    @Test
    void a_description_is_read_without_the_numbers_which_may_be_fetched_later() throws IOException {
        Path file = folder.resolve("w.safetensors");
        Safetensors.write(file, two(), Map.of("n", "1"));
        Safetensors.Contents contents = Safetensors.contents(file);
        assertThat(contents.metadata()).containsExactly(Map.entry("n", "1"));
        assertThat(contents.tensors().keySet()).containsExactly("b", "a", "none");
        TensorSource numbers = contents.tensors().get("b");
        assertThat(numbers).hasToString("f32 [2, 1]");
        assertThat(numbers.elements()).isEqualTo(2);
        assertThat(numbers.data()).isEqualTo(two().get("b"));
        Files.write(file, new byte[3]);
        assertThatThrownBy(numbers::data)
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("ended while being read");
    }

    @Test
    void the_numbers_begin_at_a_multiple_of_eight() throws IOException {
        Path file = folder.resolve("w.safetensors");
        Safetensors.write(file, two(), Map.of("n", "1"));
        long header = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        assertThat(header % 8).isZero();
    }

    @Test
    void an_old_file_is_replaced_and_no_draft_stays() throws IOException {
        Path file = folder.resolve("w.safetensors");
        Files.writeString(file, "old");
        Safetensors.write(file, two(), Map.of());
        assertThat(Safetensors.read(file).tensors()).hasSize(3);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_file_cut_short_or_grown_is_damaged_at_every_length() throws IOException {
        Path file = folder.resolve("w.safetensors");
        Safetensors.write(file, two(), Map.of());
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertDamaged(file, "is not a whole safetensors file");
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertDamaged(file, "its tensors end at byte");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MAX_VALUE, Long.MIN_VALUE, 100_000_001, 1, 0})
    void a_header_of_impossible_length_is_damage(long length) throws IOException {
        byte[] bytes = ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
        assertDamaged(Files.write(folder.resolve("x.safetensors"), bytes), "claims a header of");
    }

    @Test
    void overlapping_tensors_and_gaps_are_damage() throws IOException {
        String one = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
        assertDamaged(file("{\"a\":%s,\"b\":%s}".formatted(one, one), 8), "begins at byte 0, but the one before it");
        String late = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]}";
        assertDamaged(file("{\"a\":%s,\"b\":%s}".formatted(one, late), 16), "begins at byte 12");
    }

    @Test
    void lies_about_one_tensor_are_named() throws IOException {
        for (String tensor : List.of(
                "{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}",
                "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}",
                "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,80]}",
                "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}",
                "{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}",
                "{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}",
                "{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}",
                "{\"dtype\":\"F32\",\"data_offsets\":[0,8]}",
                "{\"dtype\":\"C64\",\"shape\":[2],\"data_offsets\":[0,8]}",
                "7")) {
            assertDamaged(file("{\"w\":%s}".formatted(tensor), 8), "tensor w");
        }
    }

    @Test
    void a_header_that_is_no_object_of_tensors_is_damage() throws IOException {
        assertDamaged(file("[1, 2]", 0), "not a JSON object");
        assertDamaged(file("{\"a\":", 0), "not JSON");
        assertDamaged(file("{} {}", 0), "not JSON");
        String tensor = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
        assertDamaged(file("{\"a\":%s,\"a\":%s}".formatted(tensor, tensor), 8), "not JSON");
        assertDamaged(file("{\"__metadata__\":{\"a\":1}}", 0), "metadata \"a\" is not a text");
        assertDamaged(file("{\"__metadata__\":{\"classes\":\"cat\"}}", 0), "");
    }

    @Test
    void a_text_file_is_not_a_weight_file() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "some notes about weights");
        assertThatThrownBy(() -> WeightFile.read(text)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> WeightFile.read(folder.resolve("absent.pt")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("no such weight file");
    }
}
