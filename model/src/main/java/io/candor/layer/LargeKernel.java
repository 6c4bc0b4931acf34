package io.candor.layer;

import io.candor.layer.Conv.Activation;
import io.candor.layer.Conv.Window;
import io.candor.tensor.Ops;

/** Depthwise 7 x 7 and 3 x 3 convolutions side by side, added, then SiLU (Ding et al., RepVGG, 2021). */
final class LargeKernel implements Layer {

    private static final Window LARGE = new Window(7, 1);

    private final Conv large;
    private final Conv small;

    LargeKernel(Registry registry, int channels) {
        large = Conv.depthwise(registry.under("conv"), channels, LARGE, Activation.NONE);
        small = Conv.depthwise(registry.under("conv1"), channels, Window.NEIGHBOURS, Activation.NONE);
    }

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        return ops.silu(ops.add(large.forward(ops, x), small.forward(ops, x)));
    }

    @Override
    public int channels() {
        return large.channels();
    }

    @Override
    public String describe() {
        return "LargeKernel " + channels();
    }
}
