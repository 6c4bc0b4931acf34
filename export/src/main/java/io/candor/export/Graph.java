package io.candor.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX graph under construction; values are made before they are used, so the nodes stand in the order ONNX asks
 * for. Field numbers are those of the published {@code onnx.proto}.
 */
final class Graph {

    private final int opset;
    private final List<Message> nodes = new ArrayList<>();
    private final List<Message> constants = new ArrayList<>();
    private final List<Message> inputs = new ArrayList<>();
    private final List<Message> outputs = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final Map<List<Long>, Value> whole = new HashMap<>();

    Graph(int opset) {
        this.opset = opset;
    }

    int opset() {
        return opset;
    }

    /** @param shape a {@link Long} is a size, a {@link String} the name of a size known when the graph runs */
    Value input(String name, ElementType type, List<?> shape) {
        inputs.add(declared(name, type, shape));
        taken.add(name);
        return new Value(name, shape.get(1) instanceof Long channels ? channels : 0);
    }

    /** Declares the value {@code name} as an output. */
    void output(String name, ElementType type, List<?> shape) {
        outputs.add(declared(name, type, shape));
    }

    private static Message declared(String name, ElementType type, List<?> shape) {
        Message axes = new Message();
        for (Object size : shape) {
            axes.message(
                    1,
                    size instanceof Long fixed ? new Message().number(1, fixed) : new Message().text(2, (String) size));
        }
        Message tensor = new Message().number(1, type.code()).message(2, axes);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A node with one output of the node's name; the number of channels is that of the first input. */
    Value node(String type, String name, List<Value> from, Attribute... attributes) {
        return nodes(type, name, from, 1, attributes).get(0);
    }

    /** A node with several outputs. */
    List<Value> nodes(String type, String name, List<Value> from, int outputs, Attribute... attributes) {
        String unique = unique(name);
        List<Value> made = new ArrayList<>();
        Message node = new Message();
        from.forEach(value -> node.text(1, value.name()));
        for (int i = 0; i < outputs; i++) {
            made.add(new Value(
                    outputs == 1 ? unique : unique + "." + i,
                    from.isEmpty() ? 0 : from.get(0).channels()));
            node.text(2, made.get(i).name());
        }
        node.text(3, unique).text(4, type);
        Arrays.stream(attributes).forEach(attribute -> node.message(5, attribute.message()));
        nodes.add(node);
        return made;
    }

    /** Channels {@code begin} to {@code end}, the latter not included. */
    Value slice(Value x, long begin, long end) {
        return slice(x, 1, begin, end).withChannels(end - begin);
    }

    /** Positions {@code begin} to {@code end} of {@code axis}, the latter not included. */
    Value slice(Value x, long axis, long begin, long end) {
        return node("Slice", "slice", List.of(x, whole(begin), whole(end), whole(axis)));
    }

    /** {@code x} with other axes; 0 keeps a size, -1 is what is left. */
    Value reshape(Value x, long... shape) {
        return node("Reshape", "reshape", List.of(x, whole(shape)));
    }

    /** All parts, one after another along {@code axis}. */
    Value concat(long axis, List<Value> parts) {
        return parts.size() == 1 ? parts.get(0) : node("Concat", "concat", parts, Attribute.of("axis", axis));
    }

    /** {@code x} as numbers of another format. */
    Value cast(Value x, ElementType type) {
        return node("Cast", "cast", List.of(x), Attribute.of("to", type.code()));
    }

    private String unique(String name) {
        String candidate = name;
        for (int i = 1; !taken.add(candidate); i++) {
            candidate = name + "_" + i;
        }
        return candidate;
    }

    /** A constant of numbers. */
    Value constant(String name, ElementType type, float[] values, long... shape) {
        String unique = unique(name);
        constants.add(tensor(type, type.encode(values), shape).text(8, unique));
        return new Value(unique, shape.length > 1 ? shape[1] : 0);
    }

    /** A list of whole numbers; equal ones are stored once. */
    Value whole(long... values) {
        return whole.computeIfAbsent(
                Arrays.stream(values).boxed().toList(), key -> wholes("whole", values, values.length));
    }

    /** A single whole number, without axes. */
    Value single(long value) {
        return wholes("single", new long[] {value});
    }

    private Value wholes(String name, long[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        String unique = unique(name);
        constants.add(tensor(ElementType.INT64, bytes, shape).text(8, unique));
        return new Value(unique, 0);
    }

    /** A tensor without a name. */
    static Message tensor(ElementType type, ByteBuffer bytes, long... shape) {
        Message tensor = new Message();
        for (long size : shape) {
            tensor.number(1, size);
        }
        return tensor.number(2, type.code()).bytes(9, bytes);
    }

    /**
     * The whole file.
     *
     * @param metadata what the model says about itself
     */
    Message model(String producer, String version, Map<String, String> metadata) {
        Message graph = new Message();
        nodes.forEach(node -> graph.message(1, node));
        graph.text(2, "network");
        constants.forEach(constant -> graph.message(5, constant));
        inputs.forEach(input -> graph.message(11, input));
        outputs.forEach(output -> graph.message(12, output));
        Message model = new Message()
                .number(1, formatVersion())
                .text(2, producer)
                .text(3, version)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, opset));
        metadata.forEach(
                (key, value) -> model.message(14, new Message().text(1, key).text(2, value)));
        return model;
    }

    /** The oldest version of the file format that allows this operator set, so that old readers can follow. */
    private int formatVersion() {
        return opset <= 18 ? 8 : opset <= 20 ? 9 : 10;
    }
}
