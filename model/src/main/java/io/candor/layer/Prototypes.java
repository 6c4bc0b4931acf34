package io.candor.layer;

import io.candor.layer.Conv.Window;
import io.candor.tensor.Ops;
import io.candor.tensor.Weight;
import io.candor.tensor.Weight.Role;

/** The pictures that masks are mixed from (Bolya et al., YOLACT, 2019): the finest level, twice as large. */
final class Prototypes {

    private final Conv cv1;
    private final Weight enlarge;
    private final Weight enlargeBias;
    private final Conv cv2;
    private final Conv cv3;

    /** @param hidden channels before the last convolution */
    Prototypes(Registry registry, int in, int hidden, int out) {
        cv1 = new Conv(registry.under("cv1"), in, hidden, Window.NEIGHBOURS);
        Registry upsample = registry.under("upsample");
        enlarge = upsample.add("weight", Role.CONVOLUTION, hidden, hidden, 2, 2);
        enlargeBias = upsample.add("bias", Role.BIAS, hidden);
        cv2 = new Conv(registry.under("cv2"), hidden, hidden, Window.NEIGHBOURS);
        cv3 = new Conv(registry.under("cv3"), hidden, out, Window.POINT);
    }

    /** (B, out, 2 h, 2 w). */
    <T> T forward(Ops<T> ops, T x) {
        T large = ops.enlarge(cv1.forward(ops, x), enlarge, enlargeBias);
        return cv3.forward(ops, cv2.forward(ops, large));
    }
}
