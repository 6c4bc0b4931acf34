package io.candor.serve;

import io.candor.calibrate.CalibrationFile;
import io.candor.decide.PolicyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How a model file and what lies beside it looked at some time; two equal stamps mean the same content.
 *
 * @param parts one text per file
 */
record FileStamp(List<String> parts) {

    private static final String MISSING = "";

    static FileStamp of(Path model) {
        String stem = model.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        return new FileStamp(Stream.of(
                        model,
                        model.resolveSibling(stem + "." + CalibrationFile.NAME),
                        model.resolveSibling(CalibrationFile.NAME),
                        model.resolveSibling(stem + "." + PolicyFile.NAME),
                        model.resolveSibling(PolicyFile.NAME))
                .map(FileStamp::part)
                .toList());
    }

    private static String part(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.size() + " " + found.lastModifiedTime() + " " + Objects.toString(found.fileKey());
        } catch (NoSuchFileException none) {
            return MISSING;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + file, e);
        }
    }

    /** True if the model file itself exists. */
    boolean isThere() {
        return !parts.get(0).equals(MISSING);
    }
}
