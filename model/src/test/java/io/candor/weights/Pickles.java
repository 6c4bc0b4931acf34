package io.candor.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes pickles instruction by instruction, also such as no sane program would write. */
final class Pickles {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An empty pickle of protocol 2. */
    static Pickles protocol2() {
        return new Pickles().code(0x80).code(2);
    }

    Pickles code(int code) {
        out.write(code);
        return this;
    }

    Pickles global(String module, String name) {
        return code('c').raw(module + "\n" + name + "\n");
    }

    Pickles raw(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Pickles int32(int value) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }

    /** A text, pushed. */
    Pickles text(String text) {
        return code('X').int32(text.getBytes(StandardCharsets.UTF_8).length).raw(text);
    }

    /** A number, pushed. */
    Pickles number(int value) {
        return code('J').int32(value);
    }

    /** A tuple of numbers, pushed. */
    Pickles numbers(int... values) {
        code('(');
        for (int value : values) {
            number(value);
        }
        return code('t');
    }

    /** A tensor over the storage {@code key}, pushed. */
    Pickles tensor(String storageType, String key, int storageSize, int offset, int[] shape, int[] strides) {
        global("torch._utils", "_rebuild_tensor_v2").code('(');
        code('(')
                .text("storage")
                .global("torch", storageType)
                .text(key)
                .text("cpu")
                .number(storageSize)
                .code('t');
        code('Q')
                .number(offset)
                .numbers(shape)
                .numbers(strides)
                .code(0x89)
                .code('}')
                .code('t');
        return code('R');
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** The pickle, stopped. */
    byte[] stop() {
        return code('.').bytes();
    }

    /** An archive as torch writes it. */
    static Path archive(Path file, byte[] pickle, Map<String, byte[]> storages) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle);
        storages.forEach((key, bytes) -> entries.put("archive/data/" + key, bytes));
        return zip(file, entries);
    }

    static Path zip(Path file, Map<String, byte[]> entries) throws IOException {
        try (OutputStream stream = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(stream)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
