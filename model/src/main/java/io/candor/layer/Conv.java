package io.candor.layer;

import io.candor.tensor.Kernel;
import io.candor.tensor.Norm;
import io.candor.tensor.Ops;

/** Convolution without bias, batch norm, SiLU. */
public final class Conv implements Layer {

    private final Kernel kernel;
    private final Norm norm;

    public Conv(Registry registry, int in, int out, Window window) {
        kernel = registry.kernel(in, out, window.size(), window.stride());
        norm = registry.norm(out);
    }

    /** Size and stride of a convolution, in pixels. */
    public record Window(int size, int stride) {
        /** One pixel: mixes channels only. */
        public static final Window POINT = new Window(1, 1);
        /** A pixel and its eight neighbours. */
        public static final Window NEIGHBOURS = new Window(3, 1);
    }

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        return ops.block(x, kernel, norm);
    }

    @Override
    public int channels() {
        return (int) kernel.channels();
    }

    @Override
    public String describe() {
        return "Conv %d k%d s%d".formatted(channels(), kernel.size(), kernel.stride());
    }
}
