package io.candor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.errors.Crop;
import io.candor.json.JsonNodes;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.EvaluatedImage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Small copies of pictures for the cells of a classifier's confusion matrix, the surest predictions first. */
final class ClassifierPictures {

    /** Longest side, in pixels. */
    private static final int SIDE = 160;

    private static final int PER_CELL = 12;
    private static final int PER_RIGHT_CELL = 6;

    /** All together, so that the page stays a few megabytes. */
    private static final int MOST = 600;

    private final ClassifierContent content;
    private final ArrayNode items = JsonNodes.object().putArray("items");

    private ClassifierPictures(ClassifierContent content) {
        this.content = content;
    }

    /** What the page needs: {@code items}, and which of them belong to each cell. */
    static ObjectNode tree(ClassifierContent content) {
        return new ClassifierPictures(content).tree();
    }

    private ObjectNode tree() {
        ClassifiedSet set = content.set();
        ObjectNode root = JsonNodes.object();
        ObjectNode cells = root.putObject("cells");
        if (set.hasLabels() && set.hasNames()) {
            Map<String, List<Integer>> rows = new TreeMap<>();
            for (int i = 0; i < set.size(); i++) {
                rows.computeIfAbsent(set.prediction(i) + "," + set.label(i), cell -> new ArrayList<>())
                        .add(i);
            }
            rows.forEach((cell, all) -> cells.set(cell, shown(all)));
        }
        root.set("items", items);
        return root;
    }

    private ArrayNode shown(List<Integer> rows) {
        ClassifiedSet set = content.set();
        ArrayNode indices = JsonNodes.object().putArray("cell");
        int limit = set.correct(rows.get(0)) ? PER_RIGHT_CELL : PER_CELL;
        rows.stream()
                .sorted(Comparator.comparingDouble((Integer row) -> -set.confidence(row)))
                .limit(limit)
                .forEach(row -> {
                    Optional<Image> picture = items.size() < MOST
                            ? content.pictures().read(EvaluatedImage.named(name(row)))
                            : Optional.empty();
                    picture.ifPresent(image -> {
                        indices.add(items.size());
                        items.add(item(row, image));
                    });
                });
        return indices;
    }

    private String name(int row) {
        return content.set().images().get(content.set().image(row));
    }

    private ObjectNode item(int row, Image picture) {
        ClassifiedSet set = content.set();
        Image small = Crop.around(new Box(0, 0, picture.width(), picture.height()), picture, SIDE)
                .image();
        ObjectNode item = JsonNodes.object();
        String said =
                String.format(Locale.ROOT, "%s %.2f", set.classes().name(set.prediction(row)), set.confidence(row));
        item.put(
                "caption",
                set.correct(row) ? said : said + ", is: " + set.classes().name(set.label(row)));
        item.put("image", name(row));
        item.put("w", small.width());
        item.put("h", small.height());
        item.put("jpeg", Base64.getEncoder().encodeToString(Jpeg.encode(small)));
        item.putArray("boxes");
        return item;
    }
}
