package io.candor.tensor;

/**
 * A batch normalisation (Ioffe and Szegedy, 2015): per channel, {@code weight * (x - mean) / sqrt(variance + epsilon) +
 * bias}, with the batch's statistics while training and the running ones afterwards.
 *
 * @param weight factor per channel
 * @param bias offset per channel
 * @param mean running mean
 * @param variance running variance
 * @param batches number of batches seen
 * @param constants of its formula
 */
public record Norm(Weight weight, Weight bias, Weight mean, Weight variance, Weight batches, Constants constants) {

    /**
     * What a family of networks was trained with.
     *
     * @param epsilon added to the variance
     * @param momentum share of the newest batch in the running statistics
     */
    public record Constants(double epsilon, double momentum) {

        /** Published detection weights: 1e-3 and .03. */
        public static final Constants DETECTION = new Constants(EPSILON, MOMENTUM);

        /** Published classification weights: libtorch's defaults, 1e-5 and .1. */
        public static final Constants CLASSIFICATION = new Constants(1e-5, 0.1);
    }

    /** Added to the variance; the published detection weights were trained with 1e-3, not with libtorch's 1e-5. */
    public static final double EPSILON = 1e-3;

    /** Share of the newest batch in the running statistics; 0.03 as published, libtorch's default is 0.1. */
    public static final double MOMENTUM = 0.03;
}
