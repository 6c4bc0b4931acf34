package io.candor.data.target;

import java.util.List;

/**
 * How the label of one object becomes numbers to compare a prediction with: everything that depends on nothing but its
 * class. {@link Smoothing} treats all other classes alike, {@link ClassAware} does not.
 */
public interface Softening {

    /** How a network's logits become probabilities, which decides what targets mean to it. */
    enum Activation {
        /** One independent probability per class: detectors. */
        SIGMOID,
        /** Probabilities that sum to 1: classifiers. */
        SOFTMAX
    }

    /**
     * Targets of one object.
     *
     * @param classes K, more than {@code trueClass}
     * @param trueClass index of the annotated class
     * @param quality what the object is worth, in (0, 1]: a detector's assigned score, 1 for classifiers
     * @return one target per class
     */
    float[] target(int classes, int trueClass, double quality);

    /** The smoothing factor. */
    double epsilon();

    /** The convention's name on the command line. */
    String name();

    /**
     * The same convention with another factor.
     *
     * @throws io.candor.data.InvalidInput if the factor is out of the convention's range for so many classes
     */
    Softening withEpsilon(double epsilon, int classes);

    /** What this means for a network of so many classes, in lines a person reads before training starts. */
    List<String> describe(int classes, Activation activation);
}
