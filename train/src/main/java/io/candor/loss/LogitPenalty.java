package io.candor.loss;

import static io.candor.tensor.Tensors.CHANNELS;
import static io.candor.tensor.Tensors.add;
import static io.candor.tensor.Tensors.mul;

import io.candor.data.InvalidInput;
import org.bytedeco.pytorch.Tensor;

/**
 * Smoothed cross entropy and a second term against over-confidence, mean over the samples.
 *
 * @param term what is penalised
 * @param weight of the second term, at least 0
 * @param margin for {@link Term#MARGIN}, at least 0
 * @param epsilon smoothing factor of the cross entropy, in [0, 1]
 */
public record LogitPenalty(Term term, double weight, double margin, double epsilon) implements ClassLoss {

    /** The second term. */
    public enum Term {
        /**
         * Margin-based smoothing (Liu et al., 2022): mean over samples and classes of {@code max(0, max_j z_j - z_k -
         * margin)}: logits may differ by up to the margin.
         */
        MARGIN,
        /** Maximum suppression (Zhou et al., 2025): {@code max_k z_k - mean_k z_k}, whether the maximum is right or not. */
        MAXIMUM,
        /** Confidence penalty (Pereyra et al., 2017): the negative entropy of the prediction. */
        CONFIDENCE
    }

    public LogitPenalty {
        ClassRows.requireFactor(epsilon);
        if (!(weight >= 0) || Double.isInfinite(weight) || !(margin >= 0)) {
            throw new InvalidInput(
                    ClassRows.HELP,
                    "penalty: found weight %s and margin %s, expected numbers of at least 0."
                            .formatted(weight, margin));
        }
    }

    /** Margin-based smoothing; the paper uses margin 10 and weight .1. */
    public static LogitPenalty margin(double margin, double weight) {
        return new LogitPenalty(Term.MARGIN, weight, margin, 0);
    }

    /** Maximum suppression. */
    public static LogitPenalty maximum(double weight) {
        return new LogitPenalty(Term.MAXIMUM, weight, 0, 0);
    }

    /** Confidence penalty on top of smoothing. */
    public static LogitPenalty confidence(double weight, double epsilon) {
        return new LogitPenalty(Term.CONFIDENCE, weight, 0, epsilon);
    }

    @Override
    public Tensor of(Tensor logits, Tensor target) {
        Tensor entropy = SoftCrossEntropy.mean(epsilon).of(logits, target);
        return weight == 0 ? entropy : entropy.add(mul(penalty(logits), weight));
    }

    private Tensor penalty(Tensor logits) {
        return switch (term) {
            case MARGIN -> add(largest(logits).sub(logits), -margin).relu().mean();
            case MAXIMUM -> largest(logits).mean().sub(logits.mean());
            case CONFIDENCE -> {
                Tensor logProbabilities = logits.log_softmax(CHANNELS);
                yield logProbabilities.exp().mul(logProbabilities).sum(CHANNELS).mean();
            }
        };
    }

    private static Tensor largest(Tensor logits) {
        return logits.amax(new long[] {CHANNELS}, /* keepdim= */ true);
    }
}
