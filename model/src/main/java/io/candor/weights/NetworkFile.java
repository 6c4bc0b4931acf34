package io.candor.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.layer.Classify;
import io.candor.network.Definition;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import io.candor.tensor.Weight;
import io.candor.tensor.Weight.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** Metadata key: family, {@code yolov8}. */
    public static final String NETWORK = "network";

    /** Metadata key: letter of the {@link Scale}. */
    public static final String SCALE = "scale";

    /** Metadata key: class names, a JSON array of texts. */
    public static final String CLASSES = "classes";

    /** Metadata key: how the weights were trained, a JSON object. */
    public static final String TRAINING = "training";

    private static final String DETECT = "detect";
    private static final String CLASSIFY = "classify";
    private static final JsonMapper JSON = new JsonMapper();

    public NetworkFile {
        metadata = Map.copyOf(metadata);
    }

    /**
     * Builds the network a file holds: of its scale, with its classes, in inference mode.
     *
     * @throws InvalidInput if the file is damaged, unsafe, or holds anything but a YOLOv8 detector
     */
    public static NetworkFile load(Path file) {
        Weights weights = WeightFile.read(file);
        Definition definition = definition(weights);
        Classes classes = names(weights, definition.classes());
        Network network = new Network(definition).eval();
        Transfer.into(network, weights);
        return new NetworkFile(network, classes, weights.metadata());
    }

    /** The definition whose names and shapes are exactly those of {@code weights}. */
    static Definition definition(Weights weights) {
        TensorData stem = weights.tensors().get("model.0.conv.weight");
        TensorData scores = weights.tensors().get("model.22.cv3.0.2.weight");
        if (stem != null && scores != null && isKernel(scores)) {
            for (Scale scale : Scale.values()) {
                Definition definition =
                        YoloV8.definition(scale, Math.toIntExact(scores.shape().get(0)));
                if (definition.weights().get(0).shape().equals(stem.shape())) {
                    checkComplete(weights, definition);
                    return definition;
                }
            }
        }
        throw otherArchitecture(weights, "no convolution model.0 and class branch model.22 as YOLOv8 has them");
    }

    /** Four axes, none of them empty: then the first is no more than a file has numbers. */
    private static boolean isKernel(TensorData tensor) {
        return tensor.shape().size() == 4 && tensor.size() > 0;
    }

    private static void checkComplete(Weights weights, Definition definition) {
        List<String> wrong = new ArrayList<>();
        for (Weight weight : definition.weights()) {
            if (weight.role() != Role.COUNTER
                    && !Transfer.matches(weight, weights.tensors().get(weight.name()))) {
                wrong.add(weight.name());
            }
        }
        List<String> known = definition.weights().stream().map(Weight::name).toList();
        weights.tensors().keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(wrong::add);
        if (!wrong.isEmpty()) {
            throw otherArchitecture(
                    weights,
                    "%d tensors that YOLOv8%s has not, lacks or shapes differently, the first is %s"
                            .formatted(wrong.size(), definition.scale().letter(), wrong.get(0)));
        }
    }

    private static InvalidInput otherArchitecture(Weights weights, String found) {
        return new InvalidInput(
                "weights-architecture",
                "%s holds no YOLOv8 detector: found %s. Expected weights of yolov8n, s, m, l or x for detection."
                        .formatted(weights.file(), found));
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
        metadata.put(TASK, network.definition().head() instanceof Classify ? CLASSIFY : DETECT);
        metadata.put(NETWORK, YoloV8.NAME);
        metadata.put(SCALE, network.scale().letter());
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
