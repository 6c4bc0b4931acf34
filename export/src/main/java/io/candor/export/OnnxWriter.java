package io.candor.export;

import io.candor.data.AtomicFile;
import io.candor.data.InvalidInput;
import io.candor.export.ExportOptions.Axes;
import io.candor.export.ExportOptions.Precision;
import io.candor.export.ExportOptions.Selected;
import io.candor.layer.Flatten;
import io.candor.layer.Head;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.weights.NetworkFile;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Writes a network as an ONNX file, from the definition it was trained with. */
public final class OnnxWriter {

    static final String INPUT = "images";
    static final String OUTPUT = "output0";
    static final String PROTOTYPES = "output1";

    private static final int STRIDE = 32;
    private static final int PROTOTYPE_STRIDE = 4;
    private static final String PRODUCER = "candor";

    private final Network network;
    private final ExportOptions options;
    private final Graph graph;

    private OnnxWriter(Network network, ExportOptions options) {
        this.network = network;
        this.options = options;
        graph = new Graph(options.opset());
    }

    /**
     * Writes {@code target} as a whole or not at all.
     *
     * @param metadata what the file says about itself; see {@link OnnxMetadata}
     */
    public static void write(NetworkFile file, ExportOptions options, OnnxMetadata metadata, Path target) {
        Message model = new OnnxWriter(file.network(), options).model(file, metadata);
        AtomicFile.write(target, temporary -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 20)) {
                model.writeTo(out);
            }
        });
    }

    private Message model(NetworkFile file, OnnxMetadata metadata) {
        requirePossible();
        ElementType inner = type(options.precision());
        ElementType outer = type(options.interfacePrecision());
        Value images = graph.input(INPUT, outer, inputShape());
        Value x = inner == outer ? images : graph.cast(images, inner).withChannels(3);
        OnnxOps ops = new OnnxOps(graph, NetworkFile.tensors(network), inner, options.profile());
        List<Value> answer = single(network.definition().answer(ops, x), inner);
        List<Given> all = task() == Task.CLASSIFY ? classes(answer) : objects(answer);
        for (Given given : all) {
            Value value = outer == ElementType.FLOAT ? given.value : graph.cast(given.value, outer);
            graph.node("Identity", given.name, List.of(value));
            graph.output(given.name, outer, given.shape);
        }
        return graph.model(PRODUCER, metadata.version(), metadata.properties(file, options));
    }

    /** An output. */
    private record Given(String name, Value value, List<?> shape) {}

    private Task task() {
        return network.definition().task();
    }

    private void requirePossible() {
        boolean selected = options.output() instanceof Selected;
        if (selectsByItself() && selected) {
            throw new InvalidInput(
                    "export-options",
                    "nms and %s: this network names every object once and needs no suppression. Export it without nms."
                            .formatted(network.name()));
        }
        boolean classifier = task() == Task.CLASSIFY;
        if (classifier && selected) {
            throw new InvalidInput(
                    "export-options",
                    "nms and %s: a classifier finds no boxes that could be suppressed. Export it without nms."
                            .formatted(network.name()));
        }
        if (!classifier && options.imageSize() % STRIDE != 0) {
            throw new InvalidInput(
                    "export-options", "imgsz is %d; expected a multiple of 32.".formatted(options.imageSize()));
        }
        if (network.definition().rows().stream().anyMatch(row -> row.layer() instanceof Flatten)) {
            requireItsSize();
        }
    }

    /** Fully connected layers see pictures of one size alone. */
    private void requireItsSize() {
        long numbers = 3L * options.imageSize() * options.imageSize();
        long wanted = network.definition().rows().get(0).layer().channels();
        if (numbers != wanted || options.axes() == Axes.DYNAMIC) {
            throw new InvalidInput(
                    "export-options",
                    "%s takes pictures with %d numbers, of %.0f pixels in each direction, and no others; imgsz is %d%s."
                            .formatted(
                                    network.name(),
                                    wanted,
                                    Math.sqrt(wanted / 3.0),
                                    options.imageSize(),
                                    options.axes() == Axes.DYNAMIC ? ", dynamic" : ""));
        }
    }

    private List<Given> classes(List<Value> answer) {
        Value probabilities = graph.node("Softmax", "probabilities", List.of(answer.get(0)), Attribute.of("axis", 1));
        return List.of(new Given(OUTPUT, probabilities, List.of(batch(), (long) network.classes())));
    }

    private List<Given> objects(List<Value> answer) {
        List<Value> maps = parts(answer, Head.Part.MAPS);
        HeadDecoder.Decoded decoded = new HeadDecoder(graph, network.classes()).decode(maps, cells(maps));
        List<Value> coefficients = parts(answer, Head.Part.COEFFICIENTS);
        List<Given> all = new ArrayList<>();
        all.add(new Given(
                OUTPUT,
                result(coefficients.isEmpty() ? decoded : decoded.with(flat(coefficients))),
                outputShape(channels(coefficients))));
        parts(answer, Head.Part.PROTOTYPES)
                .forEach(prototypes -> all.add(new Given(PROTOTYPES, prototypes, prototypeShape(prototypes))));
        return all;
    }

    /** Of one meaning; a network that selects by itself answers with maps alone. */
    private List<Value> parts(List<Value> answer, Head.Part wanted) {
        return IntStream.range(0, answer.size())
                .filter(i -> network.definition().head().part(i) == wanted)
                .mapToObj(answer::get)
                .toList();
    }

    /** (N, M, A). */
    private Value flat(List<Value> levels) {
        return graph.concat(
                2,
                levels.stream()
                        .map(level -> graph.reshape(level, 0, level.channels(), -1))
                        .toList());
    }

    private static long channels(List<Value> coefficients) {
        return coefficients.isEmpty() ? 0 : coefficients.get(0).channels();
    }

    private List<?> prototypeShape(Value prototypes) {
        long side = options.imageSize() / PROTOTYPE_STRIDE;
        return options.axes() == Axes.DYNAMIC
                ? List.of(batch(), prototypes.channels(), "mask_height", "mask_width")
                : List.of(batch(), prototypes.channels(), side, side);
    }

    private static ElementType type(Precision precision) {
        return precision == Precision.FP16 ? ElementType.FLOAT16 : ElementType.FLOAT;
    }

    private List<Value> single(List<Value> maps, ElementType inner) {
        return inner == ElementType.FLOAT
                ? maps
                : maps.stream()
                        .map(map -> graph.cast(map, ElementType.FLOAT).withChannels(map.channels()))
                        .toList();
    }

    private Cells cells(List<Value> maps) {
        return options.axes() == Axes.DYNAMIC
                ? Cells.dynamic(graph, maps, network.strides())
                : Cells.fixed(graph, options.imageSize(), network.strides());
    }

    private Value result(HeadDecoder.Decoded decoded) {
        if (selectsByItself()) {
            return new TopRows(graph, network.classes()).select(decoded);
        }
        return options.output() instanceof Selected selected
                ? new Selection(graph, selected).select(decoded, network.classes())
                : graph.concat(1, decoded.all());
    }

    private boolean selectsByItself() {
        return network.definition().endToEnd();
    }

    private int anchors() {
        return Cells.anchors(options.imageSize(), network.strides());
    }

    private List<?> inputShape() {
        long side = options.imageSize();
        return options.axes() == Axes.DYNAMIC
                ? List.of(batch(), 3L, "height", "width")
                : List.of(batch(), 3L, side, side);
    }

    /** Suppression in the graph is for one image even where sizes are free. */
    private Object batch() {
        boolean free = options.axes() == Axes.DYNAMIC && !(options.output() instanceof Selected);
        return free ? "batch" : (Object) (long) options.batch();
    }

    /** @param masks coefficients per anchor */
    private List<?> outputShape(long masks) {
        if (selectsByItself()) {
            int rows = options.axes() == Axes.DYNAMIC
                    ? NetworkDetections.MOST
                    : TopRows.rows(anchors(), network.classes());
            return List.of(batch(), (long) rows, 6L);
        }
        if (options.output() instanceof Selected selected) {
            return List.of(1L, (long) selected.maxDetections(), 6 + masks);
        }
        List<Object> shape = new ArrayList<>(List.of(batch(), 4 + network.classes() + masks));
        shape.add(options.axes() == Axes.DYNAMIC ? "anchors" : (Object) (long) anchors());
        return shape;
    }
}
