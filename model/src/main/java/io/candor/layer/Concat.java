package io.candor.layer;

import io.candor.tensor.Ops;

/** The row of a table that has several inputs: whoever runs the table has already put their channels together. */
public record Concat(int channels) implements Layer {

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        return x;
    }

    @Override
    public String describe() {
        return "Concat " + channels;
    }
}
