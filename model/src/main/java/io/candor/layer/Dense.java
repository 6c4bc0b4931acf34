package io.candor.layer;

import io.candor.tensor.Ops;
import io.candor.tensor.Weight;
import io.candor.tensor.Weight.Role;

/** A linear map of vectors and ReLU. */
public final class Dense implements Layer {

    private final Weight weight;
    private final Weight bias;

    public Dense(Registry registry, int in, int out) {
        weight = registry.add("weight", Role.CONVOLUTION, out, in);
        bias = registry.add("bias", Role.BIAS, out);
    }

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        return ops.relu(ops.linear(x, weight, bias));
    }

    @Override
    public int channels() {
        return Math.toIntExact(weight.shape().get(0));
    }

    @Override
    public String describe() {
        return "Dense " + channels();
    }
}
