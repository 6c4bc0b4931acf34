package io.candor.loss;

import static io.candor.tensor.Tensors.CHANNELS;
import static io.candor.tensor.Tensors.item;
import static io.candor.tensor.Tensors.scale;

import io.candor.data.InvalidInput;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Targets as losses need them: indices checked, or one number per class. */
final class ClassRows {

    static final String HELP = "class-targets";

    private ClassRows() {}

    static boolean areIndices(Tensor target) {
        return !target.is_floating_point();
    }

    /**
     * One target per logit, softened uniformly.
     *
     * @param target indices or targets
     */
    static Tensor of(Tensor logits, Tensor target, double epsilon) {
        Tensor rows = areIndices(target) ? oneHot(logits, target) : likeLogits(logits, target);
        return epsilon == 0 ? rows : scale(rows, 1 - epsilon, epsilon / logits.size(CHANNELS));
    }

    private static Tensor oneHot(Tensor logits, Tensor target) {
        checkIndices(logits, target, Long.MIN_VALUE);
        Tensor rows = logits.detach().mul(new Scalar(0)).nan_to_num_();
        Tensor ones = target.unsqueeze(CHANNELS).to(rows.device(), rows.scalar_type());
        return rows.scatter_(CHANNELS, target.unsqueeze(CHANNELS), ones.fill_(new Scalar(1.0)));
    }

    private static Tensor likeLogits(Tensor logits, Tensor target) {
        if (!Arrays.equals(logits.shape(), target.shape())) {
            throw new IllegalArgumentException("targets %s for logits %s"
                    .formatted(Arrays.toString(target.shape()), Arrays.toString(logits.shape())));
        }
        return target.to(logits.device(), logits.scalar_type());
    }

    /** @throws InvalidInput if an index that is not {@code ignored} is no class */
    static void checkIndices(Tensor logits, Tensor target, long ignored) {
        long[] expected = withoutClasses(logits);
        if (!Arrays.equals(expected, target.shape())) {
            throw new IllegalArgumentException("indices %s for logits %s, expected %s"
                    .formatted(
                            Arrays.toString(target.shape()),
                            Arrays.toString(logits.shape()),
                            Arrays.toString(expected)));
        }
        if (target.numel() == 0) {
            return;
        }
        long classes = logits.size(CHANNELS);
        Tensor least = target.masked_fill(target.eq(new Scalar(ignored)), new Scalar(0L));
        long smallest = (long) item(least.min().to(ScalarType.Double));
        long largest = (long) item(least.max().to(ScalarType.Double));
        if (smallest < 0 || largest >= classes) {
            throw new InvalidInput(
                    HELP,
                    "found class %d, expected 0 to %d for %d classes."
                            .formatted(smallest < 0 ? smallest : largest, classes - 1, classes));
        }
    }

    private static long[] withoutClasses(Tensor logits) {
        long[] shape = logits.shape();
        if (shape.length < 2) {
            throw new IllegalArgumentException(
                    "logits %s, expected (N, K) or (N, K, d1, ...)".formatted(Arrays.toString(shape)));
        }
        long[] rest = new long[shape.length - 1];
        rest[0] = shape[0];
        System.arraycopy(shape, 2, rest, 1, shape.length - 2);
        return rest;
    }

    /** A factor that lies in [0, 1], or an error: PyTorch ignores a negative one without a word. */
    static double requireFactor(double epsilon) {
        if (!(epsilon >= 0 && epsilon <= 1)) {
            throw new InvalidInput(
                    "label-smoothing",
                    "label smoothing: found %s, expected a factor from 0 to 1; for negative smoothing use the generalised form."
                            .formatted(epsilon));
        }
        return epsilon;
    }
}
