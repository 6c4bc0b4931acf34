package io.candor.metric;

/**
 * Figures that can be computed again as if every image were in the data several times or not at all. Called by several
 * threads at once.
 */
@FunctionalInterface
public interface Resampled {

    /**
     * The figures, always the same number in the same order.
     *
     * @param weights how often each image counts; all 1 gives the figures themselves
     * @return NaN for a figure that does not exist
     */
    double[] figures(int[] weights);

    /** This without another, figure by figure, on the same images. */
    default Resampled minus(Resampled other) {
        return weights -> {
            double[] difference = figures(weights);
            double[] others = other.figures(weights);
            for (int f = 0; f < difference.length; f++) {
                difference[f] -= others[f];
            }
            return difference;
        };
    }
}
