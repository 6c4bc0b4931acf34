package io.candor.layer;

import io.candor.tensor.Ops;
import io.candor.tensor.Weight;
import io.candor.tensor.Weight.Role;
import java.util.List;

/** Head of a classifier: a pointwise convolution to {@value #FEATURES} channels, their mean over the picture, a linear map. */
public final class Classify implements Head {

    /** Features per picture. */
    public static final int FEATURES = 1280;

    private final Conv features;
    private final Weight weight;
    private final Weight bias;

    /** @param in channels of the input */
    public Classify(Registry registry, int classes, int in) {
        features = new Conv(registry.under("conv"), in, FEATURES, Conv.Window.POINT);
        Registry linear = registry.under("linear");
        weight = linear.add("weight", Role.CONVOLUTION, classes, FEATURES);
        bias = linear.add("bias", Role.BIAS, classes);
    }

    /** One output: logits (B, K). */
    @Override
    public <T> List<T> forward(Ops<T> ops, List<T> inputs) {
        return List.of(ops.linear(ops.mean(features.forward(ops, inputs.get(0))), weight, bias));
    }

    @Override
    public int classes() {
        return Math.toIntExact(weight.shape().get(0));
    }

    @Override
    public Weight classWeight() {
        return weight;
    }

    @Override
    public String describe() {
        return "Classify %d classes".formatted(classes());
    }
}
