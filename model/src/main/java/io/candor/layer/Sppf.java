package io.candor.layer;

import io.candor.layer.Conv.Window;
import io.candor.tensor.Ops;
import java.util.List;

/**
 * Spatial pyramid pooling (He et al., 2014) in its fast form: three chained max-pools see windows of 5, 9 and 13.
 * The first convolution has its SiLU; definitions that drop it load the same weights and compute something else.
 */
public final class Sppf implements Layer {

    private final Conv cv1;
    private final Conv cv2;
    private final int window;

    public Sppf(Registry registry, int in, int out, int window) {
        cv1 = new Conv(registry.under("cv1"), in, in / 2, Window.POINT);
        cv2 = new Conv(registry.under("cv2"), in / 2 * 4, out, Window.POINT);
        this.window = window;
    }

    @Override
    public <T> T forward(Ops<T> ops, T x) {
        T near = cv1.forward(ops, x);
        T wider = ops.maxPool(near, window);
        T wide = ops.maxPool(wider, window);
        return cv2.forward(ops, ops.concat(List.of(near, wider, wide, ops.maxPool(wide, window))));
    }

    @Override
    public int channels() {
        return cv2.channels();
    }

    @Override
    public String describe() {
        return "Sppf %d k%d".formatted(channels(), window);
    }
}
