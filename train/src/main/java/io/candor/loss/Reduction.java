package io.candor.loss;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** What becomes of the losses of many elements. */
public enum Reduction {
    /** They stay as they are. */
    NONE,
    /** Their sum divided by what counts as their number. */
    MEAN,
    /** Their sum. */
    SUM;

    /** The mean divides by the number of elements; of none it is 0. */
    Tensor of(Tensor losses) {
        return of(losses, (double) losses.numel());
    }

    /**
     * Reduces.
     *
     * @param divisor of the mean; if it is 0 nothing counts, and the mean is 0 with a gradient of 0 instead of NaN
     */
    Tensor of(Tensor losses, double divisor) {
        return switch (this) {
            case NONE -> losses;
            case SUM -> losses.sum();
            case MEAN ->
                divisor == 0
                        ? losses.flatten().narrow(0, 0, 0).sum()
                        : losses.sum().div(new Scalar(divisor));
        };
    }
}
