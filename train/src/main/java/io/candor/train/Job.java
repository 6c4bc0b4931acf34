package io.candor.train;

import io.candor.network.Network;

/**
 * What a trainer is given.
 *
 * @param recipe all hyper-parameters
 * @param network to train, in place; its weights are where training starts
 * @param batches of the training split
 * @param checkpoints where to save
 */
public record Job(Recipe recipe, Network network, Batches batches, Checkpoints checkpoints) {}
