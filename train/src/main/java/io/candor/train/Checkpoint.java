package io.candor.train;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.weights.NetworkFile;
import io.candor.weights.Safetensors;
import io.candor.weights.TensorData;
import io.candor.weights.TensorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A whole training state as one file holds it: enough to go on as if nothing had happened.
 *
 * @param file where it was read from
 * @param recipe of the run
 * @param progress how far it had come
 * @param network its name in the catalogue
 * @param provenance of the network
 * @param layout fingerprint of the order in which the tensors hold the network's numbers
 * @param tensors raw weights, moving average, optimiser memory, accumulated gradients; their numbers stay in the file until
 *     the state is restored
 */
public record Checkpoint(
        Path file,
        Recipe recipe,
        Progress progress,
        String network,
        Provenance provenance,
        String layout,
        Map<String, TensorSource> tensors) {

    static final String HELP = "resume-checkpoint";

    private static final String FORMAT = "candor.checkpoint";
    private static final String FORMAT_VERSION = "1";
    private static final String LAYOUT = "layout";
    private static final String RECIPE = "recipe.";
    private static final String PROGRESS = "progress.";

    public Checkpoint {
        tensors = Map.copyOf(tensors);
    }

    /**
     * Reads {@code last.state.safetensors} of a run.
     *
     * @throws InvalidInput if there is none, or it is damaged or of another version
     */
    public static Checkpoint read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput(
                    HELP,
                    "%s: no such file, so there is nothing to resume. A run writes it after its first epoch; start anew."
                            .formatted(file));
        }
        Safetensors.Contents contents = Safetensors.contents(file);
        Map<String, String> metadata = contents.metadata();
        if (!FORMAT_VERSION.equals(metadata.get(FORMAT))) {
            throw new InvalidInput(
                    HELP,
                    "%s: found checkpoint format %s, expected %s. Resume from weights/last.state.safetensors of a run of this version."
                            .formatted(file, metadata.getOrDefault(FORMAT, "none"), FORMAT_VERSION));
        }
        try {
            return of(contents, metadata);
        } catch (IllegalArgumentException e) {
            throw new InvalidInput(
                    HELP, "%s: its description is incomplete (%s). Start anew.".formatted(file, e.getMessage()), e);
        }
    }

    private static Checkpoint of(Safetensors.Contents contents, Map<String, String> metadata) {
        Classes classes = contents.classes().orElseThrow(() -> new IllegalArgumentException("no classes"));
        return new Checkpoint(
                contents.file(),
                Recipe.of(part(metadata, RECIPE)),
                progress(part(metadata, PROGRESS)),
                text(metadata, NetworkFile.NETWORK),
                new Provenance(classes, text(metadata, "dataset"), text(metadata, "start"), text(metadata, "version")),
                text(metadata, LAYOUT),
                contents.tensors());
    }

    /** What {@link #read} reads, for the given state. */
    static Map<String, String> metadata(TrainingState state, Recipe recipe, Progress progress, Provenance provenance) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FORMAT, FORMAT_VERSION);
        metadata.put(NetworkFile.NETWORK, state.network().name());
        metadata.put(NetworkFile.CLASSES, Json.of(provenance.classes().names()));
        metadata.put("dataset", provenance.dataset());
        metadata.put("start", provenance.start());
        metadata.put("version", provenance.version());
        metadata.put(LAYOUT, state.layout());
        recipe.settings().forEach((key, value) -> metadata.put(RECIPE + key, value));
        settings(progress).forEach((key, value) -> metadata.put(PROGRESS + key, value));
        return metadata;
    }

    private static Map<String, String> settings(Progress progress) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("epoch", String.valueOf(progress.epoch()));
        all.put("batch", String.valueOf(progress.batch()));
        all.put("last_step", String.valueOf(progress.lastStep()));
        all.put("updates", String.valueOf(progress.updates()));
        all.put("best", String.valueOf(progress.best()));
        all.put("best_epoch", String.valueOf(progress.bestEpoch()));
        all.put("box", String.valueOf(progress.losses().box()));
        all.put("cls", String.valueOf(progress.losses().classes()));
        all.put("dfl", String.valueOf(progress.losses().dfl()));
        all.put("masks", String.valueOf(progress.losses().masks()));
        all.put("batches", String.valueOf(progress.losses().batches()));
        return all;
    }

    private static Progress progress(Map<String, String> all) {
        return new Progress(
                Integer.parseInt(text(all, "epoch")),
                Integer.parseInt(text(all, "batch")),
                Long.parseLong(text(all, "last_step")),
                Long.parseLong(text(all, "updates")),
                Double.parseDouble(text(all, "best")),
                Integer.parseInt(text(all, "best_epoch")),
                new Losses(
                        Double.parseDouble(text(all, "box")),
                        Double.parseDouble(text(all, "cls")),
                        Double.parseDouble(text(all, "dfl")),
                        Double.parseDouble(all.getOrDefault("masks", "0")), // version 0.1 had none
                        Integer.parseInt(text(all, "batches"))));
    }

    private static Map<String, String> part(Map<String, String> metadata, String prefix) {
        Map<String, String> part = new LinkedHashMap<>();
        metadata.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                part.put(key.substring(prefix.length()), value);
            }
        });
        return part;
    }

    private static String text(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no \"%s\"".formatted(key));
        }
        return value;
    }

    /** Copies the saved numbers into {@code state}. */
    void restore(TrainingState state) {
        if (!layout.equals(state.layout())) {
            throw unfit("the order of its numbers is another");
        }
        try (Scope scope = Scope.open()) {
            state.tensors().forEach(this::requireFit);
            state.restore(this::fill);
        }
    }

    private void requireFit(String name, Tensor tensor) {
        TensorSource source = tensors.get(name);
        if (source == null || source.elements() != tensor.numel()) {
            throw unfit("%s is %s, expected %d numbers".formatted(name, source, tensor.numel()));
        }
    }

    private void fill(String name, Tensor tensor) {
        try (Scope scope = Scope.open()) {
            TensorData data = tensors.get(name).data();
            tensor.copy_(
                    tensor.is_floating_point()
                            ? Tensors.of(data.floats(), data.size())
                            : Tensors.of(data.longs(), data.size()));
        }
    }

    private InvalidInput unfit(String why) {
        return new InvalidInput(
                HELP,
                "%s does not fit this network: %s. It can be resumed only by the version that wrote it (%s)."
                        .formatted(file, why, provenance.version()));
    }
}
