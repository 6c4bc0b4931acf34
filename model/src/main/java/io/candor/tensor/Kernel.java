package io.candor.tensor;

import java.util.Optional;

/**
 * A convolution with an odd window, padded so that stride 1 keeps height and width.
 *
 * @param weight (out, in / groups, size, size)
 * @param bias (out); none where a batch norm follows
 * @param stride in both directions
 * @param groups parts of the channels that do not see each other: 1, or as many as channels
 */
public record Kernel(Weight weight, Optional<Weight> bias, int stride, int groups) {

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
