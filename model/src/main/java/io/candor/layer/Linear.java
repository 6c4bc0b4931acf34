package io.candor.layer;

import io.candor.tensor.Ops;
import io.candor.tensor.Weight;
import io.candor.tensor.Weight.Role;
import java.util.List;

/** Head of a classifier whose last row gives one vector per picture: a linear map to logits. */
public final class Linear implements Head {

    private final Weight weight;
    private final Weight bias;

    /** @param in numbers per vector */
    public Linear(Registry registry, int classes, int in) {
        weight = registry.add("weight", Role.CONVOLUTION, classes, in);
        bias = registry.add("bias", Role.BIAS, classes);
    }

    /** One output: logits (B, K). */
    @Override
    public <T> List<T> forward(Ops<T> ops, List<T> inputs) {
        return List.of(ops.linear(inputs.get(0), weight, bias));
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
        return "Linear %d classes".formatted(classes());
    }
}
