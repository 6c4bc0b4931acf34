package io.candor.layer;

import io.candor.tensor.Kernel;
import io.candor.tensor.Norm;
import io.candor.tensor.Ops;
import java.util.Locale;

/** Convolution without bias, batch norm, and SiLU unless it is linear. */
public final class Conv implements Layer {

    private final Kernel kernel;
    private final Norm norm;
    private final Activation activation;

    /** What follows the batch norm. */
    enum Activation {
        SILU,
        NONE
    }

    public Conv(Registry registry, int in, int out, Window window) {
        this(registry.kernel(in, out, window.size(), window.stride()), registry.norm(out), Activation.SILU);
    }

    private Conv(Kernel kernel, Norm norm, Activation activation) {
        this.kernel = kernel;
        this.norm = norm;
        this.activation = activation;
    }

    /** Without SiLU. */
    static Conv linear(Registry registry, int in, int out, Window window) {
        Kernel kernel = registry.kernel(in, out, window.size(), window.stride());
        return new Conv(kernel, registry.norm(out), Activation.NONE);
    }

    /** Every channel on its own. */
    static Conv depthwise(Registry registry, int channels, Window window, Activation activation) {
        Kernel kernel = registry.depthwise(channels, window.size(), window.stride());
        return new Conv(kernel, registry.norm(channels), activation);
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
        return activation == Activation.SILU ? ops.block(x, kernel, norm) : ops.linearBlock(x, kernel, norm);
    }

    @Override
    public int channels() {
        return (int) kernel.channels();
    }

    @Override
    public String describe() {
        return String.format(Locale.ROOT, "Conv %d k%d s%d", channels(), kernel.size(), kernel.stride());
    }
}
