package io.candor.layer;

import io.candor.layer.Conv.Window;
import io.candor.tensor.Ops;

/** Two 3 x 3 convolutions, narrower between them or not, optionally around a shortcut. */
final class Bottleneck implements Layer {

    private final Conv cv1;
    private final Conv cv2;
    private final Shortcut shortcut;

    /** As wide between the convolutions as around them. */
    Bottleneck(Registry registry, int channels, Shortcut shortcut) {
        this(registry, channels, channels, shortcut);
    }

    /** @param hidden channels between the convolutions */
    Bottleneck(Registry registry, int channels, int hidden, Shortcut shortcut) {
        cv1 = new Conv(registry.under("cv1"), channels, hidden, Window.NEIGHBOURS);
        cv2 = new Conv(registry.under("cv2"), hidden, channels, Window.NEIGHBOURS);
        this.shortcut = shortcut;
    }

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        T y = cv2.forward(ops, cv1.forward(ops, x));
        return shortcut == Shortcut.SHORTCUT ? ops.add(x, y) : y;
    }

    @Override
    public int channels() {
        return cv2.channels();
    }

    @Override
    public String describe() {
        return "Bottleneck " + channels();
    }
}
