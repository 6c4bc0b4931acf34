package io.candor.export;

import java.util.ArrayList;
import java.util.List;

/**
 * The anchors of all levels, level by level, row by row.
 *
 * @param centers (1, 2, A): x, then y, in cells
 * @param strides (1, 1, A): pixels per cell
 */
record Cells(Value centers, Value strides) {

    /** For square images of {@code imageSize} pixels: constants. */
    static Cells fixed(Graph graph, int imageSize, List<Integer> strides) {
        int anchors = anchors(imageSize, strides);
        float[] centers = new float[2 * anchors];
        float[] pixels = new float[anchors];
        int at = 0;
        for (int stride : strides) {
            int side = imageSize / stride;
            for (int cell = 0; cell < side * side; cell++, at++) {
                int row = cell / side;
                centers[at] = cell - row * side + 0.5f;
                centers[anchors + at] = row + 0.5f;
                pixels[at] = stride;
            }
        }
        return new Cells(
                graph.constant("cell_centers", ElementType.FLOAT, centers, 1, 2, anchors),
                graph.constant("cell_strides", ElementType.FLOAT, pixels, 1, 1, anchors));
    }

    static int anchors(int imageSize, List<Integer> strides) {
        return strides.stream()
                .mapToInt(stride -> (imageSize / stride) * (imageSize / stride))
                .sum();
    }

    /** For the maps that come: computed from their sizes when the graph runs. */
    static Cells dynamic(Graph graph, List<Value> maps, List<Integer> strides) {
        List<Value> centers = new ArrayList<>();
        List<Value> pixels = new ArrayList<>();
        for (int level = 0; level < maps.size(); level++) {
            Value shape = graph.node("Shape", "shape", List.of(maps.get(level)));
            Value height = size(graph, shape, 2);
            Value width = size(graph, shape, 3);
            Value grid = graph.node("Concat", "grid", List.of(height, width), Attribute.of("axis", 0));
            Value x = expand(graph, graph.reshape(range(graph, width), 1, -1), grid);
            Value y = expand(graph, graph.reshape(range(graph, height), -1, 1), grid);
            centers.add(graph.concat(1, List.of(graph.reshape(x, 1, 1, -1), graph.reshape(y, 1, 1, -1))));
            Value stride = graph.constant("stride", ElementType.FLOAT, new float[] {strides.get(level)}, 1, 1);
            pixels.add(graph.reshape(expand(graph, stride, grid), 1, 1, -1));
        }
        return new Cells(graph.concat(2, centers), graph.concat(2, pixels));
    }

    private static Value size(Graph graph, Value shape, long axis) {
        return graph.node("Gather", "size", List.of(shape, graph.whole(axis)), Attribute.of("axis", 0));
    }

    /** 0.5, 1.5 and so on. */
    private static Value range(Graph graph, Value count) {
        Value none = graph.single(0);
        Value end = graph.node("Reshape", "count", List.of(count, graph.whole()));
        Value whole = graph.cast(graph.node("Range", "range", List.of(none, end, graph.single(1))), ElementType.FLOAT);
        Value half = graph.constant("half", ElementType.FLOAT, new float[] {0.5f}, 1);
        return graph.node("Add", "cell", List.of(whole, half));
    }

    private static Value expand(Graph graph, Value x, Value grid) {
        return graph.node("Expand", "expand", List.of(x, grid));
    }
}
