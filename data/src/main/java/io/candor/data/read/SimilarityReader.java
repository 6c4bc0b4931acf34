package io.candor.data.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.target.SimilarityMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads which classes resemble which from what users have: tables, groups, an earlier evaluation, features. */
public final class SimilarityReader {

    private static final String HELP = "smoothing-matrix";
    private static final String BACKGROUND = "background";

    /** What stands above a column of class names. */
    private static final Set<String> NAME_TITLES = Set.of("", "class", "classes", "name", "label");

    /** What a file holds. */
    public enum Kind {
        /** What the name's ending says: csv is a matrix, yaml are groups, json is an evaluation. */
        AUTO,
        /** A CSV table of K rows of K similarities, with or without a row and column of class names. */
        MATRIX,
        /** A YAML file whose {@code groups} are lists of class names or numbers. */
        GROUPS,
        /** An {@code evaluation.json} of an earlier run, for its confusion matrix. */
        CONFUSION,
        /** A CSV table of K rows of features: the mean of each class, with or without a column of class names. */
        CENTROIDS
    }

    private SimilarityReader() {}

    /**
     * The matrix a file describes.
     *
     * @param classes of the data set: as many rows are expected, and names, where the file has them, must agree
     * @throws InvalidInput naming the file and the line or key
     */
    public static SimilarityMatrix read(Path file, Kind kind, Classes classes) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput(
                    HELP,
                    "%s does not exist. Expected a similarity matrix (.csv), class groups (.yaml) or an evaluation.json."
                            .formatted(file));
        }
        return switch (kind == Kind.AUTO ? kind(file) : kind) {
            case GROUPS -> groups(file, classes);
            case CONFUSION -> confusion(file, classes);
            case CENTROIDS -> SimilarityMatrix.centroids(file.toString(), rows(file, classes, OptionalInt.empty()));
            default -> SimilarityMatrix.of(file.toString(), rows(file, classes, OptionalInt.of(classes.size())));
        };
    }

    private static Kind kind(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return Kind.GROUPS;
        }
        return name.endsWith(".json") ? Kind.CONFUSION : Kind.MATRIX;
    }

    /**
     * K rows of numbers; a header line and a first column of names are checked and left out.
     *
     * @param width numbers expected in a row; empty for any
     */
    private static double[][] rows(Path file, Classes classes, OptionalInt width) {
        CsvFile table = CsvFile.read(file, HELP);
        List<CsvFile.Row> rows = new ArrayList<>(table.rows());
        boolean named = isNamed(rows, classes, width);
        int first = named ? 1 : 0;
        if (!CsvFile.isNumeric(rows.get(0), first) || isHeader(rows, first, classes)) {
            rows.remove(0);
        }
        if (rows.size() != classes.size()) {
            throw new InvalidInput(
                    HELP,
                    "%s: found %d rows of numbers, expected %d, one per class: %s."
                            .formatted(file, rows.size(), classes.size(), String.join(", ", classes.names())));
        }
        double[][] numbers = new double[rows.size()][];
        for (int i = 0; i < numbers.length; i++) {
            CsvFile.Row row = rows.get(i);
            if (named && !row.fields().get(0).equals(classes.name(i))) {
                throw table.invalid(
                        HELP,
                        row.line(),
                        "found '%s', expected class %d, '%s'; rows must be in the order of the data set"
                                .formatted(row.fields().get(0), i, classes.name(i)));
            }
            numbers[i] = table.numbers(row, first, HELP);
        }
        return numbers;
    }

    /** Whether the first column has names, which may be whole numbers too: nothing but their place tells those from values. */
    private static boolean isNamed(List<CsvFile.Row> rows, Classes classes, OptionalInt width) {
        CsvFile.Row last = rows.get(rows.size() - 1);
        if (!CsvFile.isNumeric(last, 0)) {
            return true;
        }
        List<String> column = rows.stream()
                .skip(Math.max(0, rows.size() - classes.size()))
                .map(row -> row.fields().get(0))
                .toList();
        if (width.isPresent()) {
            return last.fields().size() == width.getAsInt() + 1
                    && classes.names().containsAll(column);
        }
        return last.fields().size() > 1 && (column.equals(classes.names()) || isTitled(rows, classes));
    }

    /** Whether the first row is one too many and has a title for a column of names. */
    private static boolean isTitled(List<CsvFile.Row> rows, Classes classes) {
        String title = rows.get(0).fields().get(0);
        return rows.size() == classes.size() + 1 && NAME_TITLES.contains(title.toLowerCase(Locale.ROOT));
    }

    /** Whether the first row is a header, though all that stands in it looks like numbers. */
    private static boolean isHeader(List<CsvFile.Row> rows, int first, Classes classes) {
        List<String> fields = rows.get(0).fields();
        boolean surplus = rows.size() == classes.size() + 1;
        return isTitled(rows, classes)
                || (surplus && fields.subList(first, fields.size()).equals(classes.names()));
    }

    private static SimilarityMatrix groups(Path file, Classes classes) {
        YamlFile yaml = YamlFile.read(file);
        YamlFile.Entry entry = yaml.find("groups")
                .orElseThrow(() -> new InvalidInput(
                        HELP, file + " has no key `groups`. Expected `groups:` with lists of class names."));
        List<List<Integer>> groups = new ArrayList<>();
        for (Node node : elements(yaml, entry.node(), entry.line())) {
            List<Integer> group = new ArrayList<>();
            for (Node member : elements(yaml, node, entry.line())) {
                group.add(index(yaml, member, classes));
            }
            groups.add(group);
        }
        return SimilarityMatrix.groups(classes.size(), groups);
    }

    private static List<Node> elements(YamlFile yaml, Node node, int line) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw yaml.invalid(HELP, line, "`groups` must be a list of lists, such as `- [spur, short]`.");
    }

    private static int index(YamlFile yaml, Node node, Classes classes) {
        String name = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        int index = classes.names().indexOf(name);
        if (index < 0 && name.matches("\\d{1,6}")) {
            index = Integer.parseInt(name);
        }
        if (index < 0 || index >= classes.size()) {
            int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw yaml.invalid(
                    HELP,
                    line,
                    "there is no class '%s'; expected one of %s, or a number below %d."
                            .formatted(name, String.join(", ", classes.names()), classes.size()));
        }
        return index;
    }

    /** Detectors record predicted by true class with a background, classifiers without; both say which is which. */
    private static SimilarityMatrix confusion(Path file, Classes classes) {
        JsonNode confusion = json(file).path("confusion");
        JsonNode counts = confusion.path("counts");
        List<String> names = new ArrayList<>();
        confusion.path("names").forEach(name -> names.add(name.asText()));
        names.remove(BACKGROUND);
        if (!counts.isArray() || !names.equals(classes.names())) {
            throw new InvalidInput(
                    HELP,
                    "%s: found a confusion matrix of the classes %s, expected %s. Use the evaluation.json of a run on the same data set."
                            .formatted(file, names, classes.names()));
        }
        boolean predictedRows = confusion.path("rows").asText().startsWith("predicted");
        double[][] byTruth = new double[classes.size()][classes.size()];
        for (int truth = 0; truth < classes.size(); truth++) {
            for (int predicted = 0; predicted < classes.size(); predicted++) {
                JsonNode cell = predictedRows
                        ? counts.path(predicted).path(truth)
                        : counts.path(truth).path(predicted);
                if (!cell.isNumber()) {
                    throw new InvalidInput(
                            HELP,
                            "%s: confusion.counts has no number for true class %d, predicted class %d."
                                    .formatted(file, truth, predicted));
                }
                byTruth[truth][predicted] = cell.asDouble();
            }
        }
        return SimilarityMatrix.confusions(file.toString(), byTruth);
    }

    private static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new InvalidInput(HELP, "%s is not JSON: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new InvalidInput(HELP, "%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
