package io.candor.infer;

import io.candor.data.Classes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a loaded detector says about itself.
 *
 * @param file where it was loaded from
 * @param classes in the order of their indices
 * @param layout how its output is arranged
 * @param inputs what the graph takes
 * @param outputs what the graph gives
 * @param imageSize longer side that images are scaled to, in pixels
 * @param properties the file's metadata
 */
public record ModelCard(
        Path file,
        Classes classes,
        Layout layout,
        List<OnnxFile.Port> inputs,
        List<OnnxFile.Port> outputs,
        int imageSize,
        Map<String, String> properties) {
    public ModelCard {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        properties = Map.copyOf(properties);
    }

    /**
     * What {@code file} says about itself, without loading it.
     *
     * @throws io.candor.data.InvalidInput if it is no detector that is understood
     */
    public static ModelCard of(Path file) {
        OnnxFile declared = OnnxFile.read(file);
        Signature signature = Signature.of(declared);
        return new ModelCard(
                file,
                signature.classes(),
                signature.layout(),
                declared.inputs(),
                declared.outputs(),
                signature.imageSize(),
                declared.properties());
    }
}
