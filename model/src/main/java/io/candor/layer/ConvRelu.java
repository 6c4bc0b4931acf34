package io.candor.layer;

import io.candor.tensor.Kernel;
import io.candor.tensor.Norm;
import io.candor.tensor.Ops;

/** Convolution without bias, batch norm, ReLU. */
public final class ConvRelu implements Layer {

    private final Kernel kernel;
    private final Norm norm;

    private ConvRelu(Kernel kernel, Norm norm) {
        this.kernel = kernel;
        this.norm = norm;
    }

    /** Named {@code conv} and {@code bn}. */
    public static ConvRelu of(Registry registry, int in, int out, Conv.Window window) {
        return new ConvRelu(registry.kernel("conv", in, out, window), registry.norm("bn", out));
    }

    /** The first of a residual network: named {@code conv1} and {@code bn1}. */
    public static ConvRelu stem(Registry registry, int in, int out, Conv.Window window) {
        return new ConvRelu(registry.kernel("conv1", in, out, window), registry.norm("bn1", out));
    }

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        return ops.relu(ops.linearBlock(x, kernel, norm));
    }

    @Override
    public int channels() {
        return (int) kernel.channels();
    }

    @Override
    public String describe() {
        return "ConvRelu %d k%d s%d".formatted(channels(), kernel.size(), kernel.stride());
    }
}
