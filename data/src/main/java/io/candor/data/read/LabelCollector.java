package io.candor.data.read;

import io.candor.data.Box;
import io.candor.data.Label;
import io.candor.data.Polygon;
import io.candor.data.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Gathers the labels of one image, whatever they were written in, and holds back those that cannot be used. */
final class LabelCollector {

    /** How far a coordinate may lie outside, in sides of the image: rounding of four digits, and a little more. */
    static final double TOLERANCE = 0.01;

    private static final double[] NO_POLYGON = {};

    private static final int LEAST_CORNERS = 3;

    /** Left out on purpose: an image without anything else is a background image all the same. */
    private static final Set<Fault> DELIBERATE = Set.of(Fault.CROWD_REGION, Fault.DIFFICULT_OBJECT);

    private record Key(int classIndex, Box box, int polygonHash) {}

    private final Path file;
    private final int classes;
    private final List<Label> labels = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final Map<Key, Integer> lines = new HashMap<>();

    /**
     * @param file where the labels come from, for messages
     * @param classes number of classes
     */
    LabelCollector(Path file, int classes) {
        this.file = file;
        this.classes = classes;
    }

    void skip(int line, Fault fault, String reason) {
        skipped.add(new Skipped(file, line, fault, reason));
    }

    void add(int line, int classIndex, Box box) {
        add(line, classIndex, box, NO_POLYGON);
    }

    /** Takes a label in pixels, unless its class is unknown, it has no area, or it is there already. */
    void add(int line, int classIndex, Box box, double[] polygon) {
        if (classIndex < 0 || classIndex >= classes) {
            skip(
                    line,
                    Fault.UNKNOWN_CLASS,
                    "class %d, but the data set has the %d classes 0 to %d"
                            .formatted(classIndex, classes, classes - 1));
        } else if (!(box.width() > 0 && box.height() > 0)) {
            skip(
                    line,
                    Fault.ZERO_AREA,
                    String.format(Locale.ROOT, "the box is %.1f x %.1f pixels", box.width(), box.height()));
        } else if (polygon.length > 0 && Polygon.corners(polygon) < LEAST_CORNERS) {
            skip(
                    line,
                    Fault.TOO_FEW_CORNERS,
                    "the outline has %d different corners, expected at least %d"
                            .formatted(Polygon.corners(polygon), LEAST_CORNERS));
        } else {
            addOnce(line, new Label(classIndex, box, polygon));
        }
    }

    /** As {@link #add(int, int, Box, double[])}, for boxes that were written in pixels and may lie anywhere. */
    void addInside(int line, int classIndex, Box box, double[] polygon, Size size) {
        if (!Double.isFinite(box.x1() + box.y1() + box.x2() + box.y2())) {
            skip(line, Fault.NOT_A_NUMBER, "the box is " + corners(box));
        } else if (!isInside(box, size)) {
            skip(
                    line,
                    Fault.OUTSIDE_IMAGE,
                    "the box %s lies outside the image of %s pixels".formatted(corners(box), size));
        } else {
            add(line, classIndex, box, polygon);
        }
    }

    /** Whether a box lies in an image, but for what rounding explains. */
    static boolean isInside(Box box, Size size) {
        return !outside(box.x1(), box.x2(), size.width()) && !outside(box.y1(), box.y2(), size.height());
    }

    /** Two corners, for messages. */
    static String corners(Box box) {
        return String.format(Locale.ROOT, "(%.1f, %.1f) to (%.1f, %.1f)", box.x1(), box.y1(), box.x2(), box.y2());
    }

    private static boolean outside(double from, double to, int side) {
        return Math.min(from, to) < -TOLERANCE * side || Math.max(from, to) > (1 + TOLERANCE) * side;
    }

    private void addOnce(int line, Label label) {
        Key key = new Key(label.classIndex(), label.box(), Arrays.hashCode(label.polygon()));
        Integer earlier = lines.putIfAbsent(key, line);
        if (earlier == null) {
            labels.add(label);
        } else {
            skip(
                    line,
                    Fault.DUPLICATE_LABEL,
                    "the same label is already there" + (line > 0 ? " on line " + earlier : ""));
        }
    }

    /** The image as a sample, or left out when it has labels and none of them is usable: it is not known to be empty. */
    Reading of(Path image, Size size) {
        boolean spoilt = labels.isEmpty() && skipped.stream().anyMatch(each -> !DELIBERATE.contains(each.fault()));
        if (spoilt) {
            skipped.add(new Skipped(
                    image,
                    0,
                    Fault.NO_USABLE_LABEL,
                    "has labels, but none that can be used, and so is not used either"));
            return Reading.leftOut(skipped);
        }
        return Reading.used(new Sample(image, size.width(), size.height(), labels), skipped);
    }
}
