package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.network.Catalogue;
import io.candor.network.Classifiers;
import io.candor.network.Definition;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.train.Input;
import io.candor.weights.NetworkFile;
import io.candor.weights.Transfer;
import io.candor.weights.WeightFile;
import io.candor.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The network training starts with.
 *
 * @param network with as many classes as the data set
 * @param transfer what came from a weight file; empty from scratch
 * @param origin the file, or empty
 */
record StartWeights(Network network, Optional<Transfer> transfer, String origin) {

    /**
     * The network {@code model} asks for.
     *
     * @param model a weight file, or a name of the {@link Catalogue} for a fresh network
     */
    static StartWeights of(String model, Classes classes, long seed) {
        Optional<Definition> fresh = fresh(model, classes.size());
        if (fresh.isPresent()) {
            return new StartWeights(new Network(fresh.get()).initialise(seed), Optional.empty(), "");
        }
        Path file = Path.of(model);
        Weights weights = WeightFile.read(file);
        Network network = new Network(rebuilt(file, classes.size())).initialise(seed);
        return new StartWeights(network, Optional.of(Transfer.into(network, weights)), model);
    }

    /** The definition behind a network's name, with so many classes, or behind a weight file, with its own. */
    static Definition definition(String model, int classes) {
        return fresh(model, classes).orElseGet(() -> {
            requireFile(Path.of(model));
            return stored(Path.of(model));
        });
    }

    /** What {@link #of} builds; refuses a model that is neither a name nor a file that holds a network. */
    static Definition trained(String model, int classes) {
        Optional<Definition> fresh = fresh(model, classes);
        fresh.ifPresent(definition -> NetworkFile.requireObjects(model, definition));
        return fresh.orElseGet(() -> {
            requireFile(Path.of(model));
            return rebuilt(Path.of(model), classes);
        });
    }

    /** The classifier {@code model} asks for, for pictures of the given size. */
    static StartWeights classifier(String model, Classes classes, Input input) {
        Definition definition = trainedClassifier(model, classes, input);
        Network network = new Network(definition).initialise(input.seed());
        Path file = Path.of(model);
        return Files.isRegularFile(file)
                ? new StartWeights(network, Optional.of(Transfer.into(network, WeightFile.read(file))), model)
                : new StartWeights(network, Optional.empty(), "");
    }

    /** What {@link #classifier} builds; refuses a model that is neither a name nor a file that holds a classifier. */
    static Definition trainedClassifier(String model, Classes classes, Input input) {
        Path file = Path.of(model);
        if (Files.isRegularFile(file)) {
            try (Network stored = NetworkFile.load(file, Task.CLASSIFY).network()) {
                return Classifiers.named(stored.name(), classes.size(), input.imageSize())
                        .orElseThrow();
            }
        }
        Optional<Definition> named = Classifiers.named(model, classes.size(), input.imageSize());
        Catalogue.definition(model, 1)
                .filter(definition -> named.isEmpty())
                .ifPresent(other -> NetworkFile.requireTask(model, other, Task.CLASSIFY));
        return named.orElseThrow(() -> new InvalidInput(
                "weights-file",
                "%s: no such weight file. Give the path of a .pt or .safetensors file of a classifier, or one of these names to start from scratch: %s."
                        .formatted(model, String.join(", ", Classifiers.names()))));
    }

    /** The classifier behind a name, for pictures of the given size, or behind a weight file, with its own classes. */
    static Definition summarised(String model, int classes, int imageSize) {
        return Files.isRegularFile(Path.of(model))
                ? stored(Path.of(model), Task.CLASSIFY)
                : Classifiers.named(model, classes, imageSize).orElseThrow();
    }

    private static Optional<Definition> fresh(String model, int classes) {
        return Files.isRegularFile(Path.of(model)) ? Optional.empty() : Catalogue.definition(model, classes);
    }

    /** The network a file holds, for other classes. */
    private static Definition rebuilt(Path file, int classes) {
        return Catalogue.definition(stored(file).name(), classes).orElseThrow();
    }

    private static Definition stored(Path file) {
        try (Network network = NetworkFile.load(file).network()) {
            return network.definition();
        }
    }

    private static Definition stored(Path file, Task task) {
        try (Network network = NetworkFile.load(file, task).network()) {
            return network.definition();
        }
    }

    /** A sentence for the user. */
    String describe() {
        String name = network.name();
        return transfer.map(moved -> "%s from %s: %d of %d tensors transferred%s."
                        .formatted(
                                name,
                                origin,
                                moved.matched(),
                                moved.total(),
                                moved.matched() == moved.total() ? "" : ", the others start from random values"))
                .orElse(name + " from scratch, random weights.");
    }

    /** A model that is no file is most often a name that other tools would download. */
    static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput(
                    "weights-file",
                    "%s: no such weight file. Give the path of a .pt or .safetensors file (Candor downloads nothing), or one of these names to start from scratch: %s."
                            .formatted(file, String.join(", ", Catalogue.names())));
        }
    }
}
