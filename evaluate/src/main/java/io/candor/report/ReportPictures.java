package io.candor.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.errors.Crop;
import io.candor.metric.AnnotatedRegion;
import io.candor.metric.ConfusionMatrix;
import io.candor.metric.EvaluationSet;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Crops for the cells of the confusion matrix and the lists of mistakes: a limited number per cell, each a small JPEG
 * with its boxes as numbers, which the page draws when somebody looks.
 */
final class ReportPictures {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Longest side of a crop, in pixels. */
    private static final int SIDE = 208;

    private static final int PER_CELL = 12;
    private static final int PER_RIGHT_CELL = 6;
    private static final int PER_LIST = 24;

    /** All crops together, so that the page stays a few megabytes: with many classes each cell gets fewer. */
    private static final int MOST = 600;

    private final ReportContent content;
    private final EvaluationSet set;
    private final List<Wish> wishes = new ArrayList<>();
    private final Map<String, List<Wish>> cells = new LinkedHashMap<>();
    private final Map<String, List<Wish>> lists = new LinkedHashMap<>();
    private final Map<Wish, Integer> known = new LinkedHashMap<>();

    /** A crop that is wanted, around a detection, an object, or both; -1 for none. */
    private record Wish(int image, int detection, int object) {}

    private ReportPictures(ReportContent content) {
        this.content = content;
        set = content.set();
    }

    /** What the page needs: {@code items}, and which of them belong to each cell and list. */
    static ObjectNode tree(ReportContent content) {
        ReportPictures pictures = new ReportPictures(content);
        pictures.wishForCells();
        pictures.wishForLists();
        return pictures.cut();
    }

    private void wishForCells() {
        ConfusionMatrix matrix = content.evaluation().confusion();
        Map<String, List<Wish>> all = new TreeMap<>();
        for (ConfusionMatrix.Pair pair : ConfusionMatrix.pairs(set, matrix.confidence(), matrix.iou())) {
            int row = pair.detection() < 0 ? matrix.background() : set.detectionClass(pair.detection());
            int column = pair.object() < 0 ? matrix.background() : set.objectClass(pair.object());
            int image = pair.detection() < 0 ? set.objectImage(pair.object()) : set.detectionImage(pair.detection());
            all.computeIfAbsent(row + "," + column, key -> new ArrayList<>())
                    .add(new Wish(image, pair.detection(), pair.object()));
        }
        int each = Math.max(1, Math.min(PER_CELL, MOST / Math.max(1, all.size())));
        all.forEach((cell, candidates) -> {
            candidates.sort(Comparator.comparingDouble(this::rank));
            String[] place = cell.split(",", -1);
            int limit = place[0].equals(place[1]) ? Math.min(each, PER_RIGHT_CELL) : each;
            cells.put(cell, List.copyOf(candidates.subList(0, Math.min(limit, candidates.size()))));
        });
    }

    /** The surest detections first, then the smallest objects. */
    private double rank(Wish wish) {
        return wish.detection() >= 0
                ? -set.confidence(wish.detection())
                : set.objectBox(wish.object()).area();
    }

    private void wishForLists() {
        lists.put(
                "false_alarms",
                content.errors().falseAlarms().stream()
                        .limit(PER_LIST)
                        .map(alarm -> new Wish(alarm.image(), alarm.detection(), -1))
                        .toList());
        lists.put(
                "misses",
                content.errors().misses().stream()
                        .limit(PER_LIST)
                        .map(miss -> new Wish(miss.image(), -1, miss.object()))
                        .toList());
    }

    // ---- cutting, one picture at a time

    private ObjectNode cut() {
        cells.values().forEach(wishes::addAll);
        lists.values().forEach(wishes::addAll);
        wishes.sort(Comparator.comparingInt(Wish::image));
        ArrayNode items = JSON.createArrayNode();
        int open = -1;
        Optional<Image> image = Optional.empty();
        for (Wish wish : wishes) {
            if (!known.containsKey(wish)) {
                if (wish.image() != open) {
                    open = wish.image();
                    image = content.pictures().read(set.image(open));
                }
                image.ifPresent(picture -> {
                    known.put(wish, items.size());
                    items.add(item(wish, picture));
                });
            }
        }
        ObjectNode root = JSON.createObjectNode();
        root.set("items", items);
        ObjectNode byCell = root.putObject("cells");
        cells.forEach((cell, wanted) -> byCell.set(cell, indices(wanted)));
        lists.forEach((list, wanted) -> root.set(list, indices(wanted)));
        return root;
    }

    private ArrayNode indices(List<Wish> wanted) {
        ArrayNode indices = JSON.createArrayNode();
        wanted.forEach(wish -> {
            Integer index = known.get(wish);
            if (index != null) {
                indices.add(index);
            }
        });
        return indices;
    }

    private ObjectNode item(Wish wish, Image picture) {
        Crop crop = Crop.around(extent(wish), picture, SIDE);
        ObjectNode item = JSON.createObjectNode();
        item.put("caption", caption(wish));
        item.put("image", set.images().get(wish.image()));
        item.put("w", crop.image().width());
        item.put("h", crop.image().height());
        item.put("jpeg", Base64.getEncoder().encodeToString(Jpeg.encode(crop.image())));
        ArrayNode boxes = item.putArray("boxes");
        for (int o : objectsOn(wish.image())) {
            if (crop.shows(set.objectBox(o))) {
                boxes.add(box("object", set.objectClass(o), 1, crop.apply(set.objectBox(o))));
            }
        }
        for (int d : detectionsOn(wish.image())) {
            boolean wanted = d == wish.detection()
                    || set.confidence(d) >= content.evaluation().confusion().confidence();
            if (wanted && crop.shows(set.detectionBox(d))) {
                String kind = content.matches().right(d) ? "right" : "wrong";
                boxes.add(box(kind, set.detectionClass(d), set.confidence(d), crop.apply(set.detectionBox(d))));
            }
        }
        return item;
    }

    private Box extent(Wish wish) {
        if (wish.detection() < 0) {
            return set.objectBox(wish.object());
        }
        Box found = set.detectionBox(wish.detection());
        if (wish.object() < 0) {
            return found;
        }
        Box there = set.objectBox(wish.object());
        return new Box(
                Math.min(found.x1(), there.x1()),
                Math.min(found.y1(), there.y1()),
                Math.max(found.x2(), there.x2()),
                Math.max(found.y2(), there.y2()));
    }

    private String caption(Wish wish) {
        String there = wish.object() < 0 ? "" : set.classes().name(set.objectClass(wish.object()));
        if (wish.detection() < 0) {
            return "missed: " + there;
        }
        String found = set.classes().name(set.detectionClass(wish.detection()));
        String sure = String.format(Locale.ROOT, "%s %.2f", found, set.confidence(wish.detection()));
        return there.isEmpty() || there.equals(found) ? sure : sure + ", there: " + there;
    }

    private static ArrayNode box(String kind, int classIndex, double confidence, Box box) {
        ArrayNode node = JSON.createArrayNode();
        node.add(kind).add(classIndex).add(Math.round(confidence * 1e3) / 1e3);
        for (double value : new double[] {box.x1(), box.y1(), box.x2(), box.y2()}) {
            node.add(Math.round(value * 10) / 10d);
        }
        return node;
    }

    // ---- what is on an image

    private List<List<Integer>> objects;
    private List<List<Integer>> detections;

    private List<Integer> objectsOn(int image) {
        if (objects == null) {
            objects = lists();
            for (int o = 0; o < set.objects(); o++) {
                if (set.region(o).kind() == AnnotatedRegion.Kind.OBJECT) {
                    objects.get(set.objectImage(o)).add(o);
                }
            }
        }
        return objects.get(image);
    }

    private List<Integer> detectionsOn(int image) {
        if (detections == null) {
            detections = lists();
            for (int d = 0; d < set.detections(); d++) {
                detections.get(set.detectionImage(d)).add(d);
            }
        }
        return detections.get(image);
    }

    private List<List<Integer>> lists() {
        List<List<Integer>> lists = new ArrayList<>();
        for (int i = 0; i < set.images().size(); i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }
}
