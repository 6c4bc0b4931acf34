package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.data.read.ClassificationReader;
import io.candor.network.Catalogue;
import io.candor.network.Classifiers;
import io.candor.network.Definition;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.weights.NetworkFile;
import io.candor.weights.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a run or a model is for. */
final class TrainingTask {

    private static final int ANY_SIZE = 224;

    private TrainingTask() {}

    /**
     * What the settings ask to train: as they say, or else what the model is for, or else what the data show.
     *
     * @throws InvalidInput if model and data are for different tasks
     */
    static Task of(Settings settings) {
        String asked = settings.value(TrainKeys.TASK);
        if (!asked.equals("auto")) {
            return Task.valueOf(asked.toUpperCase(Locale.ROOT));
        }
        Optional<Task> model = settings.given(TrainKeys.MODEL).flatMap(TrainingTask::ofModel);
        Optional<Task> data = settings.given(TrainKeys.DATA)
                .filter(Files::exists)
                .map(path -> ClassificationReader.recognises(path) ? Task.CLASSIFY : Task.DETECT);
        if (model.isPresent()
                && data.isPresent()
                && model.get().findsObjects() != data.get().findsObjects()) {
            throw new InvalidInput(
                    "task",
                    "%s is a network to %s, but %s looks like data to %s. Give another --model or --data, or say which with --task."
                            .formatted(
                                    settings.value(TrainKeys.MODEL),
                                    model.get().word(),
                                    settings.value(TrainKeys.DATA),
                                    data.get().word()));
        }
        return model.or(() -> data).orElse(Task.DETECT);
    }

    /** What a network's name or a weight file is for; empty for neither. */
    static Optional<Task> ofModel(String model) {
        Path file = Path.of(model);
        if (Files.isRegularFile(file)) {
            return Optional.of(ofFile(file));
        }
        return Catalogue.definition(model, 1)
                .or(() -> Classifiers.named(model, 1, ANY_SIZE))
                .map(Definition::task);
    }

    /** What the network in a weight file is for: as the file says, or as its weights show. */
    static Task ofFile(Path file) {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors")) {
            String word = Safetensors.contents(file).metadata().get(NetworkFile.TASK);
            for (Task task : Task.values()) {
                if (task.word().equals(word)) {
                    return task;
                }
            }
        }
        try (Network network = NetworkFile.loadAny(file).network()) {
            return network.definition().task();
        }
    }
}
