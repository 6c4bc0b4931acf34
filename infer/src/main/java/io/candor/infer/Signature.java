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
 * @param input name of the input
 * @param half whether input and output are half precision
 * @param batch images per run; empty if any number
 * @param height pixels of the input; empty if any multiple of 32
 * @param width pixels of the input; empty if any multiple of 32
 * @param output name of the output that is read
 * @param layout how it is arranged
 * @param classes as named by the file, else numbered
 * @param imageSize what the network was trained or exported for: side of the frame where sizes are free
 */
record Signature(
        String input,
        boolean half,
        OptionalInt batch,
        OptionalInt height,
        OptionalInt width,
        String output,
        Layout layout,
        Classes classes,
        int imageSize) {

    private static final int FLOAT = 1;
    private static final int HALF = 10;
    private static final int STANDARD_SIZE = 640;
    private static final Pattern SIDE = Pattern.compile("\\d{2,5}");

    /** Rows that networks which select themselves give out; 300 is usual. */
    private static final int MOST_ROWS = 1000;

    /** Classes a file without names that selects itself may report. */
    private static final int MOST_CLASSES = 10_000;

    private static final Set<String> OTHER_TASKS = Set.of("segment", "pose", "obb", "classify", "semantic");

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
        int imageSize = imageSize(file, input);
        Shape shape = shape(file, output, names, input);
        return new Signature(
                input.name(),
                input.elementType() == HALF,
                size(input, 0),
                size(input, 2),
                size(input, 3),
                output.name(),
                shape.layout,
                names.orElseGet(() -> numbered(shape.classes)),
                imageSize);
    }

    private static Port input(OnnxFile file) {
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

    private static int imageSize(OnnxFile file, Port input) {
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

    /** A layout with its number of classes. */
    private record Shape(Layout layout, int classes) {}

    private static Shape shape(OnnxFile file, Port output, Optional<Classes> names, Port input) {
        long rows = output.shape().get(1);
        long columns = output.shape().get(2);
        List<Shape> possible = new ArrayList<>();
        consider(possible, Layout.ANCHOR_COLUMNS, rows - 4, columns, names);
        boolean selects = columns == 6 && rows <= MOST_ROWS;
        if (selects && !isAnchorCount(rows, input)) {
            possible.add(
                    new Shape(Layout.SELECTED_ROWS, names.map(Classes::size).orElse(MOST_CLASSES)));
        }
        consider(possible, Layout.ANCHOR_ROWS_WITH_OBJECTNESS, columns - 5, rows, names);
        consider(possible, Layout.ANCHOR_ROWS, columns - 4, rows, names);
        return possible.stream()
                .filter(shape -> !isTransposed(shape.layout, rows, input))
                .findFirst()
                .orElseThrow(() -> unusable(
                        file,
                        "its output is %s%s"
                                .formatted(
                                        output,
                                        names.map(known -> ", and it names %d classes".formatted(known.size()))
                                                .orElse(""))));
    }

    /** {@code layout} is possible if it leaves room for the named classes, or, without names, for fewer than anchors. */
    private static void consider(
            List<Shape> possible, Layout layout, long classes, long anchors, Optional<Classes> names) {
        boolean fits = names.map(known -> known.size() == classes)
                .orElse(classes >= 1 && (anchors == Port.FREE || classes < anchors));
        if (fits) {
            possible.add(new Shape(layout, Math.toIntExact(classes)));
        }
    }

    /** One anchor per cell of three levels, or three of them: how many YOLOv8 and YOLOv5 have for this input. */
    private static boolean isAnchorCount(long count, Port input) {
        return count == anchors(input) || count == 3 * anchors(input);
    }

    /** Without names (A, 5 + K) and (A, 4 + K) look alike; the number of anchors tells them apart. */
    private static boolean isTransposed(Layout layout, long rows, Port input) {
        return layout == Layout.ANCHOR_ROWS_WITH_OBJECTNESS && rows != Port.FREE && rows == anchors(input);
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

    private static Classes numbered(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("class" + i);
        }
        return new Classes(names);
    }

    private static InvalidInput unusable(OnnxFile file, String found) {
        return new InvalidInput(
                "onnx-layout",
                "%s is no detector that is understood here: %s. Expected one input (N, 3, H, W) in float or half, and an output (N, 4 + K, A), (N, A, 5 + K) or (N, M, 6) for the K classes it names."
                        .formatted(file.file(), found));
    }
}
