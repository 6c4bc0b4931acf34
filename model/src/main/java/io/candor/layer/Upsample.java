package io.candor.layer;

import io.candor.tensor.Ops;

/** Every pixel repeated in both directions. */
public record Upsample(int channels, int factor) implements Layer {

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        return ops.upsample(x, factor);
    }

    @Override
    public String describe() {
        return "Upsample x" + factor;
    }
}
