package io.candor.predictions;

import io.candor.data.ClassOrder;
import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.ClassifiedSet.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads what a classifier claims from a CSV file with a header row, in one of three forms: columns
 * {@code confidence,correct}; columns {@code confidence,prediction,label}; or one column of probabilities per class and
 * {@code label}. A column {@code image} or {@code path} names the picture; rows of one picture are kept together when
 * intervals are computed.
 */
public final class ClassificationFiles {

    static final String HELP = "classifier-csv";

    /** Rounded to a few decimals, many small probabilities may miss 1 by this much. */
    private static final double SUM_TOLERANCE = 0.02;

    private final CsvRows rows;
    private final int image;
    private final int label;

    private ClassificationFiles(CsvRows rows) {
        this.rows = rows;
        int named = column("image");
        image = named >= 0 ? named : column("path");
        label = column("label");
    }

    /**
     * The content of a file.
     *
     * @throws InvalidInput naming file and line for anything that cannot be used
     */
    public static ClassifiedSet read(Path csv) {
        ClassifiedSet[] read = new ClassifiedSet[1];
        CsvRows.read(csv, rows -> read[0] = new ClassificationFiles(rows).read());
        if (read[0].size() == 0) {
            throw new InvalidInput(HELP, "%s has a header and no data.".formatted(csv));
        }
        return read[0];
    }

    private ClassifiedSet read() throws IOException {
        Set<String> seen = new HashSet<>();
        for (String name : rows.header()) {
            if (!seen.add(name)) {
                throw rows.invalid("the column `%s` is there twice".formatted(name));
            }
        }
        boolean confidence = column("confidence") >= 0;
        if (confidence && column("correct") >= 0) {
            return outcomes();
        }
        if (confidence && column("prediction") >= 0 && label >= 0) {
            return predictions();
        }
        if (!confidence && label >= 0 && rows.header().size() - (image >= 0 ? 2 : 1) >= 2) {
            return probabilities();
        }
        throw rows.invalid(
                "the columns are %s. Expected confidence,correct or confidence,prediction,label or a column of probabilities per class and label"
                        .formatted(String.join(",", rows.header())));
    }

    private ClassifiedSet outcomes() throws IOException {
        int confidence = column("confidence");
        int correct = column("correct");
        ClassifiedSet.Builder set = builder(List.of());
        int number = 0;
        for (List<String> row = rows.next(); row != null; row = rows.next()) {
            set.outcome(image(row, number++), share(row.get(confidence), "confidence"), outcome(row.get(correct)));
        }
        return set.build();
    }

    private Outcome outcome(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "1.0", "true", "yes" -> Outcome.CORRECT;
            case "0", "0.0", "false", "no" -> Outcome.WRONG;
            default -> throw rows.invalid("correct is `%s`, expected 1 or 0, true or false".formatted(text));
        };
    }

    /** Classes are the names that occur, numbers by value. */
    private ClassifiedSet predictions() throws IOException {
        record Row(String image, double confidence, String prediction, String label) {}
        int confidence = column("confidence");
        int prediction = column("prediction");
        List<Row> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Map<String, String> once = new HashMap<>();
        for (List<String> row = rows.next(); row != null; row = rows.next()) {
            String predicted = once.computeIfAbsent(named(row, prediction), name -> name);
            String truth = once.computeIfAbsent(named(row, label), name -> name);
            names.add(predicted);
            names.add(truth);
            read.add(new Row(image(row, read.size()), share(row.get(confidence), "confidence"), predicted, truth));
        }
        List<String> ordered = ClassOrder.sorted(names);
        Map<String, Integer> index = index(ordered);
        ClassifiedSet.Builder set = builder(ordered);
        read.forEach(row ->
                set.predicted(row.image(), row.confidence(), index.get(row.prediction()), index.get(row.label())));
        return set.build();
    }

    private String named(List<String> row, int column) {
        String name = row.get(column);
        if (name.isEmpty()) {
            throw rows.invalid(
                    "%s is empty, expected a class".formatted(rows.header().get(column)));
        }
        return name;
    }

    private ClassifiedSet probabilities() throws IOException {
        List<Integer> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int c = 0; c < rows.header().size(); c++) {
            if (c != image && c != label) {
                columns.add(c);
                names.add(rows.header().get(c));
            }
        }
        Map<String, Integer> index = index(names);
        ClassifiedSet.Builder set = builder(names);
        double[] p = new double[names.size()];
        int number = 0;
        for (List<String> row = rows.next(); row != null; row = rows.next()) {
            double sum = 0;
            for (int k = 0; k < p.length; k++) {
                p[k] = share(row.get(columns.get(k)), names.get(k));
                sum += p[k];
            }
            if (Math.abs(sum - 1) > SUM_TOLERANCE) {
                throw rows.invalid("the probabilities of the %d classes add up to %s, expected 1 (after softmax)"
                        .formatted(p.length, (float) sum));
            }
            set.probabilities(image(row, number++), p, trueClass(row.get(label), index));
        }
        return set.build();
    }

    /** A name, or the position of a column of probabilities, counted from 0. */
    private int trueClass(String text, Map<String, Integer> index) {
        Integer known = index.get(text);
        if (known != null) {
            return known;
        }
        boolean namesAreNumbers = index.keySet().stream().anyMatch(name -> name.matches("[0-9]+"));
        if (!namesAreNumbers && text.matches("[0-9]{1,9}") && Integer.parseInt(text) < index.size()) {
            return Integer.parseInt(text);
        }
        throw rows.invalid(
                "label is `%s`, expected the name of one of the %d columns of probabilities, or its position from 0"
                        .formatted(text, index.size()));
    }

    private double share(String text, String column) {
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw rows.invalid("%s is `%s`, expected a number from 0 to 1".formatted(column, text));
        }
        throw rows.invalid("%s is %s, expected a number from 0 to 1".formatted(column, text));
    }

    private ClassifiedSet.Builder builder(List<String> names) {
        ClassifiedSet.Builder set = ClassifiedSet.builder(new Classes(names));
        return image < 0 ? set.unnamed() : set;
    }

    private String image(List<String> row, int number) {
        return image < 0 ? Integer.toString(number) : row.get(image);
    }

    private int column(String name) {
        return rows.header().indexOf(name);
    }

    private static Map<String, Integer> index(List<String> names) {
        Map<String, Integer> index = new HashMap<>();
        names.forEach(name -> index.put(name, index.size()));
        return index;
    }
}
