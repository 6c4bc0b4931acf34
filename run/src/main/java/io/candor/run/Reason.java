package io.candor.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Why reading or writing failed, in words; Java's file exceptions often carry nothing but the path. */
public final class Reason {

    private Reason() {}

    /** A short clause without a full stop. */
    public static String of(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "no permission";
        }
        if (failure instanceof NotDirectoryException) {
            return "a file is where a folder is expected";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "a file of that name is in the way";
        }
        if (failure instanceof FileSystemException detailed && detailed.getReason() != null) {
            return detailed.getReason().toLowerCase(Locale.ROOT);
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message.toLowerCase(Locale.ROOT);
    }

    /** True if there was no room left on the disk. */
    public static boolean isDiskFull(IOException failure) {
        String reason = of(failure);
        return reason.contains("no space left") || reason.contains("not enough space") || reason.contains("quota");
    }
}
