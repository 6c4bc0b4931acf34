package io.candor.network;

import io.candor.network.ShapeOps.Shape;
import io.candor.tensor.Weight;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A definition as the table it was written from, with the shapes and sizes it comes to. */
final class Summary {

    private final Definition definition;
    private final Shape images;

    Summary(Definition definition, int imageSize) {
        this.definition = definition;
        images = new Shape(3, imageSize, imageSize);
    }

    String text() {
        StringBuilder text =
                new StringBuilder("row  from     layer                      output           parameters\n");
        List<Shape> outputs = definition.body(new ShapeOps(), images);
        for (Row row : definition.rows()) {
            text.append(line(row, outputs.get(row.index())));
        }
        List<Shape> maps = definition.answer(new ShapeOps(), images);
        for (int i = 0; i < maps.size(); i++) {
            text.append(i == 0 ? head(maps.get(0)) : "%40s%s\n".formatted("", maps.get(i)));
        }
        return text.append(String.format(Locale.ROOT, "%,67d%n", definition.parameters()))
                .append(cost())
                .toString();
    }

    /** Floating-point operations as published tables of detectors count them: two per multiply-add. */
    private String cost() {
        int imageSize = Math.toIntExact(images.width());
        double billions = 2 * definition.multiplyAdds(imageSize) / 1e9;
        return String.format(
                Locale.ROOT,
                (billions < 1 ? "%.3f" : "%.1f") + " GFLOPs for an image of %d x %d pixels%n",
                billions,
                imageSize,
                imageSize);
    }

    private String line(Row row, Shape output) {
        String from = row.inputs().stream()
                .map(input -> input == Row.IMAGES ? "images" : input.toString())
                .collect(Collectors.joining(" "));
        return format(row.index(), from, row.layer().describe(), output);
    }

    private String head(Shape first) {
        String from = definition.levels().stream().map(Object::toString).collect(Collectors.joining(" "));
        return format(definition.rows().size(), from, definition.head().describe(), first);
    }

    private String format(int row, String from, String layer, Shape output) {
        return String.format(Locale.ROOT, "%3s  %-8s %-26s %-15s %,11d%n", row, from, layer, output, parameters(row));
    }

    private long parameters(int row) {
        return definition.weights().stream()
                .filter(weight -> definition.row(weight.name()) == row)
                .filter(weight -> weight.role().trained() || weight.role() == Weight.Role.CONSTANT)
                .mapToLong(Weight::elements)
                .sum();
    }
}
