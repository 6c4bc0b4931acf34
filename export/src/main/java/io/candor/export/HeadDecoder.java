package io.candor.export;

import io.candor.layer.Detect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Raw maps to boxes and probabilities, as {@code network.Decoder} does over tensors: a side is the expectation of its bin
 * index under the softmax of the bin logits. Bins are brought to the last axis, where Softmax means the same in every
 * operator set.
 */
final class HeadDecoder {

    private static final int SIDES = 4;

    private final Graph graph;
    private final int classes;

    HeadDecoder(Graph graph, int classes) {
        this.graph = graph;
        this.classes = classes;
    }

    /**
     * What the decoder gives out.
     *
     * @param boxes (N, 4, A): centre x, centre y, width, height in pixels
     * @param probabilities (N, K, A)
     * @param coefficients (N, M, A) of masks; none without masks
     */
    record Decoded(Value boxes, Value probabilities, Optional<Value> coefficients) {

        Decoded with(Value coefficients) {
            return new Decoded(boxes, probabilities, Optional.of(coefficients));
        }

        /** In the order of the output. */
        List<Value> all() {
            return Stream.concat(Stream.of(boxes, probabilities), coefficients.stream())
                    .toList();
        }
    }

    /** @param maps (N, 64 + K, h, w) per level, in single precision */
    Decoded decode(List<Value> maps, Cells cells) {
        List<Value> flat = new ArrayList<>();
        for (Value map : maps) {
            flat.add(graph.reshape(map, 0, map.channels(), -1).withChannels(map.channels()));
        }
        Value raw = graph.concat(2, flat);
        Value sides = sides(graph.slice(raw, 0, Detect.BOX_CHANNELS));
        Value logits = graph.slice(raw, Detect.BOX_CHANNELS, Detect.BOX_CHANNELS + classes);
        return new Decoded(
                boxes(sides, cells), graph.node("Sigmoid", "probabilities", List.of(logits)), Optional.empty());
    }

    /** Distances (N, 4, A) in cells. */
    private Value sides(Value logits) {
        Value bins = graph.reshape(logits, 0, SIDES, Detect.BINS, -1);
        Value last = graph.node("Transpose", "bins", List.of(bins), Attribute.of("perm", new long[] {0, 1, 3, 2}));
        Value probability = graph.node("Softmax", "softmax", List.of(last), Attribute.of("axis", 3));
        float[] index = new float[Detect.BINS];
        for (int i = 0; i < index.length; i++) {
            index[i] = i;
        }
        Value column = graph.constant("bin", ElementType.FLOAT, index, Detect.BINS, 1);
        return graph.reshape(graph.node("MatMul", "expectation", List.of(probability, column)), 0, SIDES, -1);
    }

    private Value boxes(Value sides, Cells cells) {
        Value upperLeft = graph.node("Sub", "upper_left", List.of(cells.centers(), graph.slice(sides, 0, 2)));
        Value lowerRight = graph.node("Add", "lower_right", List.of(cells.centers(), graph.slice(sides, 2, 4)));
        Value half = graph.constant("half", ElementType.FLOAT, new float[] {0.5f}, 1);
        Value center = graph.node(
                "Mul", "center", List.of(graph.node("Add", "corners", List.of(upperLeft, lowerRight)), half));
        Value size = graph.node("Sub", "size", List.of(lowerRight, upperLeft));
        return graph.node("Mul", "boxes", List.of(graph.concat(1, List.of(center, size)), cells.strides()));
    }
}
