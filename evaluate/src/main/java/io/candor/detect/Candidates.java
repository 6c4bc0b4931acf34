package io.candor.detect;

import java.util.Arrays;
import java.util.Set;

/**
 * The (anchor, class) pairs above the confidence floor, most confident first. A pair is one {@code long}: the upper
 * half orders by descending confidence (the bits of a positive float order like its value), the lower half is
 * {@code anchor * classes + class} and breaks ties. Sorting is then sorting numbers.
 */
final class Candidates {

    private static final int COARSE_BITS = 16;

    private final int classes;
    private long[] keys = new long[1024];
    private int size;

    private Candidates(int classes) {
        this.classes = classes;
    }

    /** The candidates of a prediction (4 + classes, anchors), at most {@code options.maxCandidates()}. */
    static Candidates of(float[] prediction, int classes, int anchors, SuppressionOptions options) {
        Candidates candidates = new Candidates(classes);
        boolean[] reported = reported(classes, options.onlyClasses());
        switch (options.labels()) {
            case BEST -> candidates.collectBest(prediction, anchors, reported, options.confidence());
            case MULTI -> candidates.collectAll(prediction, anchors, reported, options.confidence());
        }
        candidates.order(options.maxCandidates());
        return candidates;
    }

    int size() {
        return size;
    }

    int anchor(int rank) {
        return (int) keys[rank] / classes;
    }

    int classIndex(int rank) {
        return (int) keys[rank] % classes;
    }

    float confidence(int rank) {
        return Float.intBitsToFloat(~(int) (keys[rank] >>> 32) & Integer.MAX_VALUE);
    }

    private static boolean[] reported(int classes, Set<Integer> only) {
        boolean[] reported = new boolean[classes];
        for (int k = 0; k < classes; k++) {
            reported[k] = only.isEmpty() || only.contains(k);
        }
        return reported;
    }

    private void collectAll(float[] prediction, int anchors, boolean[] reported, double floor) {
        for (int k = 0; k < classes; k++) {
            if (!reported[k]) {
                continue;
            }
            int row = (4 + k) * anchors;
            for (int a = 0; a < anchors; a++) {
                if (prediction[row + a] > floor) {
                    push(prediction[row + a], a * classes + k);
                }
            }
        }
    }

    private void collectBest(float[] prediction, int anchors, boolean[] reported, double floor) {
        float[] best = new float[anchors];
        Arrays.fill(best, Math.max(0, below(floor))); // few numbers are above it, so that the branch is foreseen
        int[] bestClass = new int[anchors];
        for (int k = 0; k < classes; k++) {
            int row = (4 + k) * anchors;
            for (int a = 0; a < anchors; a++) {
                if (prediction[row + a] > best[a]) {
                    best[a] = prediction[row + a];
                    bestClass[a] = k;
                }
            }
        }
        for (int a = 0; a < anchors; a++) {
            if (best[a] > floor && reported[bestClass[a]]) {
                push(best[a], a * classes + bestClass[a]);
            }
        }
    }

    /** The largest number that is not above {@code floor}: single-precision numbers are above both or neither. */
    private static float below(double floor) {
        float nearest = (float) floor;
        return nearest > floor ? Math.nextDown(nearest) : nearest;
    }

    private void push(float confidence, int pair) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        keys[size++] = ((long) (~Float.floatToRawIntBits(confidence) & Integer.MAX_VALUE) << 32) | pair;
    }

    private void order(int limit) {
        if (size > 2L * limit) {
            dropHopeless(limit);
        }
        Arrays.sort(keys, 0, size);
        size = Math.min(size, limit);
    }

    /** Drops, by a histogram of the upper key bits, what cannot be among the first {@code limit}. */
    private void dropHopeless(int limit) {
        int[] count = new int[1 << COARSE_BITS];
        for (int i = 0; i < size; i++) {
            count[(int) (keys[i] >>> (Long.SIZE - COARSE_BITS))]++;
        }
        int last = 0;
        for (long seen = count[0]; seen < limit; seen += count[last]) {
            last++;
        }
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (keys[i] >>> (Long.SIZE - COARSE_BITS) <= last) {
                keys[kept++] = keys[i];
            }
        }
        size = kept;
    }
}
