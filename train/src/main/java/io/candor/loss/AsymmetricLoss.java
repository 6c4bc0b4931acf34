package io.candor.loss;

import static io.candor.tensor.Tensors.add;
import static io.candor.tensor.Tensors.atLeast;
import static io.candor.tensor.Tensors.mul;
import static io.candor.tensor.Tensors.oneMinus;
import static io.candor.tensor.Tensors.pow;

import io.candor.data.InvalidInput;
import org.bytedeco.pytorch.Tensor;

/**
 * Asymmetric binary cross entropy (Ridnik et al., 2021): {@code -t (1 - p)^g+ log p - (1 - t) p_m^g- log(1 - p_m)} with
 * {@code p_m = max(p - m, 0)}. The many easy negatives of many classes lose their weight, positives keep theirs; targets
 * t may be softened.
 *
 * @param positiveGamma focus of the part that asks for a class, at least 0
 * @param negativeGamma focus of the part that denies a class, at least 0
 * @param margin m: probabilities below it count as a right denial, in [0, 1)
 * @param softening what smoothed targets move towards
 * @param epsilon smoothing factor in [0, 1]
 */
public record AsymmetricLoss(
        double positiveGamma, double negativeGamma, double margin, BinaryCrossEntropy.Toward softening, double epsilon)
        implements ClassLoss {

    /** Logarithms stop here, as in the published code. */
    private static final double SMALLEST = 1e-8;

    public AsymmetricLoss {
        ClassRows.requireFactor(epsilon);
        SigmoidFocal.requireGamma(positiveGamma);
        SigmoidFocal.requireGamma(negativeGamma);
        if (!(margin >= 0 && margin < 1)) {
            throw new InvalidInput(
                    ClassRows.HELP,
                    "asymmetric loss: found margin %s, expected a probability from 0 to below 1.".formatted(margin));
        }
    }

    /** The paper's choice: no focus on positives, 4 on negatives, margin .05. */
    public static AsymmetricLoss published(double epsilon) {
        return new AsymmetricLoss(0, 4, 0.05, BinaryCrossEntropy.Toward.HALF, epsilon);
    }

    /** The mean over all elements. */
    @Override
    public Tensor of(Tensor logits, Tensor target) {
        Tensor rows = BinaryCrossEntropy.softened(logits, target, softening, epsilon);
        Tensor probability = logits.sigmoid();
        Tensor shifted = atLeast(add(probability, -margin), 0);
        Tensor asking = focused(rows.mul(logarithm(probability)), oneMinus(probability), positiveGamma);
        Tensor denying = focused(oneMinus(rows).mul(logarithm(oneMinus(shifted))), shifted, negativeGamma);
        return mul(asking.add(denying).mean(), -1);
    }

    private static Tensor logarithm(Tensor probability) {
        return atLeast(probability, SMALLEST).log();
    }

    private static Tensor focused(Tensor part, Tensor mistake, double gamma) {
        return gamma == 0 ? part : part.mul(pow(mistake, gamma));
    }
}
