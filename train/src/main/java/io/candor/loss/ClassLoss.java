package io.candor.loss;

import org.bytedeco.pytorch.Tensor;

/** How wrong a classifier is about its samples. */
@FunctionalInterface
public interface ClassLoss {

    /**
     * The loss, attached to the logits' gradient.
     *
     * @param logits (N, K), or (N, K, d1, ...) where the loss says so
     * @param target int64 class indices, shaped like the logits without their second axis, or one target per logit
     */
    Tensor of(Tensor logits, Tensor target);
}
