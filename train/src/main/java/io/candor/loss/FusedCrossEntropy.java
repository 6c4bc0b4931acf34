package io.candor.loss;

import static io.candor.tensor.Tensors.CHANNELS;
import static io.candor.tensor.Tensors.item;
import static io.candor.tensor.Tensors.mul;

import io.candor.tensor.Scope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Smoothed cross entropy of class indices together with its gradient. Per sample it is {@code -log p_y + e (z_y - mean_k
 * z_k)}, which is {@code (1 - e) (-log p_y) + e/K sum_k (-log p_k)} without the logarithms of the other classes; the
 * gradient is {@code p - (1 - e) onehot - e/K}. One array of probabilities serves both, and it is the only (N, K) array
 * beside the gradient that {@code backward} hands out.
 *
 * <p>That gradient cannot be differentiated once more.
 */
final class FusedCrossEntropy {

    /** From here on float32 holds probabilities with all its digits, so that their logarithm is good to 1e-6. */
    private static final double NORMAL = Float.MIN_NORMAL;

    private static final long[] AXIS = {CHANNELS};

    private final Tensor logits;
    private final double epsilon;
    private final Tensor skipped;
    private final Tensor column;
    private final long classes;

    /**
     * @param logits (N, K)
     * @param target int64 (N), each a class or {@code ignored}
     */
    FusedCrossEntropy(Tensor logits, Tensor target, double epsilon, long ignored) {
        this.logits = logits.contiguous();
        this.epsilon = epsilon;
        skipped = target.eq(new Scalar(ignored));
        column = target.masked_fill(skipped, new Scalar(0L)).unsqueeze(CHANNELS);
        classes = logits.size(CHANNELS);
    }

    /** Whether logits have the shape this is for: (N, K), some, and few enough for one product. */
    static boolean takes(Tensor logits) {
        return logits.dim() == 2 && logits.numel() > 0 && logits.numel() <= Integer.MAX_VALUE;
    }

    /** The sum over the samples that are not ignored, divided by a number. */
    Tensor dividedBy(double divisor) {
        try (Scope scope = Scope.open()) {
            Tensor gradient;
            Tensor value;
            try (NoGradGuard constant = new NoGradGuard()) {
                gradient = logits.softmax(CHANNELS);
                value = mul(losses(gradient).sum(), 1 / divisor);
                finish(gradient);
            }
            return scope.handOut(logits.requires_grad() ? attached(gradient, value, divisor) : value);
        }
    }

    private Tensor losses(Tensor probabilities) {
        Tensor own = own(logits);
        Tensor lead = own.sub(mul(logits.sum(AXIS), 1.0 / classes));
        return surprise(own, own(probabilities)).add(mul(lead, epsilon)).masked_fill_(skipped, new Scalar(0.0));
    }

    /** (N): {@code -log p_y}. */
    private Tensor surprise(Tensor own, Tensor probability) {
        boolean resolved = item(probability.min().to(ScalarType.Double)) >= NORMAL;
        return resolved ? probability.log().neg() : logits.logsumexp(AXIS).sub(own);
    }

    /** (N): what an array says of each sample's class; of any class for samples that are ignored. */
    private Tensor own(Tensor wide) {
        return wide.gather(CHANNELS, column).squeeze(CHANNELS);
    }

    /** Probabilities become the gradient, in place. */
    private void finish(Tensor probabilities) {
        probabilities.sub_(new Scalar(epsilon / classes));
        probabilities.scatter_add_(CHANNELS, column, probabilities.new_full(column.sizes(), new Scalar(epsilon - 1)));
        if (item(skipped.any().to(ScalarType.Double)) != 0) {
            probabilities.masked_fill_(skipped.unsqueeze(CHANNELS), new Scalar(0.0));
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
