package io.candor.infer;

import io.candor.data.Classes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a loaded model says about itself.
 *
 * @param file where it was loaded from
 * @param classes in the order of their indices
 * @param layout how its detections are arranged; empty of a classifier
 * @param inputs what the graph takes
 * @param outputs what the graph gives and is read: detections, and the prototypes of masks if there are any; or
 *     probabilities
 * @param imageSize longer side that images are scaled to, in pixels; of a classifier the side of the square
 * @param properties the file's metadata
 */
public record ModelCard(
        Path file,
        Classes classes,
        Optional<Layout> layout,
        List<OnnxFile.Port> inputs,
        List<OnnxFile.Port> outputs,
        int imageSize,
        Map<String, String> properties) {

    /** Property of a file: SHA-256 of the weights it was exported from, in hexadecimal. */
    public static final String WEIGHTS = "candor.weights.sha256";

    public ModelCard {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        properties = Map.copyOf(properties);
    }

    /**
     * What {@code file} says about itself, without loading it.
     *
     * @throws io.candor.data.InvalidInput if it is no detector or classifier that is understood
     */
    public static ModelCard of(Path file) {
        OnnxFile declared = OnnxFile.read(file);
        return Classifier.isOne(declared) ? Classifier.card(declared) : of(declared, Signature.of(declared));
    }

    static ModelCard of(OnnxFile declared, Signature signature) {
        return new ModelCard(
                declared.file(),
                signature.classes(),
                Optional.of(signature.layout()),
                declared.inputs(),
                signature.outputs(),
                signature.imageSize(),
                declared.properties());
    }

    /** Whether objects have masks. */
    public boolean hasMasks() {
        return outputs.size() > 1;
    }

    /** Whether it tells the class of whole images, as {@link Classifier} does, and no objects. */
    public boolean classifies() {
        return layout.isEmpty();
    }

    /** Whether the graph gives out rows of detections that it has selected itself. */
    public boolean selects() {
        return layout.filter(Layout.SELECTED_ROWS::equals).isPresent();
    }

    ModelCard withImageSize(int value) {
        return new ModelCard(file, classes, layout, inputs, outputs, value, properties);
    }
}
