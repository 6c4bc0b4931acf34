package io.candor.train;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Changes the trained parameters of a {@link FlatState} in place, by one fused kernel per parameter group. */
abstract sealed class Optimizer permits Sgd, Adam {

    /** The optimiser of a plan, with its own state at zero. */
    static Optimizer of(OptimizerPlan plan, FlatState state, double decay) {
        return switch (plan.optimizer()) {
            case SGD -> new Sgd(state, decay);
            case ADAM -> new Adam(state, decay, Adam.Decay.COUPLED);
            case ADAMW -> new Adam(state, decay, Adam.Decay.DECOUPLED);
            case AUTO -> throw new IllegalArgumentException("a plan names the optimiser it uses: " + plan);
        };
    }

    /**
     * One step against the state's gradients.
     *
     * @param momentum of SGD, or the first beta of Adam
     */
    abstract void step(Rates rates, double momentum);

    /** What a checkpoint must hold beside the parameters, live; {@link Tensor#copy_} restores it. */
    abstract Map<String, Tensor> memory();
}
