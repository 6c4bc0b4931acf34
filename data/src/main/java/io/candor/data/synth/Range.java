package io.candor.data.synth;

/**
 * Whole numbers from {@code least} to {@code most}, both included, drawn with equal probability.
 *
 * @param least not negative
 * @param most not below {@code least}
 */
public record Range(int least, int most) {

    /** True when both ends make sense as counts. */
    boolean isCount() {
        return 0 <= least && least <= most;
    }

    @Override
    public String toString() {
        return least + ".." + most;
    }
}
