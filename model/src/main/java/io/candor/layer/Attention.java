package io.candor.layer;

import io.candor.layer.Conv.Activation;
import io.candor.layer.Conv.Window;
import io.candor.tensor.Heads;
import io.candor.tensor.Ops;

/**
 * Multi-head self-attention over all pixels (Vaswani et al., 2017), with a depthwise convolution of the values in the
 * place of position encodings.
 */
final class Attention implements Layer {

    /** Channels of a head, as nearly as the channels divide. */
    private static final int HEAD = 64;

    private final Heads heads;
    private final Conv qkv;
    private final Conv proj;
    private final Conv pe;

    /** @param channels of input and output, at least {@value #HEAD} */
    Attention(Registry registry, int channels) {
        int count = Math.max(1, channels / HEAD);
        int values = channels / count;
        heads = new Heads(count, values / 2, values);
        qkv = Conv.linear(registry.under("qkv"), channels, heads.channels(), Window.POINT);
        proj = Conv.linear(registry.under("proj"), channels, channels, Window.POINT);
        pe = Conv.depthwise(registry.under("pe"), channels, Window.NEIGHBOURS, Activation.NONE);
    }

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        T mixed = qkv.forward(ops, x);
        T position = pe.forward(ops, ops.values(mixed, heads));
        return proj.forward(ops, ops.add(ops.attend(mixed, heads), position));
    }

    @Override
    public int channels() {
        return proj.channels();
    }

    @Override
    public String describe() {
        return "Attention %d, %d heads".formatted(channels(), heads.count());
    }
}
