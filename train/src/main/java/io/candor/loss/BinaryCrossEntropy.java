package io.candor.loss;

import static io.candor.tensor.Tensors.scale;

import io.candor.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Binary cross entropy of independent sigmoids, over targets that may be softened: {@code t (1 - e) + e / 2} or {@code t
 * (1 - e) + e / K}.
 *
 * @param softening how a target is softened
 * @param epsilon smoothing factor e in [0, 1]
 * @param positiveWeights factor per class of the part that asks for the class; empty for 1 each
 * @param weights factor per class; empty for 1 each
 * @param reduction of all elements
 */
public record BinaryCrossEntropy(
        Toward softening, double epsilon, List<Double> positiveWeights, List<Double> weights, Reduction reduction)
        implements ClassLoss {

    private static final long NO_REDUCTION = 0;

    /** What a smoothed target moves towards. */
    public enum Toward {
        /** One half: each sigmoid on its own. */
        HALF,
        /** 1/K: all sigmoids as one distribution. */
        UNIFORM
    }

    public BinaryCrossEntropy {
        ClassRows.requireFactor(epsilon);
        positiveWeights = List.copyOf(positiveWeights);
        weights = List.copyOf(weights);
    }

    /** The mean over all elements, without weights. */
    public static BinaryCrossEntropy mean(Toward softening, double epsilon) {
        return new BinaryCrossEntropy(softening, epsilon, List.of(), List.of(), Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor logits, Tensor target) {
        Tensor rows = softened(logits, target, softening, epsilon);
        Tensor losses = torch.binary_cross_entropy_with_logits(
                logits, rows, optional(weights, logits), optional(positiveWeights, logits), NO_REDUCTION);
        return reduction.of(losses);
    }

    static Tensor softened(Tensor logits, Tensor target, Toward softening, double epsilon) {
        Tensor rows = ClassRows.of(logits, target, 0);
        double share = softening == Toward.HALF ? 0.5 : 1.0 / logits.size(Tensors.CHANNELS);
        return epsilon == 0 ? rows : scale(rows, 1 - epsilon, epsilon * share);
    }

    private static TensorOptional optional(List<Double> values, Tensor like) {
        if (values.isEmpty()) {
            return new TensorOptional();
        }
        if (values.size() != like.size(Tensors.CHANNELS)) {
            throw new IllegalArgumentException(
                    "%d class weights for %d classes".formatted(values.size(), like.size(Tensors.CHANNELS)));
        }
        double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
        return new TensorOptional(Tensors.of(numbers, numbers.length).to(like.device(), like.scalar_type()));
    }
}
