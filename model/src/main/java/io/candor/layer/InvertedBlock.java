package io.candor.layer;

import io.candor.layer.Conv.Activation;
import io.candor.layer.Conv.Window;
import io.candor.tensor.Ops;
import java.util.List;

/**
 * Compact inverted block (CIB; Wang et al., "YOLOv10: Real-Time End-to-End Object Detection", 2024): depthwise
 * convolutions mix pixels, pointwise ones between them mix channels, twice as many in the middle; around a shortcut.
 */
public final class InvertedBlock implements Layer {

    private final List<Layer> chain;

    /** Window of the depthwise convolution in the middle. */
    public enum Centre {
        /** 3 x 3. */
        SMALL,
        /** 7 x 7 beside 3 x 3. */
        LARGE
    }

    InvertedBlock(Registry registry, int channels, Centre centre) {
        Registry chained = registry.under("cv1");
        int wide = 2 * channels;
        chain = List.of(
                neighbours(chained.under(0), channels),
                new Conv(chained.under(1), channels, wide, Window.POINT),
                centre == Centre.LARGE ? new LargeKernel(chained.under(2), wide) : neighbours(chained.under(2), wide),
                new Conv(chained.under(3), wide, channels, Window.POINT),
                neighbours(chained.under(4), channels));
    }

    private static Conv neighbours(Registry registry, int channels) {
        return Conv.depthwise(registry, channels, Window.NEIGHBOURS, Activation.SILU);
    }

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        T y = x;
        for (Layer layer : chain) {
            y = layer.forward(ops, y);
        }
        return ops.add(x, y);
    }

    @Override
    public int channels() {
        return chain.get(chain.size() - 1).channels();
    }

    @Override
    public String describe() {
        return "CIB " + channels();
    }
}
