package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.network.Definition;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import io.candor.weights.NetworkFile;
import io.candor.weights.Transfer;
import io.candor.weights.WeightFile;
import io.candor.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network training starts with.
 *
 * @param network with as many classes as the data set
 * @param transfer what came from a weight file; empty from scratch
 * @param origin the file, or empty
 */
record StartWeights(Network network, Optional<Transfer> transfer, String origin) {

    private static final Pattern SCALE = Pattern.compile("yolov8([nsmlx])(\\.ya?ml)?", Pattern.CASE_INSENSITIVE);

    /**
     * The network {@code model} asks for.
     *
     * @param model a weight file, or {@code yolov8n} to {@code yolov8x} for a fresh network
     */
    static StartWeights of(String model, Classes classes, long seed) {
        Path file = Path.of(model);
        Matcher fresh = SCALE.matcher(model);
        if (fresh.matches() && !Files.exists(file)) {
            Scale scale = Scale.valueOf(fresh.group(1).toUpperCase(Locale.ROOT));
            return new StartWeights(YoloV8.of(scale, classes.size()).initialise(seed), Optional.empty(), "");
        }
        Weights weights = WeightFile.read(file);
        Network network = YoloV8.of(scale(file), classes.size()).initialise(seed);
        return new StartWeights(network, Optional.of(Transfer.into(network, weights)), model);
    }

    /** The definition behind a scale's name, with so many classes, or behind a weight file, with its own. */
    static Definition definition(String model, int classes) {
        Matcher fresh = SCALE.matcher(model);
        if (fresh.matches() && !Files.exists(Path.of(model))) {
            return YoloV8.definition(Scale.valueOf(fresh.group(1).toUpperCase(Locale.ROOT)), classes);
        }
        requireFile(Path.of(model));
        try (Network network = NetworkFile.load(Path.of(model)).network()) {
            return network.definition();
        }
    }

    /** What {@link #of} builds; refuses a model that is neither a scale nor a file that holds a detector. */
    static Definition trained(String model, int classes) {
        Path file = Path.of(model);
        Matcher fresh = SCALE.matcher(model);
        if (fresh.matches() && !Files.exists(file)) {
            return definition(model, classes);
        }
        requireFile(file);
        return YoloV8.definition(scale(file), classes);
    }

    /** A sentence for the user. */
    String describe() {
        String name = "YOLOv8" + network.scale().letter();
        return transfer.map(moved -> "%s from %s: %d of %d tensors transferred%s."
                        .formatted(
                                name,
                                origin,
                                moved.matched(),
                                moved.total(),
                                moved.matched() == moved.total() ? "" : ", the others start from random values"))
                .orElse(name + " from scratch, random weights.");
    }

    private static Scale scale(Path file) {
        try (Network whole = NetworkFile.load(file).network()) {
            return whole.scale();
        }
    }

    /** A model that is no file is most often a name that other tools would download. */
    static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput(
                    "weights-file",
                    "%s: no such weight file. Give the path of a .pt or .safetensors file (Candor downloads nothing), or yolov8n, yolov8s, yolov8m, yolov8l or yolov8x to start from scratch."
                            .formatted(file));
        }
    }
}
