package io.candor.train;

import io.candor.data.Batch;
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

    /** A new epoch begins, counted from 0; the same one again changes nothing. */
    void epoch(int epoch);

    /** What was learned beside the weights, bit for bit, for checkpoints; empty if nothing. */
    long[] state();

    /** Larger parts of that, live, each (n) flat: checkpoints write and fill them in place, without a copy. */
    default Map<String, Tensor> tensors() {
        return Map.of();
    }

    /** Goes on from what {@link #state} gave. */
    void restore(long... state);
}
