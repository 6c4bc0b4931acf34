package io.candor.layer;

import io.candor.layer.Conv.Window;
import io.candor.tensor.Ops;

/** Attention, then two pointwise convolutions, each around a shortcut; there is no layer norm. */
final class AttentionBlock implements Layer {

    private final Attention attention;
    private final Conv widen;
    private final Conv narrow;

    AttentionBlock(Registry registry, int channels) {
        attention = new Attention(registry.under("attn"), channels);
        Registry forward = registry.under("ffn");
        widen = new Conv(forward.under(0), channels, 2 * channels, Window.POINT);
        narrow = Conv.linear(forward.under(1), 2 * channels, channels, Window.POINT);
    }

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        T attended = ops.add(x, attention.forward(ops, x));
        return ops.add(attended, narrow.forward(ops, widen.forward(ops, attended)));
    }

    @Override
    public int channels() {
        return narrow.channels();
    }

    @Override
    public String describe() {
        return "AttentionBlock " + channels();
    }
}
