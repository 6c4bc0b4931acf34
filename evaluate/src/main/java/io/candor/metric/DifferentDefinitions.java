package io.candor.metric;

import java.util.List;

/** Two numbers were about to be compared that do not measure the same thing. */
public final class DifferentDefinitions extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    DifferentDefinitions(List<String> differences) {
        super("These numbers have different definitions and cannot be compared: %s. Compute both the same way."
                .formatted(String.join("; ", differences)));
    }
}
