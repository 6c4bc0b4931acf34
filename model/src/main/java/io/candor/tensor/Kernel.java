package io.candor.tensor;

import java.util.Optional;

/**
 * A convolution with an odd window, padded so that stride 1 keeps height and width.
 *
 * @param weight (out, in, size, size)
 * @param bias (out); none where a batch norm follows
 * @param stride in both directions
 */
public record Kernel(Weight weight, Optional<Weight> bias, int stride) {

    /** Output channels. */
    public long channels() {
        return weight.shape().get(0);
    }

    /** Height and width of the window. */
    public long size() {
        return weight.shape().get(2);
    }

    /** Zeros around the input. */
    public long padding() {
        return size() / 2;
    }
}
