package io.candor.layer;

import io.candor.tensor.Ops;

/** The largest value around every {@code stride}-th pixel. */
public record MaxPool(int channels, int size, int stride) implements Layer {

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        return ops.maxPool(x, size, stride);
    }

    @Override
    public String describe() {
        return "MaxPool k%d s%d".formatted(size, stride);
    }
}
