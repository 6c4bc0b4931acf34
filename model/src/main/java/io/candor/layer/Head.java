package io.candor.layer;

import io.candor.tensor.Ops;
import io.candor.tensor.Weight;
import java.util.List;

/** The last part of a network: what a task wants to know. */
public interface Head {

    /**
     * The raw outputs, before any activation.
     *
     * @param inputs outputs of the rows it reads
     */
    <T> List<T> forward(Ops<T> ops, List<T> inputs);

    /** Number of classes it tells apart. */
    int classes();

    /** A weight whose first axis has one entry per class: how a file says for how many classes it was trained. */
    Weight classWeight();

    /** Name and numbers for a summary. */
    String describe();
}
