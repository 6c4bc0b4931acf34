package io.candor.loss;

import static io.candor.tensor.Tensors.CHANNELS;
import static io.candor.tensor.Tensors.mul;
import static io.candor.tensor.Tensors.oneMinus;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Focal loss of a softmax: {@code -sum_k t_k (1 - p_k)^gamma log p_k}, for a one-hot target Lin et al.'s {@code -(1 -
 * p_t)^gamma log p_t}. It bounds {@code KL - gamma entropy} (Mukhoti et al., 2020), and so calibrates.
 *
 * @param focus how gamma is chosen
 * @param gamma focus on hard samples, at least 0; not read by {@link Focus#SAMPLE}
 * @param epsilon smoothing factor in [0, 1]
 * @param reduction of the samples
 */
public record SoftmaxFocal(Focus focus, double gamma, double epsilon, Reduction reduction) implements ClassLoss {

    /** How gamma is chosen. */
    public enum Focus {
        /** One gamma for all. */
        FIXED,
        /** FLSD-53 (Mukhoti et al., 2020): 5 for samples whose true class has less than .2, 3 for the others. */
        SAMPLE
    }

    private static final double UNSURE = 0.2;
    private static final double GAMMA_UNSURE = 5;
    private static final double GAMMA_SURE = 3;

    public SoftmaxFocal {
        SigmoidFocal.requireGamma(gamma);
        ClassRows.requireFactor(epsilon);
    }

    /** The mean with one gamma. */
    public static SoftmaxFocal fixed(double gamma, double epsilon) {
        return new SoftmaxFocal(Focus.FIXED, gamma, epsilon, Reduction.MEAN);
    }

    /** The mean of FLSD-53. */
    public static SoftmaxFocal flsd53(double epsilon) {
        return new SoftmaxFocal(Focus.SAMPLE, 0, epsilon, Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor logits, Tensor target) {
        Tensor labels = ClassRows.of(logits, target, 0);
        Tensor rows = ClassRows.of(logits, target, epsilon);
        Tensor logProbabilities = logits.log_softmax(CHANNELS);
        Tensor entropy = mul(rows.mul(logProbabilities), -1);
        Tensor probabilities = logProbabilities.exp();
        Tensor losses = focus == Focus.FIXED
                ? weighted(entropy, probabilities, gamma)
                : perSample(entropy, probabilities, labels);
        return reduction.of(losses.sum(CHANNELS));
    }

    private static Tensor perSample(Tensor entropy, Tensor probabilities, Tensor labels) {
        Tensor unsure;
        try (NoGradGuard constant = new NoGradGuard()) {
            Tensor trueClass = probabilities.mul(labels).sum(CHANNELS).unsqueeze(CHANNELS);
            unsure = trueClass.lt(new Scalar(UNSURE)).to(probabilities.scalar_type());
        }
        return weighted(entropy, probabilities, GAMMA_UNSURE)
                .mul(unsure)
                .add(weighted(entropy, probabilities, GAMMA_SURE).mul(oneMinus(unsure)));
    }

    private static Tensor weighted(Tensor entropy, Tensor probabilities, double gamma) {
        return gamma == 0 ? entropy : entropy.mul(SigmoidFocal.focus(probabilities, gamma));
    }
}
