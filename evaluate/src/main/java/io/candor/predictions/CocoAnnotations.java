package io.candor.predictions;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Mask;
import io.candor.data.read.CocoSegmentation;
import io.candor.metric.AnnotatedRegion;
import io.candor.metric.CornerBox;
import io.candor.metric.EvaluatedImage;
import io.candor.metric.Extent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads COCO annotations, with crowd regions and outlined areas. Class order is ascending category id. */
final class CocoAnnotations {

    private final Path path;
    private final Extent extent;
    private final TreeMap<Long, String> categories = new TreeMap<>();
    private final List<EvaluatedImage> images = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    private record Row(
            String image,
            long category,
            CornerBox box,
            AnnotatedRegion region,
            Optional<CocoSegmentation> outline,
            int line) {}

    private CocoAnnotations(Path path, Extent extent) {
        this.path = path;
        this.extent = extent;
    }

    static Annotations read(Path path, Extent extent) {
        CocoAnnotations coco = new CocoAnnotations(path, extent);
        JsonFile.read(path, coco::sections);
        return coco.annotations();
    }

    private void sections(JsonFile file) throws IOException {
        file.require(file.parser.isExpectedStartObjectToken(), "a JSON object with images, annotations and categories");
        for (String key = file.nextKey(); key != null; key = file.nextKey()) {
            switch (key) {
                case "images" -> file.eachObject(this::image);
                case "categories" -> file.eachObject(this::category);
                case "annotations" -> file.eachObject(this::row);
                default -> file.parser.skipChildren();
            }
        }
    }

    private Annotations annotations() {
        if (images.isEmpty() || categories.isEmpty()) {
            throw new InvalidInput(
                    JsonFile.HELP,
                    "%s lists %d images and %d categories. Expected COCO annotations: an object with images, annotations and categories."
                            .formatted(path, images.size(), categories.size()));
        }
        Annotations annotations =
                new Annotations(path.toString(), new Classes(List.copyOf(categories.values())), extent);
        int next = 0;
        for (long id : categories.keySet()) {
            annotations.category(id, next++);
        }
        images.forEach(annotations::image);
        for (Row row : rows) {
            Supplier<String> place = () -> "%s, line %d".formatted(path, row.line());
            int image = annotations.find(row.image(), place);
            int classIndex = annotations.classOf(row.category(), place);
            Optional<Mask> mask = row.outline().flatMap(outline -> annotations.mask(outline, image, place));
            annotations.builder.object(image, classIndex, row.box(), row.region(), mask);
        }
        return annotations;
    }

    private void image(JsonFile file) throws IOException {
        String id = "";
        String name = "";
        int width = 0;
        int height = 0;
        for (String key = file.nextKey(); key != null; key = file.nextKey()) {
            switch (key) {
                case "id" -> id = file.text(key);
                case "file_name" -> name = file.text(key);
                case "width" -> width = (int) file.number(key);
                case "height" -> height = (int) file.number(key);
                default -> file.parser.skipChildren();
            }
        }
        file.require(!id.isEmpty(), "an image with an id");
        images.add(new EvaluatedImage(id, name, width, height));
    }

    private void category(JsonFile file) throws IOException {
        long id = Long.MIN_VALUE;
        String name = null;
        for (String key = file.nextKey(); key != null; key = file.nextKey()) {
            switch (key) {
                case "id" -> id = file.wholeNumber(key);
                case "name" -> name = file.text(key);
                default -> file.parser.skipChildren();
            }
        }
        file.require(id != Long.MIN_VALUE, "a category with an id");
        if (categories.putIfAbsent(id, name == null ? String.valueOf(id) : name) != null) {
            throw file.invalid("category id %d is there twice".formatted(id), "an id of its own for every category");
        }
    }

    private void row(JsonFile file) throws IOException {
        int line = file.line();
        String image = "";
        long category = -1;
        CornerBox box = null;
        Optional<CocoSegmentation> outline = Optional.empty();
        double area = Double.NaN;
        AnnotatedRegion.Kind kind = AnnotatedRegion.Kind.OBJECT;
        for (String key = file.nextKey(); key != null; key = file.nextKey()) {
            switch (key) {
                case "image_id" -> image = file.text(key);
                case "category_id" -> category = file.wholeNumber(key);
                case "bbox" -> box = file.cornerBox(key);
                case "segmentation" -> outline = outline(file);
                case "area" -> area = file.number(key);
                case "iscrowd" ->
                    kind = file.parser.getValueAsInt() != 0 ? AnnotatedRegion.Kind.CROWD : AnnotatedRegion.Kind.OBJECT;
                default -> file.parser.skipChildren();
            }
        }
        file.require(box != null, "bbox: [x, y, width, height]");
        double known = Double.isNaN(area) ? box.width() * box.height() : area;
        rows.add(new Row(image, category, box, new AnnotatedRegion(known, kind), outline, line));
    }

    private Optional<CocoSegmentation> outline(JsonFile file) throws IOException {
        if (extent == Extent.BOX) {
            file.parser.skipChildren();
            return Optional.empty();
        }
        return Optional.of(file.segmentation());
    }
}
