package io.candor.train;

/**
 * What a run computes on.
 *
 * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:n}
 * @param precision inside the network
 * @param threads of libtorch on the CPU; 0 for its own choice. Sums are split between threads, so that runs are bit for
 *     bit equal only with equal numbers of them
 */
public record Compute(String device, PrecisionChoice precision, int threads) {
    public Compute {
        Setting.atLeast("threads", threads, 0);
    }

    /** Whatever is fastest here. */
    public static Compute defaults() {
        return new Compute("auto", PrecisionChoice.AUTO, 0);
    }
}
