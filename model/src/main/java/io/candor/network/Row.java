package io.candor.network;

import io.candor.layer.Layer;
import java.util.List;

/**
 * One row of a network's table.
 *
 * @param index position, which is also the prefix of its weights in published files
 * @param layer what it computes
 * @param inputs the rows it reads, {@value #IMAGES} for the images; several are concatenated
 */
public record Row(int index, Layer layer, List<Integer> inputs) {

    /** The index that stands for the network's input. */
    static final int IMAGES = -1;

    public Row {
        inputs = List.copyOf(inputs);
    }
}
