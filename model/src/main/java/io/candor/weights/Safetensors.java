package io.candor.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The safetensors format: eight bytes with the length of a JSON header, the header (per tensor its type, shape and place),
 * then the numbers, row-major and little-endian, without gaps.
 */
public final class Safetensors {

    /** Longest header that is read; the format's own limit. */
    private static final long LONGEST_HEADER = 100_000_000;

    /** Bytes per system call: Java copies as many to native memory, and keeps that for the thread's life. */
    private static final int PIECE = 4 << 20;

    private static final String METADATA = "__metadata__";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Safetensors() {}

    /**
     * What a file says about itself; its numbers stay there until they are fetched, each tensor by itself.
     *
     * @param file where it was found; it must still be there, and the same, when numbers are fetched
     * @param tensors by name, in the file's order
     * @param metadata texts about the file
     * @param classes names in the metadata, if it has them
     */
    public record Contents(
            Path file, Map<String, TensorSource> tensors, Map<String, String> metadata, Optional<Classes> classes) {

        public Contents {
            tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * Reads a whole file.
     *
     * @throws InvalidInput if it is not such a file, is cut short, or its header contradicts itself
     */
    public static Weights read(Path file) {
        Contents contents = contents(file);
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        contents.tensors.forEach((name, source) -> tensors.put(name, source.data()));
        return new Weights(file, tensors, contents.metadata, contents.classes);
    }

    /**
     * Reads the description of a file, and checks that its numbers are there.
     *
     * @throws InvalidInput as {@link #read}; {@link TensorSource#data} throws it too, if the file has changed since
     */
    public static Contents contents(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            return new Reader(file, channel).contents();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static InvalidInput unreadable(Path file, IOException cause) {
        return damaged(file, "it cannot be read (%s)".formatted(cause), cause);
    }

    private static InvalidInput damaged(Path file, String found, Throwable cause) {
        return new InvalidInput(
                "weights-file",
                "%s is not a whole safetensors file: %s. Copy or download it again.".formatted(file, found),
                cause);
    }

    /** One file while it is read. */
    private static final class Reader {

        private final Path file;
        private final FileChannel channel;
        private final long length;
        private long start;

        Reader(Path file, FileChannel channel) throws IOException {
            this.file = file;
            this.channel = channel;
            length = channel.size();
        }

        Contents contents() throws IOException {
            ObjectNode header = header();
            Map<String, String> metadata = metadata(header.remove(METADATA));
            List<Entry> entries = entries(header);
            checkPlaces(entries);
            Map<String, TensorSource> tensors = new LinkedHashMap<>();
            for (Entry entry : entries) {
                tensors.put(entry.name, new Stored(file, start + entry.begin, entry.type, entry.shape));
            }
            return new Contents(file, tensors, metadata, NetworkFile.classes(file, metadata));
        }

        private ObjectNode header() throws IOException {
            if (length < Long.BYTES) {
                throw damaged("it has %d bytes".formatted(length));
            }
            long headerLength = bytes(channel, 0, Long.BYTES).getLong();
            start = Long.BYTES + headerLength;
            if (headerLength < 2 || headerLength > LONGEST_HEADER || start > length) {
                throw damaged("it has %d bytes and claims a header of %s"
                        .formatted(length, Long.toUnsignedString(headerLength)));
            }
            return parse(StandardCharsets.UTF_8
                    .decode(bytes(channel, Long.BYTES, headerLength))
                    .toString());
        }

        private ObjectNode parse(String json) {
            try {
                if (JSON.readTree(json) instanceof ObjectNode header) {
                    return header;
                }
                throw damaged("its header is not a JSON object");
            } catch (JsonProcessingException e) {
                throw Safetensors.damaged(file, "its header is not JSON (%s)".formatted(e.getOriginalMessage()), e);
            }
        }

        private Map<String, String> metadata(JsonNode node) {
            Map<String, String> metadata = new LinkedHashMap<>();
            if (node != null) {
                node.properties().forEach(field -> {
                    if (!field.getValue().isTextual()) {
                        throw damaged("the metadata \"%s\" is not a text".formatted(field.getKey()));
                    }
                    metadata.put(field.getKey(), field.getValue().textValue());
                });
            }
            return metadata;
        }

        private List<Entry> entries(ObjectNode header) {
            List<Entry> entries = new ArrayList<>();
            header.properties().forEach(field -> entries.add(entry(field.getKey(), field.getValue())));
            return entries;
        }

        private Entry entry(String name, JsonNode node) {
            List<Long> offsets = numbers(name, node.get("data_offsets"));
            List<Long> shape = numbers(name, node.get("shape"));
            if (offsets.size() != 2) {
                throw damaged("tensor %s has %d offsets instead of 2".formatted(name, offsets.size()));
            }
            Entry entry =
                    new Entry(name, type(name, node.path("dtype").asText()), shape, offsets.get(0), offsets.get(1));
            if (entry.begin > entry.end || start + entry.end > length || !entry.fits()) {
                throw damaged("tensor %s (%s %s) cannot lie in bytes %d to %d of %d"
                        .formatted(name, entry.type, shape, entry.begin, entry.end, length - start));
            }
            return entry;
        }

        private TensorData.Type type(String name, String text) {
            for (TensorData.Type type : TensorData.Type.values()) {
                if (type.name().equals(text)) {
                    return type;
                }
            }
            throw damaged("tensor %s has the type \"%s\", which is not known here".formatted(name, text));
        }

        private List<Long> numbers(String name, JsonNode node) {
            List<Long> numbers = new ArrayList<>();
            if (node == null || !node.isArray()) {
                throw damaged("tensor %s lacks its shape or offsets".formatted(name));
            }
            for (JsonNode number : node) {
                if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
                    throw damaged("tensor %s has %s as a size or offset".formatted(name, number));
                }
                numbers.add(number.longValue());
            }
            return numbers;
        }

        /** Every byte after the header belongs to exactly one tensor. */
        private void checkPlaces(List<Entry> entries) {
            long end = 0;
            for (Entry entry : entries.stream()
                    .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                    .toList()) {
                if (entry.begin != end) {
                    throw damaged("tensor %s begins at byte %d, but the one before it ends at %d"
                            .formatted(entry.name, entry.begin, end));
                }
                end = entry.end;
            }
            if (start + end != length) {
                throw damaged("its tensors end at byte %d, the file at %d".formatted(start + end, length));
            }
        }

        private InvalidInput damaged(String found) {
            return Safetensors.damaged(file, found, null);
        }
    }

    private static ByteBuffer bytes(FileChannel channel, long from, long count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(count)).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(from);
        while (bytes.position() < bytes.capacity()) {
            bytes.limit(bytes.position() + Math.min(PIECE, bytes.capacity() - bytes.position()));
            if (channel.read(bytes) < 0) {
                throw new EOFException("ended while being read");
            }
        }
        return bytes.flip();
    }

    /** A tensor whose numbers are still in the file, from byte {@code begin} on. */
    private record Stored(Path file, long begin, TensorData.Type type, List<Long> shape) implements TensorSource {

        @Override
        public TensorData data() {
            try (FileChannel channel = FileChannel.open(file)) {
                return new TensorData(type, shape, bytes(channel, begin, byteCount()));
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }

        @Override
        public String toString() {
            return TensorData.text(type, shape);
        }
    }

    /** One tensor's line in the header; offsets from the end of the header. */
    private record Entry(String name, TensorData.Type type, List<Long> shape, long begin, long end) {

        boolean fits() {
            try {
                long bytes = Math.multiplyExact(TensorData.elements(shape), type.bytes());
                return bytes == end - begin && bytes <= Integer.MAX_VALUE - Long.BYTES;
            } catch (ArithmeticException tooLarge) {
                return false;
            }
        }
    }

    /**
     * Writes a whole file: beside its place first, then moved there, so that no reader sees half of it.
     *
     * @param tensors whose numbers are fetched one tensor after the other, in the order of the map
     * @param metadata texts about the file; may be empty
     */
    public static void write(Path file, Map<String, ? extends TensorSource> tensors, Map<String, String> metadata) {
        Path target = file.toAbsolutePath();
        try {
            Files.createDirectories(target.getParent());
            Path draft = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".part");
            try {
                writeDraft(draft, tensors, metadata);
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void writeDraft(
            Path draft, Map<String, ? extends TensorSource> tensors, Map<String, String> metadata) throws IOException {
        byte[] header = header(tensors, metadata);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(channel, length.putLong(header.length).flip());
            writeAll(channel, ByteBuffer.wrap(header));
            for (TensorSource tensor : tensors.values()) {
                writeAll(channel, tensor.data().bytes().duplicate());
            }
            channel.force(true);
        }
    }

    /** Padded with spaces to a multiple of eight, so that the numbers after it are aligned. */
    private static byte[] header(Map<String, ? extends TensorSource> tensors, Map<String, String> metadata)
            throws IOException {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            header.set(METADATA, JSON.valueToTree(metadata));
        }
        long begin = 0;
        for (Map.Entry<String, ? extends TensorSource> tensor : tensors.entrySet()) {
            TensorSource source = tensor.getValue();
            long end = begin + source.byteCount();
            ObjectNode entry = header.putObject(tensor.getKey());
            entry.put("dtype", source.type().name());
            entry.set("shape", JSON.valueToTree(source.shape()));
            entry.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        String json = JSON.writeValueAsString(header);
        int unpadded = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat(Math.floorMod(-unpadded, Long.BYTES))).getBytes(StandardCharsets.UTF_8);
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(bytes.position() + Math.min(PIECE, end - bytes.position()));
            channel.write(bytes);
        }
    }
}
