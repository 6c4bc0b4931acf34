package io.candor.layer;

import io.candor.tensor.Ops;
import io.candor.tensor.Weight;
import java.util.List;

/** The last part of a network: what a task wants to know. */
public interface Head {

    /** What an output says. */
    enum Part {
        /** The maps that losses and decoding read: box bins and class logits, or a classifier's logits. */
        MAPS,
        /** The same, from a branch that names every object once. */
        ONE_TO_ONE,
        /** Per level how much of each prototype an anchor's mask holds. */
        COEFFICIENTS,
        /** The pictures that masks are mixed from. */
        PROTOTYPES
    }

    /**
     * The raw outputs, before any activation: everything training needs.
     *
     * @param inputs outputs of the rows it reads
     */
    <T> List<T> forward(Ops<T> ops, List<T> inputs);

    /** The outputs inference needs, as maps. */
    default <T> List<T> answer(Ops<T> ops, List<T> inputs) {
        return forward(ops, inputs);
    }

    /** What output number {@code output} of {@link #forward} says. */
    default Part part(int output) {
        return Part.MAPS;
    }

    /** Whether every object is named once, so that nothing need be suppressed. */
    default boolean endToEnd() {
        return false;
    }

    /** Number of classes it tells apart. */
    int classes();

    /** Biases of the box branches, level by level, branch after branch; empty without boxes. */
    default List<Weight> boxBiases() {
        return List.of();
    }

    /** Biases of the class branches, level by level, branch after branch; empty where all classes start alike. */
    default List<Weight> classBiases() {
        return List.of();
    }

    /** A weight whose first axis has one entry per class: how a file says for how many classes it was trained. */
    Weight classWeight();

    /** Name and numbers for a summary. */
    String describe();
}
