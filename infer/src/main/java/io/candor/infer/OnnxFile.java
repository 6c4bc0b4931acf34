package io.candor.infer;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an ONNX file declares, read without loading its numbers, so that a file can be refused before a native library
 * opens it. Field numbers are those of the published {@code onnx.proto}.
 *
 * @param file where it was read from
 * @param opsets version of each operator set it uses, by domain; the standard one has the domain ""
 * @param operators names of the operators it uses, with their domain if it is not the standard one
 * @param inputs what a caller must give, constants left out
 * @param outputs what it computes
 * @param properties what it says about itself
 * @param externalFiles files beside it that hold numbers, as it names them
 */
public record OnnxFile(
        Path file,
        Map<String, Long> opsets,
        Set<String> operators,
        List<Port> inputs,
        List<Port> outputs,
        Map<String, String> properties,
        Set<String> externalFiles) {

    /** Nested graphs are read to this depth; real detectors have none. */
    private static final int DEEPEST = 16;

    public OnnxFile {
        opsets = Map.copyOf(opsets);
        operators = Set.copyOf(operators);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        properties = Map.copyOf(properties);
        externalFiles = Set.copyOf(externalFiles);
    }

    /**
     * An input or output.
     *
     * @param elementType code of {@code TensorProto.DataType}: 1 float, 10 half; 0 if it is no tensor
     * @param shape sizes per axis, {@value #FREE} where any size is allowed
     */
    public record Port(String name, int elementType, List<Long> shape) {

        /** Stands for a size that is known only when the graph runs. */
        public static final long FREE = -1;

        private static final int HALF = 10;

        public Port {
            shape = List.copyOf(shape);
        }

        /** Whether its numbers are half precision. */
        public boolean isHalf() {
            return elementType == HALF;
        }

        /** As {@code images float (1, 3, 640, 640)}, with ? for free sizes. */
        @Override
        public String toString() {
            String sizes = String.join(
                    ", ",
                    shape.stream()
                            .map(size -> size == FREE ? "?" : size.toString())
                            .toList());
            return "%s (%s)".formatted(name, sizes);
        }
    }

    /**
     * Reads what {@code file} declares and checks where its numbers lie.
     *
     * @throws InvalidInput if it is missing, cut short, no ONNX file, or wants files outside its folder
     */
    public static OnnxFile read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            OnnxFile declared = new Collector(file).collect(new WireReader(channel));
            declared.checkExternalFiles();
            return declared;
        } catch (NoSuchFileException missing) {
            throw new InvalidInput(
                    "onnx-file", "%s: no such file. 'candor export' writes one.".formatted(file), missing);
        } catch (IOException | ArithmeticException damaged) {
            throw new InvalidInput(
                    "onnx-file",
                    "%s is not a whole ONNX file: %s. Export, copy or download it again."
                            .formatted(file, damaged.getMessage()),
                    damaged);
        }
    }

    /** Numbers may lie in further files, but only beside this one: a path that leads elsewhere could read anything. */
    private void checkExternalFiles() throws IOException {
        Path folder = file.toAbsolutePath().normalize().getParent();
        for (String name : externalFiles) {
            Path target = folder.resolve(name).normalize();
            if (Path.of(name).isAbsolute() || !target.startsWith(folder) || leadsOut(target)) {
                throw new InvalidInput(
                        "onnx-external-data",
                        "%s wants numbers from '%s', which lies outside its folder. Such a file is refused; export it again into one file."
                                .formatted(file, name));
            }
            if (!Files.isRegularFile(target)) {
                throw new InvalidInput(
                        "onnx-external-data",
                        "%s wants numbers from '%s', which is not beside it. Copy both files, or export into one."
                                .formatted(file, name));
            }
        }
    }

    /** By a symbolic link. */
    private boolean leadsOut(Path target) throws IOException {
        return Files.exists(target)
                && !target.toRealPath().startsWith(file.toRealPath().getParent());
    }

    /** One file while it is read. */
    private static final class Collector {

        private final Path file;
        private final Map<String, Long> opsets = new LinkedHashMap<>();
        private final Set<String> operators = new TreeSet<>();
        private final Map<String, Port> inputs = new LinkedHashMap<>();
        private final List<Port> outputs = new ArrayList<>();
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final Set<String> externalFiles = new TreeSet<>();
        private final Set<String> constants = new TreeSet<>();
        private boolean hasGraph;

        Collector(Path file) {
            this.file = file;
        }

        OnnxFile collect(WireReader model) throws IOException {
            while (model.next()) {
                switch (model.field()) {
                    case 7 -> graph(model.message(), 0);
                    case 8 -> opset(model.message());
                    case 14 -> property(model.message());
                    case 25 -> function(model.message());
                    default -> model.skip();
                }
            }
            if (!hasGraph || opsets.isEmpty()) {
                throw new IOException(hasGraph ? "it names no operator set" : "it holds no graph");
            }
            inputs.keySet().removeAll(constants);
            return new OnnxFile(
                    file, opsets, operators, List.copyOf(inputs.values()), outputs, properties, externalFiles);
        }

        private void opset(WireReader message) throws IOException {
            String domain = "";
            long version = 0;
            while (message.next()) {
                switch (message.field()) {
                    case 1 -> domain = message.text();
                    case 2 -> version = message.number();
                    default -> message.skip();
                }
            }
            opsets.put(domain.equals("ai.onnx") ? "" : domain, version);
        }

        private void property(WireReader message) throws IOException {
            Map.Entry<String, String> entry = entry(message);
            properties.put(entry.getKey(), entry.getValue());
        }

        private static Map.Entry<String, String> entry(WireReader message) throws IOException {
            String key = "";
            String value = "";
            while (message.next()) {
                switch (message.field()) {
                    case 1 -> key = message.text();
                    case 2 -> value = message.text();
                    default -> message.skip();
                }
            }
            return Map.entry(key, value);
        }

        private void function(WireReader function) throws IOException {
            while (function.next()) {
                if (function.field() == 7) {
                    node(function.message(), 1);
                } else {
                    function.skip();
                }
            }
        }

        private void graph(WireReader graph, int depth) throws IOException {
            hasGraph = true;
            if (depth > DEEPEST) {
                throw new IOException("its graphs are nested too deeply");
            }
            while (graph.next()) {
                switch (graph.field()) {
                    case 1 -> node(graph.message(), depth);
                    case 5 -> tensor(graph.message(), depth);
                    case 15 -> sparse(graph.message(), depth);
                    case 11 -> input(graph, depth);
                    case 12 -> output(graph, depth);
                    default -> graph.skip();
                }
            }
        }

        private void input(WireReader graph, int depth) throws IOException {
            Port port = port(graph.message());
            if (depth == 0) {
                inputs.put(port.name(), port);
            }
        }

        private void output(WireReader graph, int depth) throws IOException {
            Port port = port(graph.message());
            if (depth == 0) {
                outputs.add(port);
            }
        }

        private void node(WireReader node, int depth) throws IOException {
            String type = "";
            String domain = "";
            while (node.next()) {
                switch (node.field()) {
                    case 4 -> type = node.text();
                    case 5 -> attribute(node.message(), depth);
                    case 7 -> domain = node.text();
                    default -> node.skip();
                }
            }
            operators.add(domain.isEmpty() || domain.equals("ai.onnx") ? type : domain + "." + type);
        }

        private void attribute(WireReader attribute, int depth) throws IOException {
            while (attribute.next()) {
                switch (attribute.field()) {
                    case 5, 10 -> tensor(attribute.message(), depth + 1);
                    case 6, 11 -> graph(attribute.message(), depth + 1);
                    case 22, 23 -> sparse(attribute.message(), depth + 1);
                    default -> attribute.skip();
                }
            }
        }

        private void sparse(WireReader sparse, int depth) throws IOException {
            while (sparse.next()) {
                switch (sparse.field()) {
                    case 1, 2 -> tensor(sparse.message(), depth);
                    default -> sparse.skip();
                }
            }
        }

        private void tensor(WireReader tensor, int depth) throws IOException {
            while (tensor.next()) {
                switch (tensor.field()) {
                    case 8 -> constant(tensor.text(), depth);
                    case 13 -> external(tensor.message());
                    default -> tensor.skip();
                }
            }
        }

        private void constant(String name, int depth) {
            if (depth == 0) {
                constants.add(name);
            }
        }

        private void external(WireReader message) throws IOException {
            Map.Entry<String, String> entry = entry(message);
            if (entry.getKey().equals("location")) {
                externalFiles.add(entry.getValue());
            }
        }

        private static Port port(WireReader value) throws IOException {
            String name = "";
            Port typed = new Port("", 0, List.of());
            while (value.next()) {
                switch (value.field()) {
                    case 1 -> name = value.text();
                    case 2 -> typed = type(value.message());
                    default -> value.skip();
                }
            }
            return new Port(name, typed.elementType(), typed.shape());
        }

        private static Port type(WireReader type) throws IOException {
            Port found = new Port("", 0, List.of());
            while (type.next()) {
                if (type.field() == 1) {
                    found = tensorType(type.message());
                } else {
                    type.skip();
                }
            }
            return found;
        }

        private static Port tensorType(WireReader type) throws IOException {
            int element = 0;
            List<Long> shape = new ArrayList<>();
            while (type.next()) {
                switch (type.field()) {
                    case 1 -> element = (int) type.number();
                    case 2 -> shape(type.message(), shape);
                    default -> type.skip();
                }
            }
            return new Port("", element, shape);
        }

        private static void shape(WireReader axes, List<Long> shape) throws IOException {
            while (axes.next()) {
                if (axes.field() != 1) {
                    axes.skip();
                    continue;
                }
                WireReader axis = axes.message();
                long size = Port.FREE;
                while (axis.next()) {
                    if (axis.field() == 1) {
                        size = axis.number();
                    } else {
                        axis.skip();
                    }
                }
                shape.add(size > 0 ? size : Port.FREE);
            }
        }
    }
}
