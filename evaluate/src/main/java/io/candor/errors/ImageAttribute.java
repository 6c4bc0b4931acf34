package io.candor.errors;

import java.util.Set;

/**
 * A named part of the images.
 *
 * @param name such as {@code light = dim}
 * @param images names as in the evaluation
 */
public record ImageAttribute(String name, Set<String> images) {
    public ImageAttribute {
        images = Set.copyOf(images);
    }
}
