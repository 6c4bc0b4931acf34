package io.candor.infer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Small ONNX files in the layouts of several tools, byte by byte: the output is a constant times the mean brightness of
 * the image, so that a white image gives the constant itself.
 */
final class TestModel {

    private List<Long> input = List.of(1L, 3L, 64L, 64L);
    private List<Long> output = List.of();
    private float[] numbers = new float[0];
    private float[] pictures = new float[0];
    private List<Long> pictureShape = List.of();
    private String operator = "Mul";
    private String external = "";
    private final Map<String, String> properties = new LinkedHashMap<>();

    /** A size below 1 is left free. */
    TestModel input(Long... shape) {
        input = List.of(shape);
        return this;
    }

    /** @param values of one image, row by row */
    TestModel output(float[] values, Long... shape) {
        numbers = values.clone();
        output = List.of(shape);
        return this;
    }

    /**
     * A second output (1, count, side, side) made like the first.
     *
     * @param values row by row
     */
    TestModel prototypes(float[] values, long count, long side) {
        pictures = values.clone();
        pictureShape = List.of(1L, count, side, side);
        return this;
    }

    TestModel property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** The last operator, {@code Mul} unless said otherwise. */
    TestModel operator(String name) {
        operator = name;
        return this;
    }

    /** The constant lies in another file. */
    TestModel external(String location) {
        external = location;
        return this;
    }

    Path write(Path file) {
        Message graph = new Message()
                .inner(1, node("ReduceMean", List.of("images"), "mean", ints("axes", 1, 2, 3), integer("keepdims", 1)))
                .inner(1, node("Squeeze", List.of("mean", "last"), "flat"))
                .inner(1, node(operator, List.of("flat", "constant"), "output0"))
                .text(2, "test")
                .inner(5, whole("last", 3))
                .inner(5, constant())
                .inner(11, port("images", input))
                .inner(12, port("output0", output));
        if (!pictureShape.isEmpty()) {
            Message tensor = new Message();
            pictureShape.forEach(size -> tensor.number(1, size));
            graph.inner(1, node("Mul", List.of("mean", "pictures"), "output1"))
                    .inner(5, tensor.number(2, 1).text(8, "pictures").bytes(9, littleEndian(pictures)))
                    .inner(12, port("output1", pictureShape));
        }
        Message model = new Message()
                .number(1, 8)
                .inner(7, graph)
                .inner(8, new Message().text(1, "").number(2, 17));
        properties.forEach((key, value) -> model.inner(14, entry(key, value)));
        try {
            return Files.write(file, model.bytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Message constant() {
        Message tensor = new Message();
        tensor.number(1, 1);
        long columns = Math.max(1, output.get(output.size() - 1));
        if (output.size() > 2) {
            tensor.number(1, numbers.length / columns);
        }
        tensor.number(1, columns).number(2, 1).text(8, "constant");
        return external.isEmpty()
                ? tensor.bytes(9, littleEndian(numbers))
                : tensor.inner(13, entry("location", external)).number(14, 1);
    }

    private static byte[] littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static Message whole(String name, long value) {
        byte[] bytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return new Message().number(1, 1).number(2, 7).text(8, name).bytes(9, bytes);
    }

    private static Message node(String type, List<String> from, String to, Message... attributes) {
        Message node = new Message();
        from.forEach(name -> node.text(1, name));
        node.text(2, to).text(4, type);
        Arrays.stream(attributes).forEach(attribute -> node.inner(5, attribute));
        return node;
    }

    private static Message ints(String name, long... values) {
        Message attribute = new Message().text(1, name);
        Arrays.stream(values).forEach(value -> attribute.number(8, value));
        return attribute.number(20, 7);
    }

    private static Message integer(String name, long value) {
        return new Message().text(1, name).number(3, value).number(20, 2);
    }

    private static Message entry(String key, String value) {
        return new Message().text(1, key).text(2, value);
    }

    private static Message port(String name, List<Long> shape) {
        Message axes = new Message();
        for (int i = 0; i < shape.size(); i++) {
            long size = shape.get(i);
            axes.inner(1, size > 0 ? new Message().number(1, size) : new Message().text(2, "free" + i));
        }
        Message type = new Message().inner(1, new Message().number(1, 1).inner(2, axes));
        return new Message().text(1, name).inner(2, type);
    }

    /** Protocol buffer encoding, the short way. */
    private static final class Message {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message inner(int field, Message message) {
            return bytes(field, message.bytes());
        }

        Message bytes(int field, byte[] value) {
            varint((long) field << 3 | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        private void varint(long value) {
            long rest = value;
            for (; rest > 127; rest >>>= 7) {
                out.write((int) (rest & 127) + 128);
            }
            out.write((int) rest);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
