package io.candor.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A small detector as an ONNX file, byte by byte: it finds red and blue tiles of 8 x 8 pixels. Boxes grow with brightness,
 * so that everything it says depends on the picture.
 */
record TileModel(int side, long batch, int delay, float bias, int masks) {

    static final String RED = "red";
    static final String BLUE = "blue";

    private static final String NAMES = "{0: 'red', 1: 'blue'}";
    private static final int CELL = 8;
    private static final int FINE = 4;

    /** 64 pixels, one image per run, quick. */
    static TileModel standard() {
        return new TileModel(64, 1, 0, -3, 0);
    }

    /** Any number of images per run. */
    TileModel anyBatch() {
        return new TileModel(side, 0, delay, bias, masks);
    }

    /** Each run takes a while: so many products of matrices, each about half a millisecond. */
    TileModel slow(int products) {
        return new TileModel(side, batch, products, bias, masks);
    }

    /** Logit of grey: the higher, the more it sees. */
    TileModel withBias(float value) {
        return new TileModel(side, batch, delay, value, masks);
    }

    /** It also outlines: what is redder, or bluer, than grey, a quarter as fine as the picture. */
    TileModel withMasks() {
        return new TileModel(side, batch, delay, bias, 2);
    }

    int anchors() {
        return (side / CELL) * (side / CELL);
    }

    Path write(Path file) {
        Message graph = new Message()
                .inner(
                        1,
                        node(
                                "Conv",
                                List.of("images", "weights", "bias"),
                                "cells",
                                ints("kernel_shape", CELL, CELL),
                                ints("strides", CELL, CELL),
                                ints("dilations", 1, 1),
                                ints("pads", 0, 0, 0, 0),
                                integer("group", 1)))
                .inner(1, node("Reshape", List.of("cells", "rows"), "raw"))
                .inner(1, node("Slice", List.of("raw", "n0", "n4", "n1"), "rawBoxes"))
                .inner(1, node("Slice", List.of("raw", "n4", "n6", "n1"), "logits"));
        String boxes = "rawBoxes";
        if (delay > 0) {
            boxes = delay(graph);
        }
        graph.inner(1, node("Add", List.of(boxes, "grid"), "boxes"))
                .inner(1, node("Sigmoid", List.of("logits"), "probabilities"))
                .inner(1, node("Concat", numbers(), "output0", integer("axis", 1)))
                .text(2, "tiles")
                .inner(5, floats("weights", weights(), 6, 3, CELL, CELL))
                .inner(5, floats("bias", new float[] {0, 0, 0, 0, bias, bias}, 6))
                .inner(5, floats("grid", grid(), 1, 4, anchors()))
                .inner(5, longs("rows", 0, 6, -1))
                .inner(5, longs("n0", 0))
                .inner(5, longs("n1", 1))
                .inner(5, longs("n4", 4))
                .inner(5, longs("n6", 6))
                .inner(11, port("images", batch, 3, side, side))
                .inner(12, port("output0", batch, 6 + masks, anchors()));
        if (masks > 0) {
            outline(graph);
        }
        return write(graph, file, entry("names", NAMES), entry("imgsz", "[%d, %d]".formatted(side, side)));
    }

    /** A classifier of pictures of any size: red or blue, by the mean of all pixels; 64 pixels, any number of images. */
    static Path classifier(Path file) {
        Message graph = new Message()
                .inner(1, node("GlobalAveragePool", List.of("images"), "mean"))
                .inner(1, node("Flatten", List.of("mean"), "colour"))
                .inner(1, node("Gemm", List.of("colour", "weights", "bias"), "logits", integer("transB", 1)))
                .inner(1, node("Softmax", List.of("logits"), "output0", integer("axis", 1)))
                .text(2, "colour")
                .inner(5, floats("weights", new float[] {4, 0, 0, 0, 0, 4}, 2, 3))
                .inner(5, floats("bias", new float[] {0, 0}, 2))
                .inner(11, port("images", 0, 3, 64, 64))
                .inner(12, port("output0", 0, 2));
        return write(graph, file, entry("task", "classify"), entry("names", NAMES));
    }

    private static Path write(Message graph, Path file, Message... properties) {
        Message model = new Message()
                .number(1, 8)
                .inner(7, graph)
                .inner(8, new Message().text(1, "").number(2, 17));
        Arrays.stream(properties).forEach(property -> model.inner(14, property));
        try {
            Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), "model", ".tmp");
            Files.write(temporary, model.bytes());
            return Files.move(temporary, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> numbers() {
        return masks > 0 ? List.of("boxes", "probabilities", "coefficients") : List.of("boxes", "probabilities");
    }

    private void outline(Message graph) {
        float[] both = new float[masks * anchors()];
        Arrays.fill(both, 1);
        int area = FINE * FINE;
        float[] kernels = new float[masks * 3 * area];
        Arrays.fill(kernels, 0, area, 1f / area); // red
        Arrays.fill(kernels, 5 * area, 6 * area, .7f / area); // blue
        graph.inner(
                        1,
                        node(
                                "Conv",
                                List.of("images", "fine", "fineBias"),
                                "output1",
                                ints("kernel_shape", FINE, FINE),
                                ints("strides", FINE, FINE)))
                .inner(5, floats("coefficients", both, 1, masks, anchors()))
                .inner(5, floats("fine", kernels, masks, 3, FINE, FINE))
                .inner(5, floats("fineBias", new float[] {-.4f, -.37f}, masks))
                .inner(12, port("output1", batch, masks, side / FINE, side / FINE));
    }

    /** A chain of products that depends on the picture and adds nothing. */
    private String delay(Message graph) {
        int size = 256;
        float[] matrix = new float[size * size];
        Arrays.fill(matrix, 1f / size);
        graph.inner(5, floats("matrix", matrix, size, size))
                .inner(5, floats("nothing", new float[] {0}, 1))
                .inner(
                        1,
                        node("ReduceMean", List.of("images"), "mean", ints("axes", 0, 1, 2, 3), integer("keepdims", 0)))
                .inner(1, node("Mul", List.of("mean", "matrix"), "m0"));
        for (int i = 0; i < delay; i++) {
            graph.inner(1, node("MatMul", List.of("m" + i, "matrix"), "m" + (i + 1)));
        }
        graph.inner(1, node("ReduceMean", List.of("m" + delay), "end", ints("axes", 0, 1), integer("keepdims", 0)))
                .inner(1, node("Mul", List.of("end", "nothing"), "zero"))
                .inner(1, node("Add", List.of("rawBoxes", "zero"), "late"));
        return "late";
    }

    /** Widths and heights by brightness; red and blue by how far they are above the other two. */
    private static float[] weights() {
        float[] weights = new float[6 * 3 * CELL * CELL];
        float[][] perChannel = {{0, 0, 0}, {0, 0, 0}, {2, 1, 1}, {1, 2, 1}, {8, -4, -4}, {-4, -4, 8}};
        for (int i = 0; i < weights.length; i++) {
            int plane = i / (CELL * CELL);
            weights[i] = perChannel[plane / 3][plane % 3] / (CELL * CELL);
        }
        return weights;
    }

    private float[] grid() {
        int cells = side / CELL;
        float[] grid = new float[4 * anchors()];
        for (int a = 0; a < anchors(); a++) {
            grid[a] = CELL * (a % cells) + CELL / 2f;
            grid[anchors() + a] = CELL * (a / cells) + CELL / 2f;
            grid[2 * anchors() + a] = 8;
            grid[3 * anchors() + a] = 8;
        }
        return grid;
    }

    private static Message floats(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Message tensor = new Message();
        Arrays.stream(shape).forEach(size -> tensor.number(1, size));
        return tensor.number(2, 1).text(8, name).bytes(9, bytes.array());
    }

    private static Message longs(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return new Message().number(1, values.length).number(2, 7).text(8, name).bytes(9, bytes.array());
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

    private static Message port(String name, long... shape) {
        Message axes = new Message();
        for (long size : shape) {
            axes.inner(1, size > 0 ? new Message().number(1, size) : new Message().text(2, "batch"));
        }
        return new Message()
                .text(1, name)
                .inner(2, new Message().inner(1, new Message().number(1, 1).inner(2, axes)));
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
            for (; (rest & ~127L) != 0; rest >>>= 7) {
                out.write((int) (rest & 127) + 128);
            }
            out.write((int) rest);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
