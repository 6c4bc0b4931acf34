package io.candor.train;

import io.candor.data.Batch;
import io.candor.data.target.ClassTargets;
import io.candor.loss.Parts;
import io.candor.network.Network;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * What a task makes of a batch: predictions, and how wrong they are. The trainer knows no task; it descends whatever
 * this says.
 */
public interface Criterion {

    /**
     * The loss of a batch, attached to the weights of {@code network}; its tensors belong to the caller's scope.
     *
     * @param network in training mode
     */
    Parts of(Network network, Batch batch);

    /** What becomes of labels. */
    ClassTargets targets();

    /** What it learns from beside labels. */
    Guidance guidance();

    /** A new epoch begins, counted from 0; the same one again changes nothing. */
    default void epoch(int epoch) {
        targets().epoch(epoch);
    }

    /** What was learned beside the weights, bit for bit, for checkpoints; empty if nothing. */
    default long[] state() {
        return guidance().state(targets());
    }

    /** Larger parts of that, live, each (n) flat: checkpoints write and fill them in place, without a copy. */
    default Map<String, Tensor> tensors() {
        return guidance().tensors();
    }

    /** Goes on from what {@link #state} gave. */
    default void restore(long... state) {
        guidance().restore(targets(), state);
    }
}
