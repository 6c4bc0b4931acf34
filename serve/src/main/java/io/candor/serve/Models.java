package io.candor.serve;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * All models and their versions. Files are looked at every second: one that has changed, and has stayed as it is for a
 * second, is loaded; if it can be used it replaces the old one, which finishes what it was given. If not, the old one
 * goes on.
 */
final class Models implements AutoCloseable {

    private static final String HELP = "serve-model";
    private static final String ENDING = ".onnx";

    private final List<ModelSource> sources;
    private final Model.Setup setup;
    private final EventLog log;
    private final Map<String, ConcurrentNavigableMap<Integer, Model>> byName = new ConcurrentHashMap<>();
    /** What was loaded, or could not be: by model and version. */
    private final Map<String, Map<Integer, FileStamp>> loaded = new HashMap<>();
    /** What was seen at the last look. */
    private final Map<Path, FileStamp> seen = new HashMap<>();

    private volatile boolean closed;

    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "model-watch");
        thread.setDaemon(true);
        return thread;
    });

    /** @throws InvalidInput if a model cannot be used, or two have one name */
    Models(List<ModelSource> sources, Model.Setup setup, EventLog log) {
        this.sources = sources;
        this.setup = setup;
        this.log = log;
        try {
            sources.forEach(this::loadFirst);
        } catch (RuntimeException unusable) {
            close();
            throw unusable;
        }
    }

    private void loadFirst(ModelSource source) {
        if (byName.containsKey(source.name())) {
            throw new InvalidInput(
                    HELP,
                    "Two models are called '%s'. Give one another name: --model NAME=%s."
                            .formatted(source.name(), source.path()));
        }
        byName.put(source.name(), new ConcurrentSkipListMap<>());
        Map<Integer, Path> files = versions(source);
        if (files.isEmpty()) {
            throw new InvalidInput(
                    HELP,
                    "%s: there is no version in it. Expected folders 1, 2, ... with one ONNX file each."
                            .formatted(source.path()));
        }
        files.forEach((version, file) -> load(source, version, file, FileStamp.of(file)));
    }

    /** Looks at the files every {@code millis} from now on. */
    void watch(long millis) {
        Future<?> unused = watch.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Names, as they were given. */
    List<String> names() {
        return sources.stream().map(ModelSource::name).toList();
    }

    /** Versions of a model, the oldest first. */
    Collection<Model> versions(String name) {
        return List.copyOf(
                byName.getOrDefault(name, new ConcurrentSkipListMap<>()).values());
    }

    /**
     * The wanted version, or the newest.
     *
     * @throws Problem 404 if there is none
     */
    Model find(String name, Optional<String> version) {
        ConcurrentNavigableMap<Integer, Model> versions = byName.get(name);
        if (versions == null || versions.isEmpty()) {
            throw new Problem(404, "There is no model '%s'. There are: %s.".formatted(shown(name), names()));
        }
        if (version.isEmpty()) {
            return versions.lastEntry().getValue();
        }
        Model found = version.get().matches("\\d{1,9}") ? versions.get(Integer.parseInt(version.get())) : null;
        if (found == null) {
            throw new Problem(
                    404,
                    "There is no version '%s' of %s. There are: %s."
                            .formatted(shown(version.get()), name, versions.keySet()));
        }
        return found;
    }

    private static String shown(String given) {
        return given.length() > 100 ? given.substring(0, 100) + "..." : given;
    }

    /**
     * Hands a client's job to the version that serves at this moment.
     *
     * @throws Problem 429 if too many wait, 503 once everything is closed
     */
    Model submit(String name, Optional<String> version, Job job) {
        return offer(name, version, job).orElseThrow(() -> find(name, version).refusal());
    }

    /** As {@link #submit}; empty, and not counted, if too many wait. */
    Optional<Model> offer(String name, Optional<String> version, Job job) {
        while (!closed) { // a version may retire between being found and being asked
            Model model = find(name, version);
            JobQueue.Offer offer = model.offer(job);
            if (offer != JobQueue.Offer.CLOSED) {
                return offer == JobQueue.Offer.TAKEN ? Optional.of(model) : Optional.empty();
            }
            Thread.onSpinWait();
        }
        throw Problem.unavailable("The server is stopping.", Duration.ofSeconds(1));
    }

    private void load(ModelSource source, int version, Path file, FileStamp stamp) {
        loaded.computeIfAbsent(source.name(), name -> new HashMap<>()).put(version, stamp);
        long started = System.nanoTime();
        Model model = new Model(source.name(), version, file, setup);
        Model old = byName.get(source.name()).put(version, model);
        log.write(
                "model_loaded",
                Map.of(
                        "model", source.name(),
                        "version", version,
                        "file", file.toString(),
                        "classes", model.card().classes().size(),
                        "seconds", (System.nanoTime() - started) / 1e9));
        if (old != null) {
            setup.metrics().forget(source.name());
            old.retire();
        }
    }

    /** One look at all files; public behaviour is that of {@link #watch}, tests call it themselves. */
    synchronized void look() {
        for (ModelSource source : sources) {
            try {
                look(source);
            } catch (RuntimeException | OutOfMemoryError failed) { // the watch goes on, the old model too
                setup.metrics().reloaded(source.name(), false);
                log.write(
                        "model_refused", Map.of("model", source.name(), "error", String.valueOf(failed.getMessage())));
            }
        }
    }

    private void look(ModelSource source) {
        Map<Integer, Path> files = versions(source);
        Map<Integer, FileStamp> known = loaded.get(source.name());
        files.forEach((version, file) -> {
            FileStamp now = FileStamp.of(file);
            boolean settled = now.equals(seen.put(file, now));
            if (settled && now.isThere() && !now.equals(known.get(version))) {
                load(source, version, file, now);
                setup.metrics().reloaded(source.name(), true);
            }
        });
        boolean emptied = files.isEmpty();
        List<Integer> gone = new ArrayList<>(known.keySet());
        gone.removeAll(files.keySet());
        for (int version : gone) {
            Model old = emptied ? null : byName.get(source.name()).remove(version);
            if (old != null) { // the last version stays, whatever happens to its folder
                known.remove(version);
                old.retire();
                log.write("model_retired", Map.of("model", source.name(), "version", version));
            }
        }
    }

    private static Map<Integer, Path> versions(ModelSource source) {
        if (!Files.isDirectory(source.path())) {
            return Map.of(1, source.path());
        }
        Map<Integer, Path> versions = new TreeMap<>();
        for (Path folder : list(source.path())) {
            String number = folder.getFileName().toString();
            if (Files.isDirectory(folder) && number.matches("[1-9]\\d{0,8}")) {
                List<Path> files = list(folder).stream()
                        .filter(file -> file.toString().endsWith(ENDING))
                        .toList();
                if (files.size() == 1) {
                    versions.put(Integer.parseInt(number), files.get(0));
                }
            }
        }
        return versions;
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    /** Finishes what waits and frees everything. */
    @Override
    public void close() {
        closed = true;
        watch.shutdown();
        byName.values().forEach(versions -> versions.values().forEach(Model::retire));
    }
}
