package io.candor.data.read;

import io.candor.data.ClassOrder;
import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.target.ClassTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A table of pictures: {@code path,label} (a picture with several rows has that many votes, which are a label like any
 * other if they agree), or {@code path} and one
 * column per class with probabilities or votes; a column {@code split} may say train, val or test. Paths count from the
 * table's folder.
 */
final class ClassificationCsv {

    private static final String HELP = "classification-csv";
    private static final String SPLIT = "split";
    private static final String LABEL = "label";

    private final Path file;
    private final CsvFile table;
    private final List<String> header;
    private final Map<Path, ClassTarget> opinions = new LinkedHashMap<>();
    private final List<Skipped> skipped = new ArrayList<>();

    /** What the rows of one picture say. */
    @SuppressWarnings("ArrayRecordComponent") // collected once, never compared
    private record Picture(Path file, int line, String split, double[] weights) {}

    ClassificationCsv(Path file) {
        this.file = file;
        table = CsvFile.read(file, HELP);
        header = table.rows().get(0).fields();
        List<String> rest = header.subList(1, header.size()).stream()
                .filter(name -> !name.equals(SPLIT))
                .toList();
        if (!List.of("path", "image", "file").contains(header.get(0).toLowerCase(Locale.ROOT)) || rest.isEmpty()) {
            throw table.invalid(
                    HELP,
                    table.rows().get(0).line(),
                    "found the columns %s, expected path and label, or path and one column per class, each with a header"
                            .formatted(header));
        }
    }

    ClassificationSet read() {
        List<CsvFile.Row> rows = table.rows().subList(1, table.rows().size());
        for (CsvFile.Row row : rows) {
            if (row.fields().size() != header.size()) {
                throw table.invalid(
                        HELP,
                        row.line(),
                        "found %d fields, expected %d as in the header"
                                .formatted(row.fields().size(), header.size()));
            }
        }
        int label = header.indexOf(LABEL);
        Classes classes = label > 0 ? labels(rows, label) : columns();
        Map<Path, Picture> pictures = new LinkedHashMap<>();
        rows.forEach(row -> pictures.merge(
                picture(row),
                new Picture(picture(row), row.line(), split(row), weights(row, classes, label)),
                this::together));
        return set(classes, pictures, label > 0);
    }

    private Picture together(Picture one, Picture other) {
        if (!one.split.equals(other.split)) {
            throw table.invalid(
                    HELP,
                    other.line,
                    "%s is in the split '%s' here and in '%s' in line %d; expected every picture in one split, or it is judged by what it was learned from"
                            .formatted(other.file.getFileName(), other.split, one.split, one.line));
        }
        double[] sum = one.weights.clone();
        for (int k = 0; k < sum.length; k++) {
            sum[k] += other.weights[k];
        }
        return new Picture(one.file, one.line, one.split, sum);
    }

    private Path picture(CsvFile.Row row) {
        return file.toAbsolutePath().resolveSibling(row.fields().get(0)).normalize();
    }

    private static Classes labels(List<CsvFile.Row> rows, int label) {
        Set<String> names = new HashSet<>();
        rows.forEach(row -> names.add(row.fields().get(label)));
        return new Classes(ClassOrder.sorted(names));
    }

    private Classes columns() {
        return new Classes(header.subList(1, header.size()).stream()
                .filter(name -> !name.equals(SPLIT))
                .toList());
    }

    private String split(CsvFile.Row row) {
        int column = header.indexOf(SPLIT);
        String name = column < 0 ? "" : row.fields().get(column).toLowerCase(Locale.ROOT);
        if (column >= 0 && !List.of("train", "val", "test").contains(name)) {
            throw table.invalid(HELP, row.line(), "found the split '%s', expected train, val or test".formatted(name));
        }
        return name;
    }

    private double[] weights(CsvFile.Row row, Classes classes, int label) {
        double[] weights = new double[classes.size()];
        if (label > 0) {
            weights[classes.names().indexOf(row.fields().get(label))] = 1;
            return weights;
        }
        int k = 0;
        for (int column = 1; column < header.size(); column++) {
            if (!header.get(column).equals(SPLIT)) {
                CsvFile.Row one =
                        new CsvFile.Row(row.line(), List.of(row.fields().get(column)));
                weights[k++] = table.numbers(one, 0, HELP)[0];
            }
        }
        return weights;
    }

    private ClassificationSet set(Classes classes, Map<Path, Picture> pictures, boolean labelled) {
        boolean votes = !labelled && pictures.values().stream().allMatch(ClassificationCsv::whole);
        Map<Split, List<Sample>> splits = new EnumMap<>(Split.class);
        for (Picture picture : pictures.values()) {
            if (!Files.isRegularFile(picture.file)) {
                throw table.invalid(HELP, picture.line, "there is no picture " + picture.file);
            }
            ClassTarget target = target(picture, labelled || votes);
            if (target.origin() == ClassTarget.Origin.PEOPLE) {
                opinions.put(picture.file, target);
            }
            Split split = picture.split.isEmpty() ? Split.TRAIN : Split.valueOf(picture.split.toUpperCase(Locale.ROOT));
            ClassificationReader.picture(picture.file, target.largest(), skipped)
                    .ifPresent(sample -> splits.computeIfAbsent(split, each -> new ArrayList<>())
                            .add(sample));
        }
        List<String> notes = new ArrayList<>();
        if (!splits.containsKey(Split.TRAIN)) {
            throw new InvalidInput(HELP, file + " has no row of the split train.");
        }
        ClassificationReader.holdOutIfAlone(file, splits, notes);
        return new ClassificationSet(new Dataset(file, classes, splits, skipped, notes), Map.of(), opinions);
    }

    private static boolean whole(Picture picture) {
        for (double weight : picture.weights) {
            if (weight != Math.rint(weight)) {
                return false;
            }
        }
        return true;
    }

    private ClassTarget target(Picture picture, boolean votes) {
        try {
            return votes ? ClassTarget.votes(picture.weights) : ClassTarget.probabilities(picture.weights);
        } catch (IllegalArgumentException e) {
            throw table.invalid(HELP, picture.line, e.getMessage());
        }
    }
}
