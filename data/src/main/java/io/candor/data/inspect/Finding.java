package io.candor.data.inspect;

import io.candor.data.read.Fault;
import io.candor.data.read.Skipped;
import java.nio.file.Path;

/**
 * Something a user may want to mend.
 *
 * @param fault the kind; says what training does about it
 * @param file an image or a label file
 * @param line of the label file, counted from 1; 0 when the whole file is meant
 * @param detail what was found
 */
public record Finding(Fault fault, Path file, int line, String detail) {

    static Finding of(Skipped skipped) {
        return new Finding(skipped.fault(), skipped.file(), skipped.line(), skipped.reason());
    }

    /** {@code file:line: detail}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + detail;
    }
}
