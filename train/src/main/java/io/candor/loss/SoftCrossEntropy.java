package io.candor.loss;

import static io.candor.tensor.Tensors.CHANNELS;
import static io.candor.tensor.Tensors.item;
import static io.candor.tensor.Tensors.mul;

import io.candor.data.InvalidInput;
import io.candor.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Cross entropy of a softmax with label smoothing, class weights, ignored targets and probability targets: a drop-in
 * for libtorch's, equal to it in value and gradient.
 *
 * <p>For an index target y it is {@code (1 - e) (-w_y log p_y) + e / K sum_k (-w_k log p_k)}, whose mean divides by the
 * sum of the weights of the true classes; the K-wide target never exists. For probability targets t it is {@code -sum_k
 * w_k ((1 - e) t_k + e / K) log p_k}, whose mean divides by the number of elements. So with weights an index and its
 * one-hot give different means, as in libtorch.
 *
 * <p>It differs from libtorch in two points: when nothing counts (no samples, all ignored, all of weight 0) the mean is
 * 0 with gradient 0 instead of NaN, and a factor outside [0, 1] is an error instead of being ignored when negative.
 *
 * <p>The gradient of index targets that are smoothed, without weights and reduced, comes from {@link FusedCrossEntropy}
 * and cannot be differentiated once more; for second derivatives choose {@link Reduction#NONE} and reduce the losses
 * yourself.
 *
 * @param weights one per class, or empty for 1 each
 * @param ignored index of samples that do not count
 * @param reduction of the samples
 * @param epsilon smoothing factor e
 */
public record SoftCrossEntropy(List<Double> weights, long ignored, Reduction reduction, double epsilon)
        implements ClassLoss {

    /** Samples with this index do not count unless another is chosen; libtorch's default. */
    public static final long IGNORED = -100;

    private static final long NO_REDUCTION = 0;

    public SoftCrossEntropy {
        weights = List.copyOf(weights);
        for (double weight : weights) {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new InvalidInput(
                        ClassRows.HELP, "class weights: found %s, expected numbers of at least 0.".formatted(weight));
            }
        }
        if (!(epsilon <= 1) || Double.isInfinite(epsilon)) {
            ClassRows.requireFactor(epsilon);
        }
    }

    /**
     * The mean over the samples, smoothed by a factor.
     *
     * @throws InvalidInput unless the factor is in [0, 1]
     */
    public static SoftCrossEntropy mean(double epsilon) {
        return new SoftCrossEntropy(List.of(), IGNORED, Reduction.MEAN, ClassRows.requireFactor(epsilon));
    }

    /**
     * Generalised smoothing (Wei et al., 2022): {@code (1 - r) CE + r mean(-log p)} with a factor of at most 1 that may
     * be negative. Then the loss has no lower bound.
     */
    public static SoftCrossEntropy generalised(double factor) {
        return new SoftCrossEntropy(List.of(), IGNORED, Reduction.MEAN, factor);
    }

    /** A copy with class weights. */
    public SoftCrossEntropy weights(List<Double> other) {
        return new SoftCrossEntropy(other, ignored, reduction, epsilon);
    }

    /** A copy that passes over samples of an index. */
    public SoftCrossEntropy ignoring(long index) {
        return new SoftCrossEntropy(weights, index, reduction, epsilon);
    }

    /** A copy with another reduction. */
    public SoftCrossEntropy reduction(Reduction other) {
        return new SoftCrossEntropy(weights, ignored, other, epsilon);
    }

    /**
     * The loss of logits (N, K) or (N, K, d1, ...).
     *
     * @param target int64 indices (N) or (N, d1, ...), or probabilities of the logits' shape
     * @return a scalar, or one loss per index for {@link Reduction#NONE}
     * @throws InvalidInput if an index is no class
     * @throws IllegalArgumentException if shapes do not fit, or an index to ignore was chosen for probabilities
     */
    @Override
    public Tensor of(Tensor logits, Tensor target) {
        requireWeights(logits);
        Tensor wide = widened(logits);
        if (!ClassRows.areIndices(target)) {
            return ofProbabilities(wide.log_softmax(CHANNELS), target);
        }
        ClassRows.checkIndices(wide, target, ignored);
        return fits(wide) ? fused(wide, target) : ofIndices(wide.log_softmax(CHANNELS), target);
    }

    /** Whether the fused form computes it: not with weights, other shapes, without smoothing, or unreduced. */
    private boolean fits(Tensor logits) {
        boolean plain = weights.isEmpty() && epsilon != 0 && reduction != Reduction.NONE;
        return plain && FusedCrossEntropy.takes(logits);
    }

    private Tensor fused(Tensor logits, Tensor target) {
        double divisor = reduction == Reduction.MEAN ? divisor(logits, target) : 1;
        return new FusedCrossEntropy(logits, target, epsilon, ignored).dividedBy(divisor == 0 ? 1 : divisor);
    }

    private static Tensor widened(Tensor logits) {
        boolean narrow = Tensors.type(logits) == ScalarType.BFloat16 || Tensors.type(logits) == ScalarType.Half;
        return narrow ? logits.to(ScalarType.Float) : logits;
    }

    private void requireWeights(Tensor logits) {
        if (!weights.isEmpty() && logits.dim() > 1 && weights.size() != logits.size(CHANNELS)) {
            throw new IllegalArgumentException(
                    "%d class weights for %d classes".formatted(weights.size(), logits.size(CHANNELS)));
        }
    }

    private Tensor ofIndices(Tensor logProbabilities, Tensor target) {
        // The sum over classes comes first: its gradient, which exists only as a repeated number, is then added into
        // the one of the indices instead of making a third (N, K) tensor.
        Tensor over = epsilon == 0 ? null : overClasses(logProbabilities);
        TensorOptional weight = weights.isEmpty() ? new TensorOptional() : new TensorOptional(weight(logProbabilities));
        Tensor losses = torch.nll_loss_nd(logProbabilities, target, weight, NO_REDUCTION, ignored);
        if (over != null) {
            Tensor counted = over.masked_fill(target.eq(new Scalar(ignored)), new Scalar(0.0));
            losses = mul(losses, 1 - epsilon).sub(mul(counted, epsilon / logProbabilities.size(CHANNELS)));
        }
        return reduction.of(losses, reduction == Reduction.MEAN ? divisor(logProbabilities, target) : 1);
    }

    /** {@code sum_k w_k log p_k} per index. */
    private Tensor overClasses(Tensor logProbabilities) {
        return weights.isEmpty()
                ? logProbabilities.sum(CHANNELS)
                : logProbabilities.movedim(CHANNELS, -1).matmul(weight(logProbabilities));
    }

    private Tensor weight(Tensor like) {
        double[] values = weights.stream().mapToDouble(Double::doubleValue).toArray();
        return Tensors.of(values, values.length).to(like.device(), like.scalar_type());
    }

    /** Sum of the true classes' weights; the number of samples that count without weights. */
    private double divisor(Tensor logProbabilities, Tensor target) {
        Tensor counts = target.ne(new Scalar(ignored));
        if (weights.isEmpty()) {
            return item(counts.sum().to(ScalarType.Double));
        }
        Tensor known = Tensors.at(target, counts);
        return item(Tensors.at(weight(logProbabilities), known).sum().to(ScalarType.Double));
    }

    private Tensor ofProbabilities(Tensor logProbabilities, Tensor target) {
        if (ignored != IGNORED) {
            throw new IllegalArgumentException("an index to ignore was chosen, and the targets are probabilities");
        }
        Tensor rows = ClassRows.of(logProbabilities, target, epsilon);
        if (!weights.isEmpty()) {
            long[] shape = new long[(int) rows.dim()];
            Arrays.fill(shape, 1);
            shape[CHANNELS] = weights.size();
            rows = rows.mul(weight(rows).view(shape));
        }
        return reduction.of(mul(rows.mul(logProbabilities).sum(CHANNELS), -1));
    }
}
