package io.candor.export;

import io.candor.data.AtomicFile;
import io.candor.data.InvalidInput;
import io.candor.export.ExportOptions.Axes;
import io.candor.export.ExportOptions.Precision;
import io.candor.export.ExportOptions.Selected;
import io.candor.network.Network;
import io.candor.weights.NetworkFile;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes a network as an ONNX file, from the definition it was trained with. */
public final class OnnxWriter {

    static final String INPUT = "images";
    static final String OUTPUT = "output0";
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
        if (selectsByItself() && options.output() instanceof Selected) {
            throw new InvalidInput(
                    "export-options",
                    "nms and %s: this network names every object once and needs no suppression. Export it without nms."
                            .formatted(network.name()));
        }
        ElementType inner = type(options.precision());
        ElementType outer = type(options.interfacePrecision());
        Value images = graph.input(INPUT, outer, inputShape());
        Value x = inner == outer ? images : graph.cast(images, inner).withChannels(3);
        OnnxOps ops = new OnnxOps(graph, NetworkFile.tensors(network), inner, options.profile());
        List<Value> maps = network.definition().answer(ops, x);
        HeadDecoder.Decoded decoded =
                new HeadDecoder(graph, network.classes()).decode(single(maps, inner), cells(maps));
        Value result = result(decoded);
        Value given = outer == ElementType.FLOAT ? result : graph.cast(result, outer);
        graph.node("Identity", OUTPUT, List.of(given));
        graph.output(OUTPUT, outer, outputShape());
        return graph.model(PRODUCER, metadata.version(), metadata.properties(file, options));
    }

    private static ElementType type(Precision precision) {
        return precision == Precision.FP16 ? ElementType.FLOAT16 : ElementType.FLOAT;
    }

    private List<Value> single(List<Value> maps, ElementType inner) {
        return inner == ElementType.FLOAT
                ? maps
                : maps.stream().map(map -> graph.cast(map, ElementType.FLOAT)).toList();
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
                : graph.concat(1, List.of(decoded.boxes(), decoded.probabilities()));
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

    private List<?> outputShape() {
        if (selectsByItself()) {
            int rows = options.axes() == Axes.DYNAMIC
                    ? NetworkDetections.MOST
                    : TopRows.rows(anchors(), network.classes());
            return List.of(batch(), (long) rows, 6L);
        }
        if (options.output() instanceof Selected selected) {
            return List.of(1L, (long) selected.maxDetections(), 6L);
        }
        List<Object> shape = new ArrayList<>(List.of(batch(), 4L + network.classes()));
        shape.add(options.axes() == Axes.DYNAMIC ? "anchors" : (Object) (long) anchors());
        return shape;
    }
}
