package io.candor.network;

import io.candor.layer.Classify;
import io.candor.layer.Head;
import io.candor.layer.Linear;
import io.candor.layer.Segment;
import io.candor.tensor.Ops;
import io.candor.tensor.Weight;
import java.util.ArrayList;
import java.util.List;

/**
 * What a network computes, without its numbers: a table of rows and a head. Immutable, shared by all copies.
 *
 * @param name what users and weight files call it, such as {@code yolov8n}
 * @param rows body, in order
 * @param head reads {@code levels}; its weights follow those of the last row
 * @param levels indices of the rows the head reads, finest first
 * @param weights everything the layers declared, in the order of published weight files
 */
public record Definition(String name, List<Row> rows, Head head, List<Integer> levels, List<Weight> weights) {

    public Definition {
        rows = List.copyOf(rows);
        levels = List.copyOf(levels);
        weights = List.copyOf(weights);
    }

    /** What its head is for. */
    public Task task() {
        if (head instanceof Segment) {
            return Task.SEGMENT;
        }
        return head instanceof Classify || head instanceof Linear ? Task.CLASSIFY : Task.DETECT;
    }

    /** Number of classes the head tells apart. */
    public int classes() {
        return head.classes();
    }

    /** The row that declared a weight of that name; one more than the last for the head's. */
    public int row(String weight) {
        return rows.stream()
                .filter(row -> row.weights().stream().anyMatch(own -> own.name().equals(weight)))
                .findFirst()
                .map(Row::index)
                .orElse(rows.size());
    }

    /** Trained numbers and constants that files carry, batch statistics not counted. */
    public long parameters() {
        return weights.stream()
                .filter(weight -> weight.role().trained() || weight.role() == Weight.Role.CONSTANT)
                .mapToLong(Weight::elements)
                .sum();
    }

    /** Multiply-adds of all convolutions and attention that inference needs, for one square image of {@code imageSize} pixels. */
    public long multiplyAdds(int imageSize) {
        ShapeOps shapes = new ShapeOps();
        answer(shapes, new ShapeOps.Shape(3, imageSize, imageSize));
        return shapes.multiplyAdds();
    }

    /** As {@link #multiplyAdds}, with the branches that only training needs. */
    public long trainingMultiplyAdds(int imageSize) {
        ShapeOps shapes = new ShapeOps();
        run(shapes, new ShapeOps.Shape(3, imageSize, imageSize));
        return shapes.multiplyAdds();
    }

    /** The table of layers with shapes for square images of {@code imageSize} pixels, parameter counts and GFLOPs. */
    public String summary(int imageSize) {
        return new Summary(this, imageSize).text();
    }

    /** The raw maps of {@code images} under the given interpretation; see {@link Head#forward}. */
    public <T> List<T> run(Ops<T> ops, T images) {
        List<T> outputs = body(ops, images);
        return head.forward(ops, levels.stream().map(outputs::get).toList());
    }

    /** What inference needs of {@link #run}. */
    public <T> List<T> answer(Ops<T> ops, T images) {
        List<T> outputs = body(ops, images);
        return head.answer(ops, levels.stream().map(outputs::get).toList());
    }

    /** Whether every object is named once, so that nothing need be suppressed. */
    public boolean endToEnd() {
        return head.endToEnd();
    }

    /** The output of every row. */
    <T> List<T> body(Ops<T> ops, T images) {
        List<T> outputs = new ArrayList<>(rows.size());
        for (Row row : rows) {
            outputs.add(ops.tidy(() -> row.layer().forward(ops, input(ops, images, row, outputs))));
        }
        return outputs;
    }

    private static <T> T input(Ops<T> ops, T images, Row row, List<T> outputs) {
        List<T> inputs = row.inputs().stream()
                .map(index -> index == Row.IMAGES ? images : outputs.get(index))
                .toList();
        return inputs.size() == 1 ? inputs.get(0) : ops.concat(inputs);
    }
}
