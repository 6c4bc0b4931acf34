package io.candor.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.network.Catalogue;
import io.candor.network.Definition;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.tensor.Weight;
import io.candor.tensor.Weight.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network with the names of its classes, as one weight file holds it.
 *
 * @param network ready for inference
 * @param classes as many names as the network has classes
 * @param metadata what the file says about itself
 */
public record NetworkFile(Network network, Classes classes, Map<String, String> metadata) {

    /** Metadata key: version of these keys, currently {@value #FORMAT_VERSION}. */
    public static final String FORMAT = "candor.format";

    public static final String FORMAT_VERSION = "1";

    /** Metadata key: {@code detect} or {@code classify}. */
    public static final String TASK = "task";

    /** Metadata key: name of the network in the {@link Catalogue}, such as {@code yolov8n}. */
    public static final String NETWORK = "network";

    /** Metadata key: class names, a JSON array of texts. */
    public static final String CLASSES = "classes";

    /** Metadata key: how the weights were trained, a JSON object. */
    public static final String TRAINING = "training";

    private static final JsonMapper JSON = new JsonMapper();

    public NetworkFile {
        metadata = Map.copyOf(metadata);
    }

    /** {@link #load(Path, Task)} of a network that finds objects, whether it outlines them or not. */
    public static NetworkFile load(Path file) {
        Weights weights = WeightFile.read(file);
        Definition definition = definition(weights);
        requireStated(weights, definition);
        requireObjects(file.toString(), definition);
        return of(weights, definition);
    }

    /**
     * Builds the network a file holds: of its scale, with its classes, in inference mode.
     *
     * @throws InvalidInput if the file is damaged, unsafe, or holds no network of the {@link Catalogue} for {@code task}
     */
    public static NetworkFile load(Path file, Task task) {
        Weights weights = WeightFile.read(file);
        Definition definition = definition(weights);
        requireStated(weights, definition);
        requireTask(file.toString(), definition, task);
        return of(weights, definition);
    }

    /**
     * Builds the network a file holds, whatever it is for.
     *
     * @throws InvalidInput if the file is damaged, unsafe, or holds no network that is known
     */
    public static NetworkFile loadAny(Path file) {
        Weights weights = WeightFile.read(file);
        return of(weights, definition(weights));
    }

    private static NetworkFile of(Weights weights, Definition definition) {
        Classes classes = names(weights, definition.classes());
        Network network = new Network(definition).eval();
        Transfer.into(network, weights);
        return new NetworkFile(network, classes, weights.metadata());
    }

    /** A file that says it holds another network than its tensors are was put together wrongly. */
    private static void requireStated(Weights weights, Definition definition) {
        String stated = weights.metadata().getOrDefault(NETWORK, definition.name());
        if (!definition.name().startsWith(stated)) { // files of 2026 before the catalogue state the family alone
            throw new InvalidInput(
                    "weights-architecture",
                    "%s says that it holds %s, but its tensors are those of %s. Give the file of the network you want."
                            .formatted(weights.file(), stated, definition.name()));
        }
    }

    /**
     * Refuses a network for another task.
     *
     * @param source what the user called it
     */
    public static void requireTask(String source, Definition definition, Task task) {
        if (definition.task() != task) {
            throw new InvalidInput(
                    "weights-task",
                    "%s: found %s, a network to %s; expected one to %s."
                            .formatted(
                                    source, definition.name(), definition.task().word(), task.word()));
        }
    }

    /**
     * Refuses a network that finds no objects.
     *
     * @param source what the user called it
     */
    public static void requireObjects(String source, Definition definition) {
        if (!definition.task().findsObjects()) {
            requireTask(source, definition, Task.DETECT);
        }
    }

    /** The network of the catalogue whose names and shapes are exactly those of {@code weights}. */
    static Definition definition(Weights weights) {
        Optional<Definition> perceptron = PerceptronWeights.definition(weights)
                .filter(definition -> differences(weights, definition).isEmpty());
        if (perceptron.isPresent()) {
            return perceptron.get();
        }
        Definition closest = null;
        List<String> fewest = List.of();
        for (String name : Catalogue.names()) {
            Optional<Definition> candidate = candidate(name, weights);
            if (candidate.isPresent()) {
                List<String> wrong = differences(weights, candidate.get());
                if (wrong.isEmpty()) {
                    return candidate.get();
                }
                if (closest == null || wrong.size() < fewest.size()) {
                    closest = candidate.get();
                    fewest = wrong;
                }
            }
        }
        throw otherArchitecture(
                weights,
                closest == null
                        ? "no first convolution and class branch as a network of the catalogue has them"
                        : "%d tensors that the most similar network, %s, has not, lacks or shapes differently, the first is %s"
                                .formatted(fewest.size(), closest.name(), fewest.get(0)));
    }

    /** The network {@code name} with the classes that the weights have, if they can be its own: if first tensors agree. */
    private static Optional<Definition> candidate(String name, Weights weights) {
        Definition any = Catalogue.definition(name, 1).orElseThrow();
        TensorData scores = weights.tensors().get(any.head().classWeight().name());
        Weight first = any.weights().get(0);
        if (!Transfer.matches(first, weights.tensors().get(first.name())) || scores == null || !isMatrix(scores)) {
            return Optional.empty();
        }
        return Catalogue.definition(name, Math.toIntExact(scores.shape().get(0)));
    }

    /** At least two axes, none of them empty: then the first is no more than a file has numbers. */
    private static boolean isMatrix(TensorData tensor) {
        return tensor.shape().size() >= 2 && tensor.size() > 0;
    }

    /** Names of tensors that the definition lacks, and of those the weights lack or shape differently. */
    private static List<String> differences(Weights weights, Definition definition) {
        List<String> wrong = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Weight weight : definition.weights()) {
            known.add(weight.name());
            if (weight.role() != Role.COUNTER
                    && !Transfer.matches(weight, weights.tensors().get(weight.name()))) {
                wrong.add(weight.name());
            }
        }
        weights.tensors().keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(wrong::add);
        return wrong;
    }

    private static InvalidInput otherArchitecture(Weights weights, String found) {
        return new InvalidInput(
                "weights-architecture",
                "%s holds no network that is known here: found %s. Expected weights of one of %s."
                        .formatted(weights.file(), found, String.join(", ", Catalogue.names())));
    }

    private static Classes names(Weights weights, int count) {
        Classes classes = weights.classes().orElseGet(() -> numbered(count));
        if (classes.size() != count) {
            throw new InvalidInput(
                    "weights-file",
                    "%s names %d classes, but its class branch has %d channels."
                            .formatted(weights.file(), classes.size(), count));
        }
        return classes;
    }

    private static Classes numbered(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("class" + i);
        }
        return new Classes(names);
    }

    /** The class names in {@code metadata}, if it has them. */
    static Optional<Classes> classes(Path file, Map<String, String> metadata) {
        String json = metadata.get(CLASSES);
        if (json == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Classes(JSON.readValue(json, new TypeReference<List<String>>() {})));
        } catch (JsonProcessingException e) {
            throw new InvalidInput(
                    "weights-file",
                    "%s: the metadata \"%s\" is not a JSON array of texts.".formatted(file, CLASSES),
                    e);
        }
    }

    /**
     * Writes {@code network} as a safetensors file that {@link #load} and others' readers understand.
     *
     * @param more further metadata, such as {@link #TRAINING}
     */
    public static void save(Path file, Network network, Classes classes, Map<String, String> more) {
        Safetensors.write(file, sources(network), metadata(network, classes, more));
    }

    /** Copies of all tensors of {@code network} on the Java heap. */
    public static Map<String, TensorData> tensors(Network network) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        sources(network).forEach((name, source) -> tensors.put(name, source.data()));
        return tensors;
    }

    /** All tensors of {@code network}, copied one at a time when their numbers are fetched; until then it must live. */
    public static Map<String, TensorSource> sources(Network network) {
        Map<String, TensorSource> sources = new LinkedHashMap<>();
        network.state().forEach((name, tensor) -> sources.put(name, TensorSource.of(tensor)));
        return sources;
    }

    public static Map<String, String> metadata(Network network, Classes classes, Map<String, String> more) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FORMAT, FORMAT_VERSION);
        metadata.put(TASK, network.definition().task().word());
        metadata.put(NETWORK, network.name());
        metadata.put(CLASSES, json(classes.names()));
        metadata.putAll(more);
        return metadata;
    }

    private static String json(List<String> names) {
        try {
            return JSON.writeValueAsString(names);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of texts is always JSON", e);
        }
    }
}
