package io.candor.train;

/**
 * The first iterations, in which rates, momentum and accumulation grow to their place.
 *
 * @param epochs length; 0 for none, otherwise never shorter than {@value #SHORTEST} iterations
 * @param momentum of SGD at the first iteration
 * @param biasRate learning rate of the biases at the first iteration (they start high, everything else at 0); not used
 *     with Adam, whose first steps are as long as the rate says, nor with the automatic choice
 */
public record Warmup(double epochs, double momentum, double biasRate) {

    /** Iterations that a warm-up lasts at least. */
    public static final int SHORTEST = 100;

    /** Length of a run without warm-up. */
    static final int NONE = -1;

    public Warmup {
        Setting.within("warmup_epochs", epochs, 0, 1e6);
        Setting.within("warmup_momentum", momentum, 0, 1);
        Setting.within("warmup_bias_lr", biasRate, 0, 1e3);
    }

    /** Three epochs, momentum from .8, bias rate from .1. */
    public static Warmup defaults() {
        return new Warmup(3, 0.8, 0.1);
    }

    /** Last iteration of the warm-up, inclusive; {@code -1} if there is none. */
    public long iterations(int batchesPerEpoch) {
        return epochs > 0 ? Math.max((long) Math.rint(epochs * batchesPerEpoch), SHORTEST) : NONE;
    }
}
