package io.candor.train;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The float state of a network, sorted by what training does to it.
 *
 * @param biases trained without decay: biases of convolutions and of batch norms
 * @param weights trained with decay: weights of convolutions
 * @param norms trained without decay: weights of batch norms
 * @param rest not trained, but averaged: frozen parameters and running statistics
 */
record ParameterGroups(List<Tensor> biases, List<Tensor> weights, List<Tensor> norms, List<Tensor> rest) {

    ParameterGroups {
        biases = List.copyOf(biases);
        weights = List.copyOf(weights);
        norms = List.copyOf(norms);
        rest = List.copyOf(rest);
    }

    /** What the optimiser changes, group by group. */
    List<Tensor> trained() {
        List<Tensor> all = new ArrayList<>(biases);
        all.addAll(weights);
        all.addAll(norms);
        return all;
    }

    /** Everything, trained groups first. */
    List<Tensor> all() {
        List<Tensor> all = trained();
        all.addAll(rest);
        return all;
    }
}
