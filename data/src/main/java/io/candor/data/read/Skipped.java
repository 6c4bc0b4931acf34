package io.candor.data.read;

import java.nio.file.Path;

/**
 * Something training leaves out, listed once.
 *
 * @param file an image or a label file
 * @param line of the label file, counted from 1; 0 when the whole file is meant
 * @param fault the kind of trouble, for counting
 * @param reason what was found and what was expected, in words
 */
public record Skipped(Path file, int line, Fault fault, String reason) {

    /** An image that turned out unreadable when its pixels were needed. */
    public Skipped(Path file, int line, String reason) {
        this(file, line, Fault.UNREADABLE_IMAGE, reason);
    }

    /** An image that could not be decoded. */
    public static Skipped of(Path file, UnreadableImage unreadable) {
        return new Skipped(file, 0, unreadable.fault(), unreadable.reason());
    }

    /** {@code file:line: reason}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + reason;
    }
}
