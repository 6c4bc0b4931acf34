package io.candor.train;

import io.candor.network.Network;

/**
 * What a trainer is given.
 *
 * @param recipe all hyper-parameters
 * @param network to train, in place; its weights are where training starts
 * @param criterion what is minimised; not shared with another job
 * @param batches of the training split
 * @param checkpoints where to save
 */
public record Job(Recipe recipe, Network network, Criterion criterion, Batches batches, Checkpoints checkpoints) {

    /** Trains a detector by the recipe's objective, without a teacher. */
    public Job(Recipe recipe, Network network, Batches batches, Checkpoints checkpoints) {
        this(
                recipe,
                network,
                recipe.objective().detection(network.classes(), recipe.length().epochs(), Guidance.NONE),
                batches,
                checkpoints);
    }
}
