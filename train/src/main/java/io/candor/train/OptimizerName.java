package io.candor.train;

import io.candor.data.InvalidInput;
import java.util.Arrays;
import java.util.Locale;

/** The optimisers a recipe can ask for. */
public enum OptimizerName {
    /** AdamW for short runs, SGD for runs of more than 10,000 iterations: {@link OptimizerPlan}. */
    AUTO,
    /** Stochastic gradient descent with Nesterov momentum (Sutskever et al., 2013). */
    SGD,
    /** Adam (Kingma and Ba, 2015); weight decay is added to the gradient. */
    ADAM,
    /** Adam with decoupled weight decay (Loshchilov and Hutter, 2019). */
    ADAMW;

    /**
     * The optimiser with the given name, in any case.
     *
     * @throws InvalidInput if there is none
     */
    public static OptimizerName of(String name) {
        String wanted = name.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(known -> known.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        Setting.HELP, "optimizer: found \"%s\", expected auto, SGD, Adam or AdamW.".formatted(name)));
    }

    boolean adam() {
        return this == ADAM || this == ADAMW;
    }
}
