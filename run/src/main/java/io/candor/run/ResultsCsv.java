package io.candor.run;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The table of a training run, one row per epoch, in the columns YOLO users parse, followed by ours. A row is on the
 * disk before {@link #append} returns; a row cut short by a crash is dropped when the file is next opened.
 */
public final class ResultsCsv {

    /** The columns every tool for YOLO runs expects, in its order. */
    public static final List<String> STANDARD = List.of(
            "epoch",
            "time",
            "train/box_loss",
            "train/cls_loss",
            "train/dfl_loss",
            "metrics/precision(B)",
            "metrics/recall(B)",
            "metrics/mAP50(B)",
            "metrics/mAP50-95(B)",
            "val/box_loss",
            "val/cls_loss",
            "val/dfl_loss",
            "lr/pg0",
            "lr/pg1",
            "lr/pg2");

    /** The same of networks with masks: one more loss, and the figures by masks. */
    public static final List<String> SEGMENTATION = List.copyOf(withMasks());

    private static List<String> withMasks() {
        List<String> columns = new ArrayList<>();
        for (String column : STANDARD) {
            columns.add(column);
            if (column.endsWith("/box_loss")) {
                columns.add(column.replace("box", "seg"));
            } else if (column.equals("metrics/mAP50-95(B)")) {
                STANDARD.stream()
                        .filter(figure -> figure.endsWith("(B)"))
                        .forEach(figure -> columns.add(figure.replace("(B)", "(M)")));
            }
        }
        return columns;
    }

    /** What we add: the smoothing in force, speed, share of the time spent waiting for data. */
    public static final List<String> EXTRA = List.of("smoothing/epsilon", "images_per_second", "wait_share");

    static final String HELP = "results-csv";

    private final Path file;
    private final List<String> columns;

    /**
     * One epoch.
     *
     * @param values by column name; a missing or NaN value is an empty field
     */
    public record Row(int epoch, Map<String, Double> values) {

        /** The value of a column; NaN if it was not written. */
        public double value(String column) {
            return values.getOrDefault(column, Double.NaN);
        }
    }

    private ResultsCsv(Path file, List<String> columns) {
        this.file = file;
        this.columns = columns;
    }

    /** A new, empty table with the standard and our extra columns, replacing what may be there. */
    public static ResultsCsv create(Path file) throws IOException {
        return create(file, EXTRA);
    }

    /** A new, empty table whose extra columns are {@code extra}. */
    public static ResultsCsv create(Path file, List<String> extra) throws IOException {
        List<String> columns = new ArrayList<>(STANDARD);
        columns.addAll(extra);
        return begin(file, columns);
    }

    /** A new, empty table with exactly these columns, of which {@code epoch} is the first. */
    static ResultsCsv begin(Path file, List<String> columns) throws IOException {
        ResultsCsv table = new ResultsCsv(file, List.copyOf(columns));
        table.rewrite(List.of());
        return table;
    }

    /** Go on with the table of an interrupted run: rows after {@code epoch} are removed. */
    public static ResultsCsv resume(Path file, int epoch) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> columns = header(file, lines);
        ResultsCsv table = new ResultsCsv(file, columns);
        List<String> kept = new ArrayList<>();
        for (String line : complete(file, lines)) {
            if (row(file, columns, line).epoch() <= epoch) {
                kept.add(line);
            }
        }
        table.rewrite(kept);
        return table;
    }

    /** All complete rows of a table, ours or another YOLO tool's. */
    public static List<Row> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> columns = header(file, lines);
        return complete(file, lines).stream()
                .map(line -> row(file, columns, line))
                .toList();
    }

    /** All columns in file order. */
    public List<String> columns() {
        return columns;
    }

    /**
     * Add a row and force it to the disk.
     *
     * @param values by column; unknown names are refused, since they would be lost
     */
    public void append(int epoch, Map<String, Double> values) throws IOException {
        for (String name : values.keySet()) {
            if (!columns.contains(name)) {
                throw new IllegalArgumentException("no column " + name + " in " + file);
            }
        }
        List<String> fields = new ArrayList<>(List.of(Integer.toString(epoch)));
        for (String column : columns.subList(1, columns.size())) {
            fields.add(format(values.getOrDefault(column, Double.NaN)));
        }
        ByteBuffer line = ByteBuffer.wrap((String.join(",", fields) + "\n").getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        }
    }

    private void rewrite(List<String> rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of(String.join(",", columns)));
        lines.addAll(rows);
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(temporary, String.join("\n", lines) + "\n");
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<String> header(Path file, List<String> lines) {
        List<String> columns = lines.isEmpty() ? List.of() : fields(lines.get(0));
        if (columns.isEmpty() || !columns.get(0).equals("epoch")) {
            throw new InvalidInput(
                    HELP,
                    "%s, line 1: found '%s', expected column names beginning with 'epoch'. The file is not the table of a training run."
                            .formatted(file, lines.isEmpty() ? "" : lines.get(0)));
        }
        return columns;
    }

    /** Rows below the header; the last one only if the crash that ended the run let it be finished. */
    private static List<String> complete(Path file, List<String> lines) throws IOException {
        List<String> rows = new ArrayList<>(lines.subList(1, lines.size()));
        if (!rows.isEmpty() && !endsWithNewline(file)) {
            rows.remove(rows.size() - 1);
        }
        rows.removeIf(String::isBlank);
        return rows;
    }

    private static boolean endsWithNewline(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return bytes.length > 0 && bytes[bytes.length - 1] == '\n';
    }

    private static Row row(Path file, List<String> columns, String line) {
        List<String> fields = fields(line);
        if (fields.size() != columns.size()) {
            throw unreadable(file, line, "%d fields where the header has %d".formatted(fields.size(), columns.size()));
        }
        Map<String, Double> values = new LinkedHashMap<>();
        try {
            for (int i = 1; i < fields.size(); i++) {
                if (!fields.get(i).isEmpty()) {
                    values.put(columns.get(i), Double.parseDouble(fields.get(i)));
                }
            }
            return new Row((int) Double.parseDouble(fields.get(0)), values);
        } catch (NumberFormatException e) {
            throw unreadable(file, line, "something that is not a number");
        }
    }

    private static InvalidInput unreadable(Path file, String line, String found) {
        return new InvalidInput(
                HELP,
                "%s: the row '%s' has %s. Remove that row, or start the run anew."
                        .formatted(file, line.length() > 60 ? line.substring(0, 60) + "..." : line, found));
    }

    /** Older YOLO tools pad the fields with blanks. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        int from = 0;
        for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', from)) {
            fields.add(line.substring(from, comma).strip());
            from = comma + 1;
        }
        fields.add(line.substring(from).strip());
        return fields;
    }

    private static String format(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return Double.isInfinite(value) ? Double.toString(value) : String.format(Locale.ROOT, "%.6g", value);
    }
}
