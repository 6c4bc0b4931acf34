package io.candor.train;

import io.candor.data.Batch;
import io.candor.data.target.ClassTargets;
import io.candor.loss.DetectionLoss;
import io.candor.loss.Parts;
import io.candor.loss.Targets;
import io.candor.network.Network;
import io.candor.tensor.Tensors;

/**
 * Trains a detector.
 *
 * @param loss whose class targets are {@code targets}
 */
record DetectionCriterion(DetectionLoss loss, ClassTargets targets) implements Criterion {

    @Override
    public Parts of(Network network, Batch batch) {
        return loss.of(network.forward(Tensors.images(batch, network.device())), Targets.of(batch));
    }

    @Override
    public void epoch(int epoch) {
        targets.epoch(epoch);
    }

    @Override
    public long[] state() {
        return targets.state();
    }

    @Override
    public void restore(long... state) {
        targets.restore(state);
    }
}
