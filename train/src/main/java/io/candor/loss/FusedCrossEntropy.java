package io.candor.loss;

import static io.candor.tensor.Tensors.CHANNELS;
import static io.candor.tensor.Tensors.item;
import static io.candor.tensor.Tensors.mul;

import io.candor.tensor.Scope;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Smoothed cross entropy of class indices together with its gradient. Per sample it is {@code log sum_k exp z_k - (1 - e)
 * z_y - e/K sum_k z_k}, with the gradient {@code exp z_k / sum exp z - (1 - e) onehot - e/K}: one array of exponentials
 * serves both, and it is the only (N, K) array beside the gradient that {@code backward} hands out.
 *
 * <p>That gradient cannot be differentiated once more.
 */
final class FusedCrossEntropy {

    /**
     * The logarithm of sums of exponentials from 1 / LARGE to LARGE is below 14, so that float32 resolves it to 1e-6; of
     * larger logits the loss would be the difference of two large numbers.
     */
    private static final double LARGE = 1e6;

    private static final long[] AXIS = {CHANNELS};

    private final Tensor logits;
    private final Tensor target;
    private final double epsilon;
    private final long ignored;
    private final long classes;

    /**
     * @param logits (N, K)
     * @param target int64 (N), each a class or {@code ignored}
     */
    FusedCrossEntropy(Tensor logits, Tensor target, double epsilon, long ignored) {
        this.logits = logits.contiguous();
        this.target = target;
        this.epsilon = epsilon;
        this.ignored = ignored;
        classes = logits.size(CHANNELS);
    }

    /** Whether logits have the shape this is for: (N, K), some, and few enough for one product. */
    static boolean takes(Tensor logits) {
        return logits.dim() == 2 && logits.numel() > 0 && logits.numel() <= Integer.MAX_VALUE;
    }

    /**
     * The sum over the samples that are not ignored, divided by a number.
     *
     * @return empty if a logit is too large, or all of a sample too small, to be exponentiated as they are
     */
    Optional<Tensor> dividedBy(double divisor) {
        try (Scope scope = Scope.open()) {
            Tensor gradient;
            Tensor value;
            try (NoGradGuard constant = new NoGradGuard()) {
                gradient = logits.exp();
                Tensor sums = gradient.sum(AXIS);
                if (!exact(sums)) {
                    return Optional.empty();
                }
                value = mul(losses(sums).sum(), 1 / divisor);
                finish(gradient, sums);
            }
            return Optional.of(scope.handOut(logits.requires_grad() ? attached(gradient, value, divisor) : value));
        }
    }

    /** NaN is not. */
    private static boolean exact(Tensor sums) {
        return item(sums.max().to(ScalarType.Double)) < LARGE && item(sums.min().to(ScalarType.Double)) > 1 / LARGE;
    }

    private Tensor losses(Tensor sums) {
        Tensor own = logits.gather(CHANNELS, column()).squeeze(CHANNELS);
        Tensor losses = sums.log().sub(mul(own, 1 - epsilon)).sub(mul(logits.sum(AXIS), epsilon / classes));
        return losses.masked_fill_(target.eq(new Scalar(ignored)), new Scalar(0.0));
    }

    /** (N, 1): the classes; any for samples that are ignored. */
    private Tensor column() {
        return target.masked_fill(target.eq(new Scalar(ignored)), new Scalar(0L))
                .unsqueeze(CHANNELS);
    }

    /** Exponentials become the gradient, in place. */
    private void finish(Tensor exponentials, Tensor sums) {
        Tensor skipped = target.eq(new Scalar(ignored)).unsqueeze(CHANNELS);
        exponentials.mul_(sums.reciprocal().unsqueeze(CHANNELS));
        exponentials.sub_(new Scalar(epsilon / classes));
        Tensor share = sums.new_full(new long[] {sums.numel(), 1}, new Scalar(epsilon - 1));
        exponentials.scatter_add_(CHANNELS, column(), share);
        if (item(skipped.any().to(ScalarType.Double)) != 0) {
            exponentials.masked_fill_(skipped, new Scalar(0.0));
        }
    }

    /** Of all functions whose gradient is a given array, the scalar product computes least; its value is replaced. */
    private Tensor attached(Tensor gradient, Tensor value, double divisor) {
        Tensor product = mul(torch.dot(logits.view(-1), gradient.view(-1)), 1 / divisor);
        try (NoGradGuard constant = new NoGradGuard()) {
            return product.copy_(value);
        }
    }
}
