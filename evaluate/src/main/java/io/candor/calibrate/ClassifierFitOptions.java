package io.candor.calibrate;

import java.util.Optional;

/**
 * How a classifier is calibrated.
 *
 * @param method label of a {@link ProbabilityMethod} or of a {@link Method}; empty: the one with the least held-out loss
 * @param folds parts of the images for choosing the method and for cross-fitted figures, at least 2
 * @param seed of the division into folds
 */
public record ClassifierFitOptions(Optional<String> method, int folds, long seed) {

    public ClassifierFitOptions {
        if (folds < 2) {
            throw new IllegalArgumentException("folds must be at least 2: " + folds);
        }
    }

    /** Any method, five folds. */
    public static ClassifierFitOptions defaults() {
        return new ClassifierFitOptions(Optional.empty(), 5, 0);
    }

    public ClassifierFitOptions withMethod(String value) {
        return new ClassifierFitOptions(Optional.of(value), folds, seed);
    }
}
