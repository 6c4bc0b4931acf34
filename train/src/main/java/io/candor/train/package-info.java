/**
 * The training loop: recipe, schedule, optimisers, moving average, checkpoints.
 *
 * <p>All float state of a network lies in one flat tensor ({@link io.candor.train.FlatState}), so that clipping, the
 * optimiser and the moving average are a handful of kernel calls instead of one per tensor.
 */
package io.candor.train;
