package io.candor.train;

import io.candor.data.InvalidInput;
import io.candor.tensor.Scope;
import io.candor.weights.NetworkFile;
import io.candor.weights.Safetensors;
import io.candor.weights.TensorSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weight files of a run: {@code best.safetensors} and {@code last.safetensors} (the moving average, ready for use),
 * and {@code last.state.safetensors} (everything, to resume).
 *
 * <p>Each file is written beside its place, forced to the disk and moved, so that it is always whole. They are written
 * in the order best, last, state; resuming reads only the state. A run killed in between repeats the epoch from the
 * older state and, since training is deterministic, writes the same best and last again. Tensors pass through the Java
 * heap one at a time, so that it need not hold a large network's whole state.
 */
public final class Checkpoints {

    static final String HELP = "checkpoint-not-written";

    /** Writes one file, whole or not at all. */
    @FunctionalInterface
    interface Writer {
        void write(Path file, Map<String, TensorSource> tensors, Map<String, String> metadata);
    }

    private final Path folder;
    private final Provenance provenance;
    private final Writer writer;

    /**
     * @param folder usually {@code weights} in the run's folder; made when first needed
     * @param provenance recorded in every file
     */
    public Checkpoints(Path folder, Provenance provenance) {
        this(folder, provenance, Safetensors::write);
    }

    Checkpoints(Path folder, Provenance provenance, Writer writer) {
        this.folder = folder;
        this.provenance = provenance;
        this.writer = writer;
    }

    /** Network of the best epoch. */
    public Path best() {
        return folder.resolve("best.safetensors");
    }

    /** Network of the latest epoch. */
    public Path last() {
        return folder.resolve("last.safetensors");
    }

    /** What {@link Checkpoint#read} reads. */
    public Path state() {
        return folder.resolve("last.state.safetensors");
    }

    /** Removes drafts that a killed process left. */
    void sweep() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, ".*.safetensors*.part")) {
            for (Path draft : drafts) {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tidy " + folder, e);
        }
    }

    /**
     * Saves the end of an epoch.
     *
     * @param next progress, already at the next epoch
     * @throws InvalidInput if the disk is full or the folder cannot be written; older files stay as they were
     */
    void save(TrainingState state, Recipe recipe, Progress next, Verdict verdict) {
        Map<String, TensorSource> network = NetworkFile.sources(state.average());
        Map<String, String> metadata = metadata(state, recipe, next, verdict);
        if (next.bestEpoch() == next.epoch() - 1) {
            write(best(), network, metadata);
        }
        write(last(), network, metadata);
        saveState(state, recipe, next);
    }

    /** Saves a run that stops within an epoch. */
    void saveStopped(TrainingState state, Recipe recipe, Progress progress) {
        Map<String, String> metadata = metadata(state, recipe, progress, Verdict.NONE);
        write(last(), NetworkFile.sources(state.average()), metadata);
        saveState(state, recipe, progress);
    }

    private void saveState(TrainingState state, Recipe recipe, Progress progress) {
        try (Scope scope = Scope.open()) {
            Map<String, TensorSource> flat = new LinkedHashMap<>();
            state.tensors().forEach((name, tensor) -> flat.put(name, TensorSource.of(tensor, tensor.numel())));
            write(state(), flat, Checkpoint.metadata(state, recipe, progress, provenance));
        }
    }

    private Map<String, String> metadata(TrainingState state, Recipe recipe, Progress progress, Verdict verdict) {
        Map<String, Object> training = new LinkedHashMap<>();
        training.put("version", provenance.version());
        training.put("dataset", provenance.dataset());
        training.put("start", provenance.start());
        training.put("epochs", progress.epoch());
        training.put("metrics", verdict.columns());
        training.put("recipe", recipe.settings());
        return NetworkFile.metadata(
                state.average(), provenance.classes(), Map.of(NetworkFile.TRAINING, Json.of(training)));
    }

    private void write(Path file, Map<String, TensorSource> tensors, Map<String, String> metadata) {
        try {
            writer.write(file, tensors, metadata);
        } catch (UncheckedIOException e) {
            throw new InvalidInput(HELP, refusal(file, e), e);
        }
    }

    private String refusal(Path file, UncheckedIOException failure) {
        String older = Files.exists(state())
                ? "The checkpoint before it is intact: free space or mend permissions, then go on with --resume."
                : "Free space or mend permissions, then start again.";
        return "%s could not be written (%s). %s".formatted(file, reason(failure), older);
    }

    private static String reason(UncheckedIOException failure) {
        IOException cause = failure.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
