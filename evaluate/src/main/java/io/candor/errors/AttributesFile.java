package io.candor.errors;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a CSV file of image attributes: a column {@code image}, then one column per attribute. Each value of each
 * attribute becomes one part of the images. Images are named as in the evaluation, or by file name alone, with or
 * without extension, where that is clear.
 */
public final class AttributesFile {

    private static final String HELP = "attributes-file";
    private static final int MOST_VALUES = 50;

    private AttributesFile() {}

    /**
     * Reads the file.
     *
     * @param images names of all images of the evaluation
     * @throws InvalidInput if the file is none, names unknown or ambiguous images, or a column has more than fifty values
     */
    public static List<ImageAttribute> read(Path file, List<String> images) {
        List<String> lines = lines(file);
        List<String> header = lines.isEmpty() ? List.of() : cells(file, 1, lines.get(0));
        if (header.size() < 2 || !header.get(0).equals("image")) {
            throw invalid(file, 1, "the header is '%s'".formatted(String.join(",", header)), "image,attribute,...");
        }
        Map<String, String> names = names(images);
        Map<String, Set<String>> parts = new LinkedHashMap<>();
        header.subList(1, header.size()).forEach(column -> parts.put(column, Set.of()));
        List<Map<String, Set<String>>> byColumn = new ArrayList<>();
        header.forEach(column -> byColumn.add(new LinkedHashMap<>()));
        for (int row = 1; row < lines.size(); row++) {
            if (!lines.get(row).isBlank()) {
                row(file, row + 1, header, cells(file, row + 1, lines.get(row)), names, byColumn);
            }
        }
        List<ImageAttribute> attributes = new ArrayList<>();
        for (int column = 1; column < header.size(); column++) {
            if (byColumn.get(column).size() > MOST_VALUES) {
                throw invalid(
                        file,
                        1,
                        "column %s has %d values"
                                .formatted(
                                        header.get(column), byColumn.get(column).size()),
                        "at most %d: group numbers into ranges".formatted(MOST_VALUES));
            }
            String name = header.get(column);
            byColumn.get(column)
                    .forEach((value, members) -> attributes.add(new ImageAttribute(name + " = " + value, members)));
        }
        return attributes;
    }

    private static void row(
            Path file,
            int line,
            List<String> header,
            List<String> cells,
            Map<String, String> names,
            List<Map<String, Set<String>>> byColumn) {
        if (cells.size() != header.size()) {
            throw invalid(
                    file,
                    line,
                    "found %d columns".formatted(cells.size()),
                    "the %d of the header".formatted(header.size()));
        }
        String image = names.get(cells.get(0));
        if (image == null || image.isEmpty()) {
            throw invalid(
                    file,
                    line,
                    "image '%s' is %s"
                            .formatted(
                                    cells.get(0),
                                    image == null ? "not in the evaluation" : "the name of several images"),
                    "the path of one evaluated image");
        }
        for (int column = 1; column < cells.size(); column++) {
            if (!cells.get(column).isBlank()) {
                byColumn.get(column)
                        .computeIfAbsent(cells.get(column).strip(), value -> new LinkedHashSet<>())
                        .add(image);
            }
        }
    }

    /** Every way an image may be called; empty text for names that fit several. */
    private static Map<String, String> names(List<String> images) {
        Map<String, String> names = new HashMap<>();
        for (String image : images) {
            String fileName = image.substring(image.lastIndexOf('/') + 1);
            for (String name : Set.copyOf(List.of(fileName, fileName.replaceFirst("\\.[^.]*$", "")))) {
                names.merge(name, image, (one, other) -> one.equals(other) ? one : "");
            }
        }
        images.forEach(image -> names.put(image, image));
        return names;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new InvalidInput(HELP, "%s: there is no such file. Check the path.".formatted(file), e);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new InvalidInput(HELP, "%s: this is not UTF-8 text. Save it as CSV in UTF-8.".formatted(file), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The cells of a line; quotes may enclose commas, and two of them mean one. */
    private static List<String> cells(Path file, int line, String text) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        String row = line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            if (c == '"' && quoted && i + 1 < row.length() && row.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        if (quoted) {
            throw invalid(file, line, "a quote is not closed", "a closing quote on the same line");
        }
        cells.add(cell.toString());
        return cells;
    }

    private static InvalidInput invalid(Path file, int line, String found, String expected) {
        return new InvalidInput(HELP, "%s, line %d: %s, expected %s.".formatted(file, line, found, expected));
    }
}
