package io.candor.data.synth;

import io.candor.data.InvalidInput;
import io.candor.data.synth.SynthOptions.Existing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Makes sure that nothing of the user's is overwritten or mixed with what is about to be drawn. */
final class SynthFolder {

    static final String HELP = "synth-folder";

    /** Lies in the folder while it is drawn; found later, it says that drawing was interrupted. */
    private static final String DRAWING = "drawing.txt";

    private static final List<String> OURS = List.of(
            DRAWING,
            "data.yaml",
            "synth.json",
            "label_noise.csv",
            "images",
            "labels",
            "labels_true",
            "look_alikes",
            "labels.cache");

    private SynthFolder() {}

    static void prepare(Path folder, Existing existing) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InvalidInput(
                    HELP, "%s is a file; a data set needs a folder. Choose another --out.".formatted(folder));
        }
        List<String> found = content(folder);
        if (!found.isEmpty()) {
            if (existing == Existing.REFUSE) {
                throw new InvalidInput(
                        HELP,
                        "The folder %s is not empty (it holds %s). Choose another, or allow an earlier drawn data set to be replaced (--exist-ok)."
                                .formatted(folder, some(found)));
            }
            clear(folder, found);
        }
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(DRAWING), "A data set is being drawn here. If nobody draws, it is incomplete.\n");
    }

    static void finish(Path folder) throws IOException {
        Files.delete(folder.resolve(DRAWING));
    }

    private static void clear(Path folder, List<String> found) throws IOException {
        List<String> foreign =
                found.stream().filter(name -> !OURS.contains(name)).toList();
        boolean drawn = found.contains("synth.json") || found.contains(DRAWING);
        if (!drawn || !foreign.isEmpty()) {
            throw new InvalidInput(
                    HELP,
                    "The folder %s is not a data set drawn by synth alone (it holds %s), so it is not replaced. Choose another."
                            .formatted(folder, some(foreign.isEmpty() ? found : foreign)));
        }
        for (String name : found) {
            delete(folder.resolve(name));
        }
    }

    private static List<String> content(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String some(List<String> names) {
        return names.size() <= 3
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 3)) + " and " + (names.size() - 3) + " more";
    }
}
