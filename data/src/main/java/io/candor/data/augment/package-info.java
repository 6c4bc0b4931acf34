/**
 * What happens to pictures and their labels before training: one class per operation, its parameters drawn from a
 * {@link io.candor.data.augment.Chance} that knows only (seed, epoch, sample index).
 */
package io.candor.data.augment;
