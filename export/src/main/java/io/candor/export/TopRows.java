package io.candor.export;

import java.util.List;

/** The most confident pairs of anchor and class, in the graph: what a network that names every object once gives out. */
final class TopRows {

    private static final int REDUCE_BY_INPUT = 18;

    private final Graph graph;
    private final int classes;

    TopRows(Graph graph, int classes) {
        this.graph = graph;
        this.classes = classes;
    }

    /** Rows for so many anchors. */
    static int rows(int anchors, int classes) {
        return Math.min(NetworkDetections.MOST, anchors * classes);
    }

    /**
     * (N, rows, 6): x1, y1, x2, y2, confidence, class; most confident first.
     *
     * <p>Fewer rows than {@link NetworkDetections#MOST} only for images with fewer pairs.
     */
    Value select(HeadDecoder.Decoded decoded) {
        Value best = top(largest(decoded.probabilities())).get(1);
        Value boxes = gather(rows(decoded.boxes()), best);
        Value probabilities = gather(rows(decoded.probabilities()), best);
        List<Value> pairs = top(graph.reshape(probabilities, 0, -1));
        Value count = graph.single(classes);
        Value anchor = graph.node("Div", "anchor", List.of(pairs.get(1), count));
        Value classIndex = graph.node(
                "Sub", "class", List.of(pairs.get(1), graph.node("Mul", "first_class", List.of(anchor, count))));
        return graph.concat(
                2,
                List.of(
                        corners(gather(boxes, anchor)),
                        graph.reshape(pairs.get(0), 0, -1, 1),
                        graph.reshape(graph.cast(classIndex, ElementType.FLOAT), 0, -1, 1)));
    }

    /** (N, A): the probability of each anchor's best class. */
    private Value largest(Value probabilities) {
        Attribute drop = Attribute.of("keepdims", 0);
        return graph.opset() < REDUCE_BY_INPUT
                ? graph.node("ReduceMax", "best", List.of(probabilities), Attribute.of("axes", new long[] {1}), drop)
                : graph.node("ReduceMax", "best", List.of(probabilities, graph.whole(1)), drop);
    }

    /** The largest values and their positions, both (N, {@link NetworkDetections#MOST}) or all there are. */
    private List<Value> top(Value x) {
        Value all = graph.slice(graph.node("Shape", "shape", List.of(x)), 0, 1, 2);
        Value count = graph.node("Min", "count", List.of(graph.whole(NetworkDetections.MOST), all));
        return graph.nodes("TopK", "top", List.of(x, count), 2, Attribute.of("axis", 1));
    }

    private Value rows(Value columns) {
        return graph.node("Transpose", "rows", List.of(columns), Attribute.of("perm", new long[] {0, 2, 1}));
    }

    /** The rows of {@code x} (N, A, C) at {@code positions} (N, M): (N, M, C). */
    private Value gather(Value x, Value positions) {
        Value column = graph.reshape(positions, 0, -1, 1);
        return graph.node("GatherND", "gathered", List.of(x, column), Attribute.of("batch_dims", 1));
    }

    /** (N, M, 4) as corners. */
    private Value corners(Value boxes) {
        Value center = graph.slice(boxes, 2, 0, 2);
        Value half = graph.constant("half", ElementType.FLOAT, new float[] {0.5f}, 1);
        Value reach = graph.node("Mul", "half_size", List.of(graph.slice(boxes, 2, 2, 4), half));
        return graph.concat(
                2,
                List.of(
                        graph.node("Sub", "first_corner", List.of(center, reach)),
                        graph.node("Add", "second_corner", List.of(center, reach))));
    }
}
