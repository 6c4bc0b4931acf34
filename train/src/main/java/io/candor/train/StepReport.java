package io.candor.train;

/**
 * One batch done, for a progress line.
 *
 * @param epoch counted from 0
 * @param batch counted from 0
 * @param batches in the epoch
 * @param losses of the epoch so far
 * @param gradientNorm length of the gradient at the last optimiser step, before clipping; NaN before the first
 * @param imagesPerSecond of the epoch so far
 */
public record StepReport(
        int epoch, int batch, int batches, Losses losses, double gradientNorm, double imagesPerSecond) {}
