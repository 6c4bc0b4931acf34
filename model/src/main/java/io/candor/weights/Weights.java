package io.candor.weights;

import io.candor.data.Classes;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a weight file holds.
 *
 * @param file where it was read from
 * @param tensors by name, in the file's order
 * @param metadata what the file says about itself; see {@link NetworkFile} for Candor's keys
 * @param classes the class names, if the file has them
 */
public record Weights(
        Path file, Map<String, TensorData> tensors, Map<String, String> metadata, Optional<Classes> classes) {
    public Weights {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
