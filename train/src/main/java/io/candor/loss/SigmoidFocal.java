package io.candor.loss;

import static io.candor.tensor.Tensors.atLeast;
import static io.candor.tensor.Tensors.oneMinus;
import static io.candor.tensor.Tensors.pow;
import static io.candor.tensor.Tensors.scale;

import io.candor.data.InvalidInput;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Focal loss of independent sigmoids (Lin et al., 2017): binary cross entropy times {@code (1 - p_t)^gamma}, where
 * {@code p_t = p t + (1 - p)(1 - t)}, as torchvision defines it, so that softened targets fit in.
 *
 * @param alpha share of weight for the part that asks for a class, in [0, 1]; negative for no such weights
 * @param gamma focus on hard elements, at least 0
 * @param softening what smoothed targets move towards
 * @param epsilon smoothing factor in [0, 1]
 * @param reduction of all elements
 */
public record SigmoidFocal(
        double alpha, double gamma, BinaryCrossEntropy.Toward softening, double epsilon, Reduction reduction)
        implements ClassLoss {

    private static final long NO_REDUCTION = 0;

    /** Below it the slope of a root would be infinite where a prediction is right to rounding. */
    private static final double SMALLEST = 1e-30;

    public SigmoidFocal {
        ClassRows.requireFactor(epsilon);
        requireGamma(gamma);
        if (!(alpha <= 1)) {
            throw new InvalidInput(
                    ClassRows.HELP,
                    "focal loss: found alpha %s, expected at most 1, negative for off.".formatted(alpha));
        }
    }

    static double requireGamma(double gamma) {
        if (!(gamma >= 0) || Double.isInfinite(gamma)) {
            throw new InvalidInput(
                    ClassRows.HELP, "focal loss: found gamma %s, expected a number of at least 0.".formatted(gamma));
        }
        return gamma;
    }

    /** {@code (1 - agreement)^gamma}, with a finite slope everywhere. */
    static Tensor focus(Tensor agreement, double gamma) {
        return pow(atLeast(oneMinus(agreement), SMALLEST), gamma);
    }

    @Override
    public Tensor of(Tensor logits, Tensor target) {
        Tensor rows = BinaryCrossEntropy.softened(logits, target, softening, epsilon);
        Tensor entropy = torch.binary_cross_entropy_with_logits(
                logits, rows, new TensorOptional(), new TensorOptional(), NO_REDUCTION);
        Tensor probability = logits.sigmoid();
        Tensor agreement = probability.mul(rows).add(oneMinus(probability).mul(oneMinus(rows)));
        Tensor losses = gamma == 0 ? entropy : entropy.mul(focus(agreement, gamma));
        return reduction.of(alpha < 0 ? losses : losses.mul(scale(rows, 2 * alpha - 1, 1 - alpha)));
    }
}
