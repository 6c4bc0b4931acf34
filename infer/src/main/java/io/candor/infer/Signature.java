package io.candor.infer;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.infer.OnnxFile.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a detector's file wants and gives, recognised from its shapes and properties.
 *
 * @param input what it takes
 * @param batch images per run; empty if any number
 * @param height pixels of the input; empty if any multiple of 32
 * @param width pixels of the input; empty if any multiple of 32
 * @param outputs those that are read: the detections', and the prototypes' of masks if there are any
 * @param layout how the first is arranged
 * @param masks coefficients per detection; 0 without masks
 * @param classes as named by the file, else numbered
 * @param imageSize what the network was trained or exported for: side of the frame where sizes are free
 */
record Signature(
        Port input,
        OptionalInt batch,
        OptionalInt height,
        OptionalInt width,
        List<Port> outputs,
        Layout layout,
        int masks,
        Classes classes,
        int imageSize) {

    private static final int FLOAT = 1;
    private static final int HALF = 10;
    private static final String SEGMENT = "segment";
    private static final int PROTOTYPE_STRIDE = 4;
    private static final int STANDARD_SIZE = 640;
    private static final Pattern SIDE = Pattern.compile("\\d{2,5}");

    /** Rows that networks which select themselves give out; 300 is usual. */
    private static final int MOST_ROWS = 1000;

    /** Classes a file without names that selects itself may report. */
    private static final int MOST_CLASSES = 10_000;

    private static final Set<String> OTHER_TASKS = Set.of("pose", "obb", "classify", "semantic");

    /** @throws InvalidInput if {@code file} is no detector that can be recognised */
    static Signature of(OnnxFile file) {
        String task = file.properties().getOrDefault("task", "detect");
        if (OTHER_TASKS.contains(task)) {
            throw unusable(file, "its task is '%s'".formatted(task));
        }
        Port input = input(file);
        Port output = output(file);
        Optional<Classes> names =
                Optional.ofNullable(file.properties().get("names")).flatMap(ClassNames::parse);
        Shape shape = shape(file, output, names, input);
        List<Port> read = shape.prototypes.map(port -> List.of(output, port)).orElseGet(() -> List.of(output));
        return new Signature(
                input,
                size(input, 0),
                size(input, 2),
                size(input, 3),
                read,
                shape.layout,
                shape.masks(),
                names.orElseGet(() -> numbered(shape.classes)),
                imageSize(file, input));
    }

    Layout.Columns columns() {
        return new Layout.Columns(classes.size(), masks);
    }

    static Port input(OnnxFile file) {
        if (file.inputs().size() != 1) {
            throw unusable(file, "it has %d inputs: %s".formatted(file.inputs().size(), file.inputs()));
        }
        Port input = file.inputs().get(0);
        boolean image = input.shape().size() == 4
                && (input.shape().get(1) == 3 || input.shape().get(1) == Port.FREE);
        if (!image || (input.elementType() != FLOAT && input.elementType() != HALF)) {
            throw unusable(file, "its input is %s of type %d".formatted(input, input.elementType()));
        }
        return input;
    }

    /** The first output with three axes: some exports add the raw maps behind it. */
    private static Port output(OnnxFile file) {
        return file.outputs().stream()
                .filter(port -> port.shape().size() == 3)
                .findFirst()
                .orElseThrow(() -> unusable(file, "its outputs are %s".formatted(file.outputs())));
    }

    private static OptionalInt size(Port port, int axis) {
        long size = port.shape().get(axis);
        return size == Port.FREE ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(size));
    }

    /** What the network was trained or exported for. */
    static int imageSize(OnnxFile file, Port input) {
        long larger = Math.max(input.shape().get(2), input.shape().get(3));
        if (larger != Port.FREE) {
            return Math.toIntExact(larger);
        }
        Matcher side = SIDE.matcher(file.properties().getOrDefault("imgsz", ""));
        int size = 0;
        while (side.find()) {
            size = Math.max(size, Integer.parseInt(side.group()));
        }
        return size == 0 ? STANDARD_SIZE : size;
    }

    /** A layout with its number of classes, and where the prototypes of masks are. */
    private record Shape(Layout layout, int classes, Optional<Port> prototypes) {
        int masks() {
            return prototypes.map(port -> Math.toIntExact(port.shape().get(1))).orElse(0);
        }
    }

    private static Shape shape(OnnxFile file, Port output, Optional<Classes> names, Port input) {
        List<Shape> possible = new ArrayList<>();
        file.outputs().stream()
                .filter(port -> isPrototypes(port, input))
                .forEach(port -> consider(possible, output, names, input, Optional.of(port)));
        if (!SEGMENT.equals(file.properties().get("task"))) {
            consider(possible, output, names, input, Optional.empty());
        }
        return possible.stream()
                .findFirst()
                .orElseThrow(() -> unusable(
                        file,
                        "%sits outputs are %s%s"
                                .formatted(
                                        Optional.ofNullable(file.properties().get("task"))
                                                .map("its task is '%s', "::formatted)
                                                .orElse(""),
                                        file.outputs(),
                                        names.map(known -> ", and it names %d classes".formatted(known.size()))
                                                .orElse(""))));
    }

    /** A quarter of the input's size, or of any. */
    private static boolean isPrototypes(Port port, Port input) {
        List<Long> shape = port.shape();
        return shape.size() == 4
                && shape.get(1) != Port.FREE
                && isQuarter(shape.get(2), input.shape().get(2))
                && isQuarter(shape.get(3), input.shape().get(3));
    }

    private static boolean isQuarter(long size, long input) {
        return size == Port.FREE || input == Port.FREE || PROTOTYPE_STRIDE * size == input;
    }

    private static void consider(
            List<Shape> possible, Port output, Optional<Classes> names, Port input, Optional<Port> prototypes) {
        int masks = new Shape(Layout.ANCHOR_COLUMNS, 0, prototypes).masks();
        long rows = output.shape().get(1);
        long columns = output.shape().get(2);
        long anchors = anchors(input);
        if (fits(rows - 4 - masks, columns, names)) {
            possible.add(new Shape(Layout.ANCHOR_COLUMNS, Math.toIntExact(rows - 4 - masks), prototypes));
        }
        boolean selects = columns == 6 + masks && rows <= MOST_ROWS;
        if (selects && !isAnchorCount(rows, input)) {
            int classes = names.map(Classes::size).orElse(MOST_CLASSES);
            possible.add(new Shape(Layout.SELECTED_ROWS, classes, prototypes));
        }
        // without names (A, 5 + K) and (A, 4 + K) look alike; the number of anchors tells them apart
        if (fits(columns - 5 - masks, rows, names) && (rows == Port.FREE || rows != anchors)) {
            int classes = Math.toIntExact(columns - 5 - masks);
            possible.add(new Shape(Layout.ANCHOR_ROWS_WITH_OBJECTNESS, classes, prototypes));
        }
        if (fits(columns - 4 - masks, rows, names)) {
            possible.add(new Shape(Layout.ANCHOR_ROWS, Math.toIntExact(columns - 4 - masks), prototypes));
        }
    }

    /** Room for the named classes, or, without names, for fewer than anchors. */
    private static boolean fits(long classes, long anchors, Optional<Classes> names) {
        return names.map(known -> known.size() == classes)
                .orElse(classes >= 1 && (anchors == Port.FREE || classes < anchors));
    }

    /** One anchor per cell of three levels, or three of them: how many YOLOv8 and YOLOv5 have for this input. */
    private static boolean isAnchorCount(long count, Port input) {
        return count == anchors(input) || count == 3 * anchors(input);
    }

    private static long anchors(Port input) {
        long height = input.shape().get(2);
        long width = input.shape().get(3);
        long count = 0;
        for (long stride = 8; stride <= 32; stride *= 2) {
            count += (height / stride) * (width / stride);
        }
        return height > 0 && width > 0 ? count : -1;
    }

    static Classes numbered(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("class" + i);
        }
        return new Classes(names);
    }

    private static InvalidInput unusable(OnnxFile file, String found) {
        return new InvalidInput(
                "onnx-layout",
                "%s is no detector that is understood here: %s. Expected one input (N, 3, H, W) in float or half, and an output (N, 4 + K, A), (N, A, 5 + K) or (N, R, 6) for the K classes it names; with masks M columns more, and prototypes (N, M, H / 4, W / 4)."
                        .formatted(file.file(), found));
    }
}
