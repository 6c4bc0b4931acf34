package io.candor.export;

import io.candor.layer.Segment;
import java.util.ArrayList;
import java.util.List;

/** Non-maximum suppression inside the graph, for one image: what {@code detect.Suppression} does for predictions. */
final class Selection {

    private static final int BOX_COLUMNS = 6;

    private final Graph graph;
    private final ExportOptions.Selected options;

    Selection(Graph graph, ExportOptions.Selected options) {
        this.graph = graph;
        this.options = options;
    }

    /**
     * (1, maxDetections, 6 + M): x1, y1, x2, y2, confidence, class, coefficients of masks; most confident first, zeros at
     * the end.
     *
     * @param classes number of classes
     */
    Value select(HeadDecoder.Decoded decoded, int classes) {
        Value boxes = rows(decoded.boxes());
        Value kept = suppress(boxes, onlyBest(decoded.probabilities(), classes));
        Value anchor = column(kept, 2);
        Value confidence = graph.node("GatherND", "confidence", List.of(decoded.probabilities(), kept));
        List<Value> columns = new ArrayList<>(List.of(
                corners(gather(graph.reshape(boxes, -1, 4), anchor)),
                graph.reshape(confidence, -1, 1),
                graph.cast(graph.reshape(column(kept, 1), -1, 1), ElementType.FLOAT)));
        decoded.coefficients()
                .ifPresent(masks -> columns.add(gather(graph.reshape(rows(masks), -1, Segment.MASKS), anchor)));
        int width = BOX_COLUMNS + (decoded.coefficients().isPresent() ? Segment.MASKS : 0);
        return mostConfident(graph.concat(1, columns), confidence, width);
    }

    private Value rows(Value columns) {
        return graph.node("Transpose", "rows", List.of(columns), Attribute.of("perm", new long[] {0, 2, 1}));
    }

    private Value gather(Value rows, Value anchor) {
        return graph.node("Gather", "kept", List.of(rows, anchor), axis(0));
    }

    private static Attribute axis(long axis) {
        return Attribute.of("axis", axis);
    }

    /** Probabilities with zeros for all but the most probable class of each anchor. */
    private Value onlyBest(Value probabilities, int classes) {
        Value best = graph.node("ArgMax", "best", List.of(probabilities), axis(1), Attribute.of("keepdims", 0));
        Value onOff = graph.constant("off_on", ElementType.FLOAT, new float[] {0, 1}, 2);
        Value mask = graph.node("OneHot", "mask", List.of(best, graph.single(classes), onOff), axis(1));
        return graph.node("Mul", "only_best", List.of(probabilities, mask));
    }

    /** (n, 3): image, class, anchor of what stays. */
    private Value suppress(Value boxes, Value probabilities) {
        return graph.node(
                "NonMaxSuppression",
                "suppression",
                List.of(
                        boxes,
                        probabilities,
                        graph.whole(options.maxDetections()),
                        number("iou", options.iou()),
                        number("floor", options.confidence())),
                Attribute.of("center_point_box", 1));
    }

    private Value number(String name, double value) {
        return graph.constant(name, ElementType.FLOAT, new float[] {(float) value}, 1);
    }

    private Value column(Value kept, long index) {
        return graph.node("Gather", "column", List.of(kept, graph.single(index)), axis(1));
    }

    /** (n, 4) as corners. */
    private Value corners(Value boxes) {
        Value center = graph.slice(boxes, 0, 2);
        Value half = graph.node("Mul", "half_size", List.of(graph.slice(boxes, 2, 4), number("half", 0.5)));
        return graph.concat(
                1,
                List.of(
                        graph.node("Sub", "first_corner", List.of(center, half)),
                        graph.node("Add", "second_corner", List.of(center, half))));
    }

    /** As many rows of zeros are appended as are asked for, so that there always are enough. */
    private Value mostConfident(Value rows, Value confidence, int width) {
        int room = options.maxDetections();
        Value padded = graph.concat(
                0, List.of(rows, graph.constant("no_rows", ElementType.FLOAT, new float[room * width], room, width)));
        Value ranked = graph.concat(
                0, List.of(confidence, graph.constant("no_confidence", ElementType.FLOAT, new float[room], room)));
        Value order = graph.nodes("TopK", "order", List.of(ranked, graph.whole(room)), 2, axis(0))
                .get(1);
        return graph.reshape(graph.node("Gather", "ordered", List.of(padded, order), axis(0)), 1, room, width);
    }
}
