package io.candor.train;

/**
 * How weights follow gradients.
 *
 * @param optimizer which rule; {@link OptimizerName#AUTO} ignores {@code learningRate} and starts with its own momentum
 * @param learningRate before the schedule ({@code lr0})
 * @param lastRate the learning rate's last value as a share of the first ({@code lrf})
 * @param curve how it gets there
 * @param momentum of SGD; the first beta of Adam
 * @param weightDecay per nominal batch, on convolution weights only
 * @param nominalBatch images per optimiser step; smaller batches are accumulated
 * @param clipNorm longest gradient, all parameters together (Pascanu et al., 2013)
 * @param warmup the first iterations
 */
public record Optimization(
        OptimizerName optimizer,
        double learningRate,
        double lastRate,
        Curve curve,
        double momentum,
        double weightDecay,
        int nominalBatch,
        double clipNorm,
        Warmup warmup) {

    public Optimization {
        Setting.positive("lr0", learningRate);
        Setting.within("lrf", lastRate, 0, 1);
        Setting.within("momentum", momentum, 0, 0.9999);
        Setting.within("weight_decay", weightDecay, 0, 1);
        Setting.atLeast("nbs", nominalBatch, 1);
        Setting.positive("clip_norm", clipNorm);
    }

    /** What YOLO users get when they set nothing. */
    public static Optimization defaults() {
        return new Optimization(OptimizerName.AUTO, 0.01, 0.01, Curve.LINEAR, 0.937, 5e-4, 64, 10, Warmup.defaults());
    }

    /** This, with another optimiser. */
    public Optimization with(OptimizerName other) {
        return new Optimization(
                other, learningRate, lastRate, curve, momentum, weightDecay, nominalBatch, clipNorm, warmup);
    }

    /** This, with another learning rate. */
    public Optimization withLearningRate(double other) {
        return new Optimization(
                optimizer, other, lastRate, curve, momentum, weightDecay, nominalBatch, clipNorm, warmup);
    }

    /** This, with another warm-up. */
    public Optimization with(Warmup other) {
        return new Optimization(
                optimizer, learningRate, lastRate, curve, momentum, weightDecay, nominalBatch, clipNorm, other);
    }

    /** This, with another curve. */
    public Optimization with(Curve other) {
        return new Optimization(
                optimizer, learningRate, lastRate, other, momentum, weightDecay, nominalBatch, clipNorm, warmup);
    }

    /** Batches of the given size per optimiser step; ties round to even. */
    int accumulate(int batch) {
        return Math.max((int) Math.rint((double) nominalBatch / batch), 1);
    }

    /** Weight decay per optimiser step, in proportion to the images that the step really sees. */
    double scaledDecay(int batch) {
        return weightDecay * batch * accumulate(batch) / nominalBatch;
    }

    /** Optimiser steps in a whole run, the number the automatic choice goes by. */
    long iterations(int images, int batch, int epochs) {
        return (long) Math.ceil((double) images / Math.max(batch, nominalBatch)) * epochs;
    }
}
