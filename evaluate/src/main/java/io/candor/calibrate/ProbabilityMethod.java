package io.candor.calibrate;

import java.util.Locale;

/** Families of calibrators of class probabilities, from rigid to flexible. */
public enum ProbabilityMethod {
    /** Leaves probabilities as they are. */
    IDENTITY,
    /** One number for all classes, which keeps their order. */
    TEMPERATURE,
    /** Two numbers per class; may change which class is the most probable. */
    VECTOR;

    /** The best member of the family. */
    public ProbabilityCalibrator fit(LabelledProbabilities labelled) {
        return switch (this) {
            case IDENTITY -> new Unchanged();
            case TEMPERATURE -> Softmax.fit(labelled);
            case VECTOR -> VectorScaling.fit(labelled);
        };
    }

    /** The name in files and options. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
