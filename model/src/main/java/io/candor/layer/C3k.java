package io.candor.layer;

import io.candor.layer.Conv.Window;
import io.candor.tensor.Ops;
import java.util.ArrayList;
import java.util.List;

/** Cross-stage block of two branches: bottlenecks on half the channels beside a pointwise convolution. */
final class C3k implements Layer {

    private final Conv cv1;
    private final Conv cv2;
    private final Conv cv3;
    private final List<Bottleneck> bottlenecks = new ArrayList<>();

    /** @param channels of input and output, even */
    C3k(Registry registry, int channels, int times) {
        int hidden = channels / 2;
        cv1 = new Conv(registry.under("cv1"), channels, hidden, Window.POINT);
        cv2 = new Conv(registry.under("cv2"), channels, hidden, Window.POINT);
        cv3 = new Conv(registry.under("cv3"), 2 * hidden, channels, Window.POINT);
        for (int i = 0; i < times; i++) {
            bottlenecks.add(new Bottleneck(registry.under("m").under(i), hidden, Shortcut.SHORTCUT));
        }
    }

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        T deep = cv1.forward(ops, x);
        for (Bottleneck bottleneck : bottlenecks) {
            deep = bottleneck.forward(ops, deep);
        }
        return cv3.forward(ops, ops.concat(List.of(deep, cv2.forward(ops, x))));
    }

    @Override
    public int channels() {
        return cv3.channels();
    }

    @Override
    public String describe() {
        return "C3k " + channels();
    }
}
