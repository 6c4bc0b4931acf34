package io.candor.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * A file that is there whole or not at all: written under a temporary name in the folder of the target and then moved
 * over it, so that neither a full disk nor a killed process leaves half a file under the final name.
 */
public final class AtomicFile {

    private AtomicFile() {}

    /** What to write, given the temporary file to write it to. */
    @FunctionalInterface
    public interface Body {
        void write(Path temporary) throws IOException;
    }

    /**
     * Replaces {@code target} by {@code bytes}; missing folders are made.
     *
     * @throws UncheckedIOException when the disk is full or the folder cannot be written; the old file is untouched
     */
    public static void write(Path target, byte[] bytes) {
        write(target, temporary -> Files.write(temporary, bytes));
    }

    /** As {@link #write(Path, byte[])}, with text in UTF-8. */
    public static void write(Path target, String text) {
        write(target, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #write(Path, byte[])}, for content too large to hold. */
    public static void write(Path target, Body body) {
        Path absolute = target.toAbsolutePath();
        try {
            Files.createDirectories(absolute.getParent());
            Path temporary =
                    absolute.resolveSibling(".%s.%s.part".formatted(absolute.getFileName(), UUID.randomUUID()));
            try {
                body.write(temporary);
                move(temporary, absolute);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + target + ": " + e.getMessage(), e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING); // some network drives
        }
    }
}
