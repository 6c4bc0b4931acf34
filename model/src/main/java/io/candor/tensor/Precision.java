package io.candor.tensor;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The number format of activations between a network's layers; weights and losses are float32 in both. */
public enum Precision {
    /** IEEE 754 single precision. */
    FP32(ScalarType.Float),
    /** The upper half of a single: eight bits of exponent, seven of mantissa. */
    BF16(ScalarType.BFloat16);

    private final ScalarType type;

    Precision(ScalarType type) {
        this.type = type;
    }

    /** {@code tensor} in this format: itself if it is already; gradients pass. */
    public Tensor cast(Tensor tensor) {
        return tensor.to(type);
    }
}
