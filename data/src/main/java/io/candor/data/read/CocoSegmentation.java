package io.candor.data.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.Box;
import io.candor.data.Mask;
import io.candor.data.Polygon;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The {@code segmentation} of a COCO annotation: the outlines of its parts, or a mask as run lengths.
 *
 * @param parts outlines as x, y, ...; empty if it is a mask or nothing
 * @param mask of the size that is written beside it; absent if it is outlines or nothing
 * @param fault why it cannot be used; empty if it can
 */
public record CocoSegmentation(List<double[]> parts, Optional<Mask> mask, String fault) {

    private static final int LEAST_NUMBERS = 6;

    /**
     * IoU of a box and the extent of its outline from which both can mean one object: boxes that include what is hidden are
     * larger than the outline of what is seen, but not by this much.
     */
    private static final double LEAST_AGREEMENT = 0.1;

    /** Reads it; never fails, but may be faulty. */
    public static CocoSegmentation of(JsonNode node) {
        if (node.isArray()) {
            return outlines(node);
        }
        return node.isObject() ? runs(node) : new CocoSegmentation(List.of(), Optional.empty(), "");
    }

    /** A mask as run lengths in their compressed form, as {@link #of} reads it. */
    public static ObjectNode runLengths(Mask mask) {
        ObjectNode runs = JsonNodeFactory.instance.objectNode();
        runs.putArray("size").add(mask.height()).add(mask.width());
        return runs.put("counts", mask.encode());
    }

    private static CocoSegmentation outlines(JsonNode node) {
        List<double[]> parts = new ArrayList<>();
        for (JsonNode part : node) {
            double[] points = CocoFile.numbers(part);
            if (points.length < LEAST_NUMBERS || points.length % 2 != 0) {
                return faulty("part %d of `segmentation` has %d numbers, expected x and y of at least 3 corners"
                        .formatted(parts.size() + 1, points.length));
            }
            for (double point : points) {
                if (!Double.isFinite(point)) {
                    return faulty("part %d of `segmentation` holds something that is not a number"
                            .formatted(parts.size() + 1));
                }
            }
            parts.add(points);
        }
        return new CocoSegmentation(parts, Optional.empty(), "");
    }

    private static CocoSegmentation runs(JsonNode node) {
        int height = node.path("size").path(0).asInt();
        int width = node.path("size").path(1).asInt();
        JsonNode counts = node.path("counts");
        try {
            Mask mask = counts.isTextual()
                    ? Mask.decode(width, height, counts.textValue())
                    : Mask.ofCounts(width, height, whole(counts));
            return new CocoSegmentation(List.of(), Optional.of(mask), "");
        } catch (IllegalArgumentException | ArithmeticException e) {
            return faulty("`segmentation` cannot be read: " + e.getMessage());
        }
    }

    private static int[] whole(JsonNode list) {
        int[] counts = new int[list.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = list.get(i).asInt(-1);
        }
        return counts;
    }

    private static CocoSegmentation faulty(String fault) {
        return new CocoSegmentation(List.of(), Optional.empty(), fault);
    }

    /** What is wrong with it on an image of a size; empty if nothing. */
    public String faultOn(Size size) {
        return mask.filter(runs -> runs.width() != size.width() || runs.height() != size.height())
                .map(runs -> "the mask has %d x %d pixels, the image %s".formatted(runs.width(), runs.height(), size))
                .orElse(fault);
    }

    /**
     * What speaks against it as the outline of an object in an image; empty if nothing. More than {@link #faultOn} asks:
     * every corner lies in the image, but for what rounding explains, and it has to do with the object's box.
     *
     * @param box x, y, width, height; empty if the object has none
     */
    String faultAsObject(Size size, double... box) {
        String known = faultOn(size);
        if (!known.isEmpty()) {
            return known;
        }
        for (int part = 0; part < parts.size(); part++) {
            Box extent = Polygon.extent(parts.get(part));
            if (!LabelCollector.isInside(extent, size)) {
                return "part %d of `segmentation` reaches from %s, outside the image of %s pixels"
                        .formatted(part + 1, LabelCollector.corners(extent), size);
            }
        }
        return box.length == 4 ? faultBeside(new Box(box[0], box[1], box[0] + box[2], box[1] + box[3])) : "";
    }

    private String faultBeside(Box box) {
        Box extent = extent();
        return extent.area() == 0 || box.area() == 0 || extent.iou(box) >= LEAST_AGREEMENT
                ? ""
                : "`segmentation` reaches from %s, `bbox` from %s"
                        .formatted(LabelCollector.corners(extent), LabelCollector.corners(box));
    }

    /** Around all parts; an empty box for nothing. */
    private Box extent() {
        return mask.map(Mask::bounds)
                .orElseGet(() -> Polygon.extent(
                        parts.stream().flatMapToDouble(Arrays::stream).toArray()));
    }

    /** The pixels of all parts; absent if there is no outline and no mask. */
    public Optional<Mask> drawn(Size size) {
        return mask.isPresent() || parts.isEmpty()
                ? mask
                : Optional.of(Mask.ofPolygons(parts, size.width(), size.height()));
    }

    /**
     * All parts as one outline; empty if there is none. Parts that overlap are first united pixel by pixel, as COCO's
     * tools do.
     */
    double[] outline(Size size) {
        if (mask.isPresent()) {
            return mask.get().outline();
        }
        if (parts.size() < 2) {
            return parts.isEmpty() ? new double[0] : parts.get(0);
        }
        Mask united = Mask.ofPolygons(parts, size.width(), size.height());
        long apart = parts.stream()
                .mapToLong(part ->
                        Mask.ofPolygon(part, size.width(), size.height()).area())
                .sum();
        return united.area() == apart ? Polygon.join(parts) : united.outline();
    }
}
