package io.candor.layer;

import io.candor.tensor.Ops;

/** The mean over the picture: one vector per picture. */
public record Mean(int channels) implements Layer {

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        return ops.mean(x);
    }

    @Override
    public String describe() {
        return "Mean " + channels;
    }
}
