package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.train.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An earlier run that is to go on.
 *
 * @param settings of that run; data and images as they are asked for now, since a data set may have moved
 * @param folder of that run
 */
record Resumption(Settings settings, RunFolder folder) {

    static final String STATE = "last.state.safetensors";

    /** Keys that say where run and data are, not what the run does. */
    private static final Set<String> PLACE = Set.of("resume", "out", "project", "name", "exist_ok", "data", "images");

    /**
     * The run the settings ask to resume; empty if they do not.
     *
     * @throws InvalidInput if there is no such run
     */
    static Optional<Resumption> of(Settings asked, RunListener listener) {
        String resume = asked.value(TrainKeys.RESUME);
        if (resume.equals("false")) {
            return Optional.empty();
        }
        Path folder = resume.equals("true") ? folder(asked) : folder(Path.of(resume));
        Path args = folder.resolve(ArgsYaml.FILE);
        if (!Files.isRegularFile(args)) {
            throw nothing(folder);
        }
        Settings empty = Settings.of(asked.keys());
        Settings saved = empty.with(ArgsYaml.read(args, empty).values(), args.toString());
        List<String> unused = unused(asked, saved);
        if (!unused.isEmpty()) {
            listener.say("A resumed run keeps its settings; not used: %s.".formatted(String.join(", ", unused)));
        }
        Settings placed = placed(saved, asked, listener);
        return Optional.of(new Resumption(placed, RunFolder.fixed(folder, RunFolder.Existing.REUSE)));
    }

    /** Its latest checkpoint; empty if it ended before its first epoch did. */
    Optional<Checkpoint> checkpoint() {
        Path state = folder.path().resolve("weights").resolve(STATE);
        return Files.exists(state) ? Optional.of(Checkpoint.read(state)) : Optional.empty();
    }

    /** @throws InvalidInput if the run was begun with other data */
    void requireSame(DataFingerprint now) {
        requireNone(DataFingerprint.read(folder.path())
                .map(then -> then.differences(now))
                .orElse(List.of()));
    }

    /**
     * Looks at the checkpoint too, for runs of earlier versions recorded nothing of their data and may have ordered classes
     * otherwise.
     *
     * @param trained classes the network tells apart
     * @throws InvalidInput if they were others or in another order
     */
    void requireClasses(Classes trained) {
        requireNone(
                checkpoint()
                        .flatMap(then -> DataFingerprint.difference(
                                then.provenance().classes().names(), trained.names()))
                        .stream()
                        .toList());
    }

    private void requireNone(List<String> differences) {
        if (!differences.isEmpty()) {
            throw new InvalidInput(
                    "resume-data",
                    "%s: the data set is not the one this run was begun with: %s. Bring it back, name its new place with --data if it has moved, or start a new run with another --out; --model %s starts from what was learned."
                            .formatted(folder.path(), String.join("; ", differences), folder.last()));
        }
    }

    /** The settings with the data set where it is now. */
    /** With the data set where it is now. */
    static Settings placed(Settings saved, Settings asked, RunListener listener) {
        Settings placed = saved;
        for (Key<Path> key : List.of(TrainKeys.DATA, TrainKeys.IMAGES)) {
            Optional<Path> given = Located.absolute(asked).given(key);
            if (given.isPresent() && !given.equals(saved.given(key))) {
                placed = placed.with(key, given.get());
                listener.say("%s is at %s now, was at %s."
                        .formatted(
                                key.name(),
                                given.get(),
                                saved.given(key).map(Path::toString).orElse("no place")));
            }
        }
        Path data = placed.required(TrainKeys.DATA);
        if (!Files.exists(data)) {
            throw new InvalidInput(
                    "resume-data",
                    "%s: the data set of this run is not there. If it has moved, name its new place with --data."
                            .formatted(data));
        }
        return placed;
    }

    private static Path folder(Settings asked) {
        return asked.given(PlaceKeys.OUT)
                .orElseGet(() -> latest(asked.value(PlaceKeys.PROJECT), asked.value(TrainKeys.NAME)));
    }

    /** A run folder, its weights folder, or a file in that. */
    private static Path folder(Path named) {
        if (!Files.exists(named)) {
            throw nothing(named);
        }
        Path weights = Files.isDirectory(named) ? named : named.toAbsolutePath().getParent();
        boolean isRun = Files.exists(weights.resolve(ArgsYaml.FILE));
        Path run = isRun ? weights : weights.toAbsolutePath().normalize().getParent();
        if (run == null || !Files.exists(run.resolve(ArgsYaml.FILE))) {
            throw nothing(named);
        }
        return run;
    }

    private static Path latest(Path project, String name) {
        if (!Files.isDirectory(project)) {
            throw nothing(project.resolve(name));
        }
        try (Stream<Path> folders = Files.list(project)) {
            return folders.filter(folder -> folder.getFileName().toString().matches("\\Q" + name + "\\E(-\\d+)?"))
                    .filter(folder -> Files.exists(folder.resolve(ArgsYaml.FILE)))
                    .max(Comparator.comparing(Resumption::modified))
                    .orElseThrow(() -> nothing(project.resolve(name)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static FileTime modified(Path folder) {
        try {
            return Files.getLastModifiedTime(folder);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What was asked for and is not what the run was begun with. */
    static List<String> unused(Settings asked, Settings saved) {
        List<String> unused = new ArrayList<>();
        for (Key<?> key : asked.all()) {
            Object given = asked.values().get(key.name());
            Object own = saved.effective().get(key.name());
            if (given != null && !PLACE.contains(key.name()) && !located(given).equals(located(own))) {
                unused.add("%s %s (the run has %s)".formatted(key.option(), given, own));
            }
        }
        return unused;
    }

    /** Text that is equal for equal values, wherever a path was named from. */
    private static String located(Object value) {
        String text = String.valueOf(value);
        Path path = Path.of(text);
        return value instanceof Path || Files.exists(path)
                ? path.toAbsolutePath().normalize().toString()
                : text;
    }

    private static InvalidInput nothing(Path place) {
        return new InvalidInput(
                "resume-checkpoint",
                "%s: no run to resume there (no %s). Name its folder with --out, or a checkpoint with --resume FILE."
                        .formatted(place, ArgsYaml.FILE));
    }
}
