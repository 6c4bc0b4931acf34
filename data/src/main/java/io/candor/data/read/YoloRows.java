package io.candor.data.read;

import io.candor.data.Box;
import io.candor.data.Polygon;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rows of a YOLO label file: {@code class x y width height}, or {@code class x1 y1 x2 y2 x3 y3 ...} for an outline,
 * all but the class as fractions of the image's sides; x and y of a box are its centre.
 */
final class YoloRows {

    private static final int BOX_COLUMNS = 5;
    private static final int LEAST_POLYGON_COLUMNS = 7;
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final LabelCollector labels;
    private final Size size;

    private YoloRows(LabelCollector labels, Size size) {
        this.labels = labels;
        this.size = size;
    }

    /** The image with the labels of its file; a missing file means there is nothing on the image. */
    static Reading read(Path image, Size size, int classes) {
        Path file = LabelFile.of(image);
        LabelCollector labels = new LabelCollector(file, classes);
        try {
            Optional<String> wrong = new YoloRows(labels, size).rows(Files.readAllBytes(file));
            if (wrong.isPresent()) {
                return Reading.leftOut(new Skipped(file, 0, Fault.WRONG_FORMAT, wrong.get()));
            }
        } catch (NoSuchFileException e) {
            return labels.of(image, size);
        } catch (IOException e) {
            return Reading.leftOut(new Skipped(file, 0, Fault.WRONG_FORMAT, "cannot be read: " + e.getMessage()));
        }
        return labels.of(image, size);
    }

    /** Takes all rows, or says why this is no such file. */
    private Optional<String> rows(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return Optional.of(expected("is binary, not text"));
        }
        Optional<String> other = otherFormat(text);
        if (other.isEmpty()) {
            int line = 0;
            for (String row : (Iterable<String>) text.lines()::iterator) {
                row(++line, row.startsWith("\ufeff") ? row.substring(1).strip() : row.strip());
            }
        }
        return other;
    }

    private static Optional<String> otherFormat(String text) {
        String start = text.stripLeading();
        if (text.indexOf('\0') >= 0) {
            return Optional.of(expected("is binary or UTF-16, not UTF-8 text"));
        }
        if (start.startsWith("<")) {
            return Optional.of(
                    expected("is XML; for Pascal VOC give the folder that holds Annotations as the data set"));
        }
        if (start.startsWith("{") || start.startsWith("[")) {
            return Optional.of(expected("is JSON; for COCO give the JSON file as the data set"));
        }
        return Optional.empty();
    }

    private static String expected(String found) {
        return found + " (expected rows of `class x y width height`)";
    }

    private void row(int line, String row) {
        if (row.isEmpty()) {
            return;
        }
        String[] columns = SPACE.split(row);
        int count = columns.length;
        if (count == BOX_COLUMNS || (count >= LEAST_POLYGON_COLUMNS && count % 2 == 1)) {
            numbers(line, columns);
        } else {
            labels.skip(line, Fault.COLUMN_COUNT, columnCount(row, count));
        }
    }

    private static String columnCount(String row, int count) {
        String hint = count == 6 ? "; a sixth column, such as a confidence, has no place in labels" : "";
        hint = count == 1 && (row.contains(",") || row.contains(";")) ? "; separate them by spaces" : hint;
        return "%d columns, expected 5 (class x y width height) or an odd number from 7 on (class x1 y1 x2 y2 x3 y3 ...)%s"
                .formatted(count, hint);
    }

    private void numbers(int line, String[] columns) {
        double[] values = new double[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(columns[i]);
            if (!Double.isFinite(values[i])) {
                labels.skip(line, Fault.NOT_A_NUMBER, "`%s` in column %d is not a number".formatted(columns[i], i + 1));
                return;
            }
        }
        values(line, columns[0], values);
    }

    private void values(int line, String classColumn, double[] values) {
        if (values[0] != Math.rint(values[0])) {
            labels.skip(line, Fault.NOT_A_NUMBER, "the class `%s` is not a whole number".formatted(classColumn));
            return;
        }
        for (int i = 1; i < values.length; i++) {
            if (values[i] < -LabelCollector.TOLERANCE || values[i] > 1 + LabelCollector.TOLERANCE) {
                String hint = values[i] > 2 ? "; these look like pixels, not fractions of the image" : "";
                labels.skip(
                        line,
                        Fault.OUTSIDE_IMAGE,
                        "%s in column %d, expected 0 to 1%s".formatted(values[i], i + 1, hint));
                return;
            }
        }
        label(line, (int) values[0], Arrays.copyOfRange(values, 1, values.length));
    }

    private void label(int line, int classIndex, double[] fractions) {
        double w = size.width();
        double h = size.height();
        if (fractions.length == 4) {
            labels.add(
                    line,
                    classIndex,
                    Box.fromCenter(fractions[0] * w, fractions[1] * h, fractions[2] * w, fractions[3] * h));
            return;
        }
        double[] polygon = new double[fractions.length];
        for (int i = 0; i < polygon.length; i += 2) {
            polygon[i] = fractions[i] * w;
            polygon[i + 1] = fractions[i + 1] * h;
        }
        labels.add(line, classIndex, Polygon.extent(polygon), polygon);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
