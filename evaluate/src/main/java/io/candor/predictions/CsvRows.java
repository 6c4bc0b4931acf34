package io.candor.predictions;

import io.candor.data.InvalidInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A CSV file row by row (RFC 4180; comma, semicolon or tab, whichever the header has most of). */
final class CsvRows implements AutoCloseable {

    private final Path path;
    private final BufferedReader reader;
    private final List<String> header;
    private char separator = ',';
    private int line;

    private CsvRows(Path path) throws IOException {
        this.path = path;
        reader = new BufferedReader(
                new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8.newDecoder()), 1 << 16);
        String first = reader.readLine();
        line = 1;
        if (first == null || first.isBlank()) {
            throw new InvalidInput(
                    ClassificationFiles.HELP, "%s is empty. Expected a header row and then data.".formatted(path));
        }
        String text = first.startsWith("\uFEFF") ? first.substring(1) : first;
        for (char candidate : new char[] {';', '\t'}) {
            separator = count(text, candidate) > count(text, separator) ? candidate : separator;
        }
        header = split(text);
    }

    /** What to do with the rows. */
    interface Step {
        void run(CsvRows rows) throws IOException;
    }

    static void read(Path path, Step step) {
        try (CsvRows rows = new CsvRows(path)) {
            step.run(rows);
        } catch (NoSuchFileException e) {
            throw new InvalidInput(
                    ClassificationFiles.HELP, "%s: there is no such file. Check the path.".formatted(path), e);
        } catch (MalformedInputException e) {
            throw new InvalidInput(
                    ClassificationFiles.HELP, "%s is not text in UTF-8. Save it as CSV in UTF-8.".formatted(path), e);
        } catch (IOException e) {
            throw new InvalidInput(
                    ClassificationFiles.HELP, "%s cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    List<String> header() {
        return header;
    }

    /** The fields of the next row that is not blank, as many as the header has; null at the end. */
    List<String> next() throws IOException {
        String text = reader.readLine();
        line++;
        while (text != null && text.isBlank()) {
            text = reader.readLine();
            line++;
        }
        if (text == null) {
            return null;
        }
        List<String> fields = split(text);
        if (fields.size() != header.size()) {
            throw invalid("%d fields, expected %d as in the header".formatted(fields.size(), header.size()));
        }
        return fields;
    }

    InvalidInput invalid(String problem) {
        return new InvalidInput(ClassificationFiles.HELP, "%s, line %d: %s.".formatted(path, line, problem));
    }

    private List<String> split(String text) {
        List<String> fields = new ArrayList<>(header == null ? 8 : header.size());
        StringBuilder quoted = new StringBuilder();
        int from = 0;
        while (from <= text.length()) {
            boolean inQuotes = from < text.length() && text.charAt(from) == '"';
            int end = inQuotes ? closing(text, from, quoted) : from;
            int to = text.indexOf(separator, end);
            to = to < 0 ? text.length() : to;
            fields.add(inQuotes ? quoted.toString() : text.substring(from, to).strip());
            from = to + 1;
        }
        return fields;
    }

    /** Position behind the closing quote of a field; its text goes to {@code out}. */
    private int closing(String text, int opening, StringBuilder out) {
        out.setLength(0);
        for (int i = opening + 1; i < text.length(); i++) {
            if (text.charAt(i) != '"') {
                out.append(text.charAt(i));
            } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                out.append('"');
                i++;
            } else {
                return i + 1;
            }
        }
        throw invalid("a quote is opened and not closed in the same line");
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
