package io.candor.data.read;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of text: fields separated by commas, optionally in double quotes, which are doubled within them. Empty lines
 * and lines that begin with # are passed over; a byte order mark is too.
 *
 * @param file where it was read from
 * @param rows with their lines
 */
record CsvFile(Path file, List<Row> rows) {

    /**
     * One row.
     *
     * @param line counted from 1
     */
    record Row(int line, List<String> fields) {
        Row {
            fields = List.copyOf(fields);
        }
    }

    CsvFile {
        rows = List.copyOf(rows);
    }

    /**
     * Reads a file.
     *
     * @param help anchor for what is wrong with it
     * @throws InvalidInput if it is missing, no text, or empty
     */
    static CsvFile read(Path file, String help) {
        List<Row> rows = new ArrayList<>();
        List<String> lines = lines(file, help);
        for (int i = 0; i < lines.size(); i++) {
            String line = i == 0 ? lines.get(0).replace("\uFEFF", "") : lines.get(i);
            if (!line.isBlank() && !line.startsWith("#")) {
                rows.add(new Row(i + 1, fields(line)));
            }
        }
        if (rows.isEmpty()) {
            throw new InvalidInput(help, file + " has no rows. Expected fields separated by commas.");
        }
        return new CsvFile(file, rows);
    }

    private static List<String> lines(Path file, String help) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput(help, file + " does not exist. Expected a CSV file.");
        }
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new InvalidInput(help, file + " is not UTF-8 text. Save it as UTF-8.", e);
        } catch (IOException e) {
            throw new InvalidInput(help, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                boolean doubled = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
                if (doubled) {
                    field.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }

    /** Whether every field from {@code first} on is a number. */
    static boolean isNumeric(Row row, int first) {
        return row.fields().stream().skip(first).allMatch(CsvFile::isNumber);
    }

    private static boolean isNumber(String text) {
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The numbers of a row from {@code first} on. */
    double[] numbers(Row row, int first, String help) {
        double[] numbers = new double[row.fields().size() - first];
        for (int i = 0; i < numbers.length; i++) {
            String text = row.fields().get(first + i);
            if (!isNumber(text)) {
                throw invalid(help, row.line(), "found '%s', expected a number".formatted(text));
            }
            numbers[i] = Double.parseDouble(text);
        }
        return numbers;
    }

    /** The error for a line of this file. */
    InvalidInput invalid(String help, int line, String text) {
        return new InvalidInput(help, "%s:%d: %s.".formatted(file, line, text));
    }
}
