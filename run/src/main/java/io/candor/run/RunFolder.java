package io.candor.run;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * The folder a run writes into.
 *
 * @param path exists and can be written to
 */
public record RunFolder(Path path) {

    /** What to do about a folder that already holds something. */
    public enum Existing {
        /** Nothing is overwritten. */
        REFUSE,
        /** Files of the same names are replaced. */
        REUSE
    }

    /** The folder the settings ask for: {@code out}, or else the next free name in {@code project}. */
    public static RunFolder of(Settings settings, Key<String> name) {
        Existing existing = existing(settings);
        return settings.given(PlaceKeys.OUT)
                .map(out -> fixed(out, existing))
                .orElseGet(() -> next(settings.value(PlaceKeys.PROJECT), settings.value(name), existing));
    }

    /** What the settings say. */
    static Existing existing(Settings settings) {
        return settings.value(PlaceKeys.EXIST_OK) ? Existing.REUSE : Existing.REFUSE;
    }

    /**
     * Exactly this folder, created if it is missing.
     *
     * @throws InvalidInput if it holds something and may not be reused, or cannot be created or written to
     */
    public static RunFolder fixed(Path out, Existing existing) {
        if (existing == Existing.REFUSE && Files.isDirectory(out)) {
            requireEmpty(out);
        }
        return new RunFolder(created(out));
    }

    private static void requireEmpty(Path folder) {
        if (!isEmpty(folder)) {
            throw new InvalidInput(
                    "run-folder",
                    "%s: this run folder already exists and is not empty. Choose another with --out, or give --exist-ok to write into it."
                            .formatted(folder));
        }
    }

    /**
     * Takes the folder for one run, which has it alone until that is closed.
     *
     * @param listener is told if the file system has no locks
     * @throws InvalidInput if another run has it, or has left something in it that may not be overwritten
     */
    RunLock lock(Existing existing, RunListener listener) {
        RunLock lock = RunLock.of(this, listener);
        try {
            if (existing == Existing.REFUSE) {
                requireEmpty(path); // another run may have come and gone since the folder was chosen
            }
            return lock;
        } catch (InvalidInput filled) {
            lock.close();
            throw filled;
        }
    }

    /** {@code project/name}, or {@code name-2}, {@code name-3}, ... if that exists and may not be reused. */
    public static RunFolder next(Path project, String name, Existing existing) {
        created(project);
        Path folder = project.resolve(name);
        for (int number = 2; existing == Existing.REFUSE && !isNew(folder); number++) {
            folder = project.resolve(name + "-" + number);
        }
        return new RunFolder(created(folder));
    }

    /** Creates the folder unless it exists: of two runs that start together, only one gets it. */
    private static boolean isNew(Path folder) {
        try {
            Files.createDirectory(folder);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (IOException refused) {
            throw unusable(folder, refused);
        }
    }

    public Path weights() {
        return created(path.resolve("weights"));
    }

    public Path best() {
        return path.resolve("weights").resolve("best.safetensors");
    }

    public Path last() {
        return path.resolve("weights").resolve("last.safetensors");
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    /** Writes a text file whole or not at all. */
    public Path write(String name, String text) throws IOException {
        Path target = path.resolve(name);
        Path temporary = path.resolve("." + name + ".tmp");
        try {
            Files.writeString(temporary, text);
            return Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Removes what an earlier run in this folder left and a new one would be taken for: its checkpoint, results and
     * pictures. Its networks stay until they are replaced; the new run may start from one.
     */
    void forget() throws IOException {
        Files.deleteIfExists(path.resolve("weights").resolve(Resumption.STATE));
        try (DirectoryStream<Path> results =
                Files.newDirectoryStream(path, "{evaluation.json,predictions.json,skipped.txt,train_batch?.jpg}")) {
            for (Path file : results) {
                Files.delete(file);
            }
        }
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.allMatch(entry -> entry.endsWith(RunLock.FILE));
        } catch (IOException unreadable) {
            throw unusable(folder, unreadable);
        }
    }

    private static Path created(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "probe", ".tmp"));
            return folder;
        } catch (IOException refused) {
            throw unusable(folder, refused);
        }
    }

    static InvalidInput unusable(Path folder, IOException failure) {
        return new InvalidInput(
                "run-folder",
                "%s: cannot write into this run folder (%s). Choose another with --out, or correct the permissions."
                        .formatted(folder, Reason.of(failure)),
                failure);
    }
}
