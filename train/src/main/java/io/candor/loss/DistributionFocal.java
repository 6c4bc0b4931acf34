package io.candor.loss;

import static io.candor.tensor.Tensors.mul;

import io.candor.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * The side of a box as a distribution over sixteen distances, 0 to 15 strides (Li et al., 2020, "Generalized Focal
 * Loss", equations 5 and 6).
 */
final class DistributionFocal {

    /** Distances a side's distribution is over. */
    static final int BINS = 16;

    /** Channels of the four sides: left, top, right, bottom. */
    static final int CHANNELS = 4 * BINS;

    /** A target lies between two bins; the last one therefore ends just below the last bin. */
    private static final double LARGEST = BINS - 1 - 0.01;

    private static final float[] DISTANCES = distances();

    private DistributionFocal() {}

    private static float[] distances() {
        float[] distances = new float[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            distances[bin] = bin;
        }
        return distances;
    }

    /**
     * The mean of each distribution.
     *
     * @param logits (N, 4, 16)
     * @return (N, 4) distances in strides
     */
    static Tensor decode(Tensor logits) {
        Tensor distances = Tensors.of(DISTANCES, BINS).to(logits.device(), logits.scalar_type());
        return logits.softmax(2).mul(distances).sum(2);
    }

    /**
     * Cross entropy against the two bins next to each wanted distance, mean over the four sides, weighted sum over all
     * boxes.
     *
     * @param logits (N, 4, 16)
     * @param wanted (N, 4) distances in strides, row by row
     * @param weights (N)
     * @return a scalar
     */
    static Tensor loss(Tensor logits, float[] wanted, float[] weights) {
        float[] target = new float[wanted.length * BINS];
        for (int side = 0; side < wanted.length; side++) {
            put(target, side * BINS, wanted[side], weights[side / 4] / 4);
        }
        Tensor expected = Tensors.of(target, weights.length, 4, BINS).to(logits.device(), logits.scalar_type());
        return mul(logits.log_softmax(2).mul(expected).sum(1, 2).sum(), -1);
    }

    /** Splits {@code weight} between the bins below and above {@code distance}; the nearer one gets more. */
    private static void put(float[] target, int first, double distance, double weight) {
        double clamped = Math.min(Math.max(distance, 0), LARGEST);
        int below = (int) clamped;
        double above = clamped - below;
        target[first + below] = (float) (weight * (1 - above));
        target[first + below + 1] = (float) (weight * above);
    }
}
