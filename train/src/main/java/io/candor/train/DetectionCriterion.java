package io.candor.train;

import io.candor.data.Batch;
import io.candor.data.target.ClassTargets;
import io.candor.loss.DetectionLoss;
import io.candor.loss.Parts;
import io.candor.loss.Targets;
import io.candor.network.Maps;
import io.candor.network.Network;
import io.candor.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Trains a detector.
 *
 * @param loss whose class targets are {@code targets}
 * @param guidance a teacher, if any; pictures are learned from as they are
 */
record DetectionCriterion(DetectionLoss loss, ClassTargets targets, Guidance guidance) implements Criterion {

    @Override
    public Parts of(Network network, Batch batch) {
        Tensor images = Tensors.images(batch, network.device());
        Maps raw = network.forward(images);
        return loss.of(raw, Targets.of(batch), guidance.lesson(network, images, targets.epoch()));
    }
}
