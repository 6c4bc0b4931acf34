package io.candor.train;

import io.candor.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Exponential moving average of all float state (Polyak and Juditsky, 1992): {@code e = d e + (1 - d) p} after every
 * optimiser step, running statistics included. It is what is validated and saved.
 */
final class Ema {

    private static final double DECAY = 0.9999; // reached slowly, so that a short run is not averaged with its start
    private static final double RAMP = 2000;

    private final Tensor live;
    private final Tensor average;
    private long updates;

    /**
     * @param live (n) the state that is trained
     * @param average (n) the state that follows it, equal to it at the start
     * @param updates made so far
     */
    Ema(Tensor live, Tensor average, long updates) {
        this.live = live;
        this.average = average;
        this.updates = updates;
    }

    /** Follows the live state by one step. */
    void update() {
        updates++;
        try (Scope scope = Scope.open()) {
            average.lerp_(live, new Scalar(1 - decay(updates)));
        }
    }

    /** Share of the old average that is kept at the given update, counted from 1. */
    static double decay(long update) {
        return DECAY * (1 - Math.exp(-update / RAMP));
    }

    long updates() {
        return updates;
    }
}
