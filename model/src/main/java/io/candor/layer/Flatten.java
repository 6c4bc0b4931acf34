package io.candor.layer;

import io.candor.tensor.Ops;

/** All numbers of a picture as one vector. */
public record Flatten(int channels) implements Layer {

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        return ops.flatten(x);
    }

    @Override
    public String describe() {
        return "Flatten " + channels;
    }
}
