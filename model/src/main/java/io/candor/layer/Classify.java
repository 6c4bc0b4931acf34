package io.candor.layer;

import io.candor.tensor.Ops;
import io.candor.tensor.Weight;
import java.util.List;

/** Head of a classifier: a pointwise convolution to {@value #FEATURES} channels, their mean over the picture, a linear map. */
public final class Classify implements Head {

    /** Features per picture. */
    public static final int FEATURES = 1280;

    private final Conv features;
    private final Linear logits;

    /** @param in channels of the input */
    public Classify(Registry registry, int classes, int in) {
        features = new Conv(registry.under("conv"), in, FEATURES, Conv.Window.POINT);
        logits = new Linear(registry.under("linear"), classes, FEATURES);
    }

    /** One output: logits (B, K). */
    @Override
    public <T> List<T> forward(Ops<T> ops, List<T> inputs) {
        return logits.forward(ops, List.of(ops.mean(features.forward(ops, inputs.get(0)))));
    }

    @Override
    public int classes() {
        return logits.classes();
    }

    @Override
    public Weight classWeight() {
        return logits.classWeight();
    }

    @Override
    public String describe() {
        return "Classify %d classes".formatted(classes());
    }
}
