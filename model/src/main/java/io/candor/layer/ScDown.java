package io.candor.layer;

import io.candor.layer.Conv.Activation;
import io.candor.layer.Conv.Window;
import io.candor.tensor.Ops;
import java.util.Locale;

/** Downsampling in two steps: a pointwise convolution changes the channels, a depthwise linear one the size (YOLOv10). */
public final class ScDown implements Layer {

    private final Conv cv1;
    private final Conv cv2;
    private final Window window;

    public ScDown(Registry registry, int in, int out, Window window) {
        cv1 = new Conv(registry.under("cv1"), in, out, Window.POINT);
        cv2 = Conv.depthwise(registry.under("cv2"), out, window, Activation.NONE);
        this.window = window;
    }

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        return cv2.forward(ops, cv1.forward(ops, x));
    }

    @Override
    public int channels() {
        return cv2.channels();
    }

    @Override
    public String describe() {
        return String.format(Locale.ROOT, "SCDown %d k%d s%d", channels(), window.size(), window.stride());
    }
}
