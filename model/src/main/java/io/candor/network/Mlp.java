package io.candor.network;

import io.candor.layer.Dense;
import io.candor.layer.Flatten;
import io.candor.layer.Linear;
import java.util.List;

/** Fully connected layers over all numbers of a picture, or over any vector of (B, inputs, 1, 1). */
public final class Mlp {

    /** As users ask for it. */
    public static final String NAME = "mlp";

    /** Hidden layers of the network of that name. */
    public static final List<Integer> HIDDEN = List.of(256, 128);

    /** Numbers of a picture of 28 x 28 pixels in three colours. */
    static final int INPUTS = 3 * 28 * 28;

    private Mlp() {}

    /**
     * @param inputs numbers per picture: channels times height times width
     * @param hidden widths of the hidden layers, the first of them next to the inputs
     */
    public static Definition definition(int inputs, List<Integer> hidden, int classes) {
        Chain net = new Chain(NAME).add((registry, in) -> new Flatten(inputs));
        for (int i = 0; i < hidden.size(); i++) {
            int width = hidden.get(i);
            net.add("layers." + i, (registry, in) -> new Dense(registry, in, width));
        }
        return net.end("fc", (registry, in) -> new Linear(registry, classes, in));
    }
}
