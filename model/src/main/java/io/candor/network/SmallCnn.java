package io.candor.network;

import io.candor.layer.Conv.Window;
import io.candor.layer.ConvRelu;
import io.candor.layer.Linear;
import io.candor.layer.MaxPool;
import io.candor.layer.Mean;

/**
 * Five convolutions for small pictures, sized so that a processor with two cores sees 60,000 pictures of 28 x 28 pixels
 * in well under a minute: 6 million multiply-adds per picture, 247 thousand parameters with ten classes.
 */
public final class SmallCnn {

    /** As users ask for it. */
    public static final String NAME = "cnn-small";

    private SmallCnn() {}

    /** Pictures of any size; of 28 pixels the last convolutions see 4 x 4. */
    public static Definition definition(int classes) {
        return new Chain(NAME)
                .add("features.0", (registry, in) -> ConvRelu.of(registry, in, 16, Window.NEIGHBOURS))
                .add((registry, in) -> new MaxPool(in, 3, 2))
                .add("features.1", (registry, in) -> ConvRelu.of(registry, in, 32, Window.NEIGHBOURS))
                .add("features.2", (registry, in) -> ConvRelu.of(registry, in, 64, new Window(3, 2)))
                .add("features.3", (registry, in) -> ConvRelu.of(registry, in, 128, new Window(3, 2)))
                .add("features.4", (registry, in) -> ConvRelu.of(registry, in, 128, Window.NEIGHBOURS))
                .add((registry, in) -> new Mean(in))
                .end("fc", (registry, in) -> new Linear(registry, classes, in));
    }
}
