package io.candor.metric;

import java.util.stream.IntStream;

/**
 * Which object each detection found: by descending confidence, each takes the free object of its class and image it
 * overlaps most, if by at least a threshold. A detection without an object of its own that lies in a crowd region is
 * excused: neither right nor wrong.
 */
public final class Matching {

    static final String RULE = "by descending confidence, the free object of the class with the highest IoU";
    private static final double CROWD_IOU = .5;

    private final EvaluationSet set;
    private final Overlaps overlaps;
    private final double threshold;
    /** Per detection; 0 without an object. */
    final double[] iou;
    /** Per detection; -1 without an object. */
    final int[] object;

    final boolean[] excused;

    private Matching(EvaluationSet set, Overlaps overlaps, double threshold) {
        this.set = set;
        this.overlaps = overlaps;
        this.threshold = threshold;
        iou = new double[set.detections()];
        object = new int[set.detections()];
        excused = new boolean[set.detections()];
        IntStream.range(0, set.groups()).parallel().forEach(this::match);
    }

    /**
     * Matches every detection of the set.
     *
     * @param threshold lowest IoU of a match; 0 asks for any overlap at all
     */
    public static Matching greedy(EvaluationSet set, double threshold) {
        return greedy(set, Overlaps.of(set), threshold);
    }

    static Matching greedy(EvaluationSet set, Overlaps overlaps, double threshold) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("an IoU threshold must be in [0, 1]: " + threshold);
        }
        return new Matching(set, overlaps, threshold);
    }

    /** IoU with the matched object, 0 without one; in the order in which detections were added. */
    public double[] iouAsAdded() {
        double[] asAdded = new double[iou.length];
        for (int d = 0; d < iou.length; d++) {
            asAdded[set.source[d]] = iou[d];
        }
        return asAdded;
    }

    boolean[] right() {
        boolean[] right = new boolean[object.length];
        for (int d = 0; d < right.length; d++) {
            right[d] = object[d] >= 0;
        }
        return right;
    }

    private void match(int group) {
        int firstObject = set.groupTruth[group];
        boolean[] taken = new boolean[set.groupTruth[group + 1] - firstObject];
        for (int d = set.groupFound[group]; d < set.groupFound[group + 1]; d++) {
            int best = -1;
            double highest = threshold;
            double inCrowd = 0;
            for (int p = overlaps.first[d]; p < overlaps.first[d + 1]; p++) {
                int candidate = overlaps.truth[p];
                if (set.crowd[candidate]) {
                    inCrowd = Math.max(inCrowd, overlaps.iou[p]);
                } else if (overlaps.iou[p] >= highest && !taken[candidate - firstObject]) {
                    highest = overlaps.iou[p];
                    best = candidate;
                }
            }
            object[d] = best;
            iou[d] = best < 0 ? 0 : highest;
            excused[d] = best < 0 && inCrowd >= Math.max(threshold, CROWD_IOU);
            if (best >= 0) {
                taken[best - firstObject] = true;
            }
        }
    }
}
