/**
 * Weight files: safetensors, read and written, and published {@code .pt} checkpoints, read without running any of the
 * code they could carry. Plain Java until {@link io.candor.weights.Transfer} copies numbers into a network.
 */
package io.candor.weights;
