package io.candor.data.target;

import java.util.Arrays;

/**
 * Where the mass goes, learned while training (online label smoothing, Zhang et al., 2021): the mean probabilities of
 * the last epoch's correct predictions of each class. The first epoch spreads uniformly, and so does a class until it
 * has been predicted correctly once.
 */
final class OnlineSimilarity {

    private final int classes;
    private final double[] current;
    private final double[] sums;
    private final long[] counts;

    OnlineSimilarity(int classes) {
        this.classes = classes;
        current = new double[classes * classes];
        sums = new double[classes * classes];
        counts = new long[classes];
        Arrays.fill(current, 1.0 / classes);
    }

    /**
     * Takes note of a prediction; a wrong one teaches nothing.
     *
     * @param probabilities one per class; scaled to sum to 1, so that sigmoids will do
     */
    void observe(int trueClass, float... probabilities) {
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            if (probabilities[k] > probabilities[trueClass]) {
                return;
            }
            sum += probabilities[k];
        }
        if (!(sum > 0)) {
            return; // all sigmoids have underflowed
        }
        for (int k = 0; k < classes; k++) {
            sums[trueClass * classes + k] += probabilities[k] / sum;
        }
        counts[trueClass]++;
    }

    /** What was learned comes into force, and learning begins anew. */
    void nextEpoch() {
        for (int y = 0; y < classes; y++) {
            for (int k = 0; counts[y] > 0 && k < classes; k++) {
                current[y * classes + k] = sums[y * classes + k] / counts[y];
            }
        }
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
    }

    SimilarityMatrix matrix() {
        double[][] rows = new double[classes][];
        for (int y = 0; y < classes; y++) {
            rows[y] = Arrays.copyOfRange(current, y * classes, (y + 1) * classes);
        }
        return SimilarityMatrix.of("online", rows);
    }

    /** Everything, bit for bit. */
    long[] state() {
        long[] state = Arrays.copyOf(counts, classes + 2 * classes * classes);
        for (int i = 0; i < current.length; i++) {
            state[classes + i] = Double.doubleToRawLongBits(current[i]);
            state[classes + current.length + i] = Double.doubleToRawLongBits(sums[i]);
        }
        return state;
    }

    void restore(long... state) {
        if (state.length != classes + 2 * classes * classes) {
            throw new IllegalArgumentException("a state of %d numbers for %d classes".formatted(state.length, classes));
        }
        System.arraycopy(state, 0, counts, 0, classes);
        for (int i = 0; i < current.length; i++) {
            current[i] = Double.longBitsToDouble(state[classes + i]);
            sums[i] = Double.longBitsToDouble(state[classes + current.length + i]);
        }
    }
}
