package io.candor.network;

import io.candor.layer.Layer;
import io.candor.tensor.Weight;
import java.util.List;

/**
 * One row of a network's table.
 *
 * @param index position
 * @param layer what it computes
 * @param inputs the rows it reads, {@value #IMAGES} for the images; several are concatenated
 * @param weights what its layer declared, in order
 */
public record Row(int index, Layer layer, List<Integer> inputs, List<Weight> weights) {

    /** The index that stands for the network's input. */
    static final int IMAGES = -1;

    public Row {
        inputs = List.copyOf(inputs);
        weights = List.copyOf(weights);
    }
}
