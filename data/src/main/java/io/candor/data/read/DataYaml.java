package io.candor.data.read;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The description of a data set as users of YOLO have it: {@code train}, {@code val}, {@code test} (each a folder, a
 * text list or a list of these), {@code names} or {@code nc}, and optionally {@code path}, the folder the others are
 * relative to.
 *
 * @param file the description itself
 * @param root folder its entries are relative to
 * @param sources per split the folders and lists, as absolute or working-directory paths that exist
 * @param notes what a reader of the file may not expect, in sentences
 */
public record DataYaml(Path file, Path root, Map<Split, List<Path>> sources, Classes classes, List<String> notes) {

    public DataYaml {
        sources = Map.copyOf(sources);
        notes = List.copyOf(notes);
    }

    /**
     * Reads and checks the description; the folders it names must exist.
     *
     * @throws InvalidInput naming file and line when anything is missing, contradictory or written wrongly
     */
    public static DataYaml read(Path file) {
        YamlFile yaml = YamlFile.read(file);
        refuseOtherTasks(yaml);
        List<String> notes = new ArrayList<>();
        Folders folders = new Folders(yaml, notes);
        Map<Split, List<Path>> sources = new EnumMap<>(Split.class);
        add(sources, Split.TRAIN, folders, "train");
        add(sources, Split.VAL, folders, "val", "validation", "valid");
        add(sources, Split.TEST, folders, "test");
        if (!sources.containsKey(Split.TRAIN) && !sources.containsKey(Split.VAL)) {
            throw yaml.invalid(
                    "data-yaml",
                    0,
                    "has neither `train` nor `val`. Add for instance `train: images/train` and `val: images/val`.");
        }
        return new DataYaml(file, folders.root(), sources, YamlClasses.of(yaml), notes);
    }

    private static void add(Map<Split, List<Path>> sources, Split split, Folders folders, String... keys) {
        for (String key : keys) {
            List<Path> found = folders.of(key, split == Split.TEST);
            if (!found.isEmpty()) {
                sources.putIfAbsent(split, found);
            }
        }
    }

    private static void refuseOtherTasks(YamlFile yaml) {
        yaml.find("kpt_shape").ifPresent(entry -> {
            throw yaml.invalid(
                    "data-yaml",
                    entry.line(),
                    "`kpt_shape` says this is a set of key points; Candor detects boxes. Convert the labels to five columns first.");
        });
    }

    /** Where the entries of one description lead. */
    private static final class Folders {
        private final YamlFile yaml;
        private final List<String> notes;
        private final Path own;
        private final Path root;

        Folders(YamlFile yaml, List<String> notes) {
            this.yaml = yaml;
            this.notes = notes;
            Path parent = yaml.file().getParent();
            this.own = parent == null ? Path.of("") : parent;
            this.root = chosenRoot();
        }

        Path root() {
            return root;
        }

        private Path chosenRoot() {
            String path = yaml.find("path").map(yaml::text).orElse("");
            if (path.isBlank()) {
                return own;
            }
            Path stated = own.resolve(path);
            if (Files.isDirectory(stated)) {
                return stated;
            }
            notes.add("%s: `path: %s` does not exist here; the folder of the file itself is used instead."
                    .formatted(yaml.file(), path));
            return own;
        }

        List<Path> of(String key, boolean optional) {
            List<Path> found = new ArrayList<>();
            for (YamlFile.Entry entry : yaml.find(key).map(yaml::list).orElse(List.of())) {
                Path path = locate(entry.text());
                if (Files.exists(path)) {
                    found.add(path);
                } else if (optional) {
                    notes.add("%s: `%s: %s` does not exist and is ignored.".formatted(yaml.file(), key, entry.text()));
                } else {
                    throw yaml.invalid("folder-not-found", entry.line(), missing(key, entry.text(), path));
                }
            }
            return found;
        }

        /** As stated; else, as some exports need it, without a leading "../". */
        private Path locate(String text) {
            Path stated = root.resolve(text).normalize();
            String inside = text.replaceFirst("^(\\.\\./)+", "");
            Path shortened = root.resolve(inside).normalize();
            if (!Files.exists(stated) && !inside.equals(text) && Files.exists(shortened)) {
                notes.add("%s: `%s` does not exist, `%s` is used instead.".formatted(yaml.file(), text, inside));
                return shortened;
            }
            return stated;
        }

        private String missing(String key, String text, Path looked) {
            return "`%s: %s` does not exist: looked for %s. Correct the entry%s."
                    .formatted(
                            key,
                            text,
                            looked.toAbsolutePath(),
                            yaml.find("path").isPresent()
                                    ? " or `path`, the folder it is relative to"
                                    : "; it is relative to the folder of this file");
        }
    }
}
