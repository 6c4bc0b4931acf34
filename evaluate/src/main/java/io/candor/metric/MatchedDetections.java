package io.candor.metric;

import io.candor.data.Box;

/**
 * Every detection of a set after matching, as a flat table: its rows are the detections of the set in the set's order,
 * class by class, in a class image by image, in an image by descending confidence. What calibrators, thresholds and
 * error lists start from.
 */
public final class MatchedDetections {

    private final EvaluationSet set;
    private final double threshold;
    private final Matching any;
    private final Matching strict;
    private final int[] finder;

    private MatchedDetections(EvaluationSet set, double threshold) {
        this.set = set;
        this.threshold = threshold;
        Overlaps overlaps = Overlaps.of(set);
        any = Matching.greedy(set, overlaps, 0);
        strict = Matching.greedy(set, overlaps, threshold);
        finder = new int[set.objects()];
        java.util.Arrays.fill(finder, -1);
        for (int d = 0; d < size(); d++) {
            if (strict.object[d] >= 0) {
                finder[strict.object[d]] = d;
            }
        }
    }

    /**
     * Matches a set twice: with any overlap, for the IoU of each detection, and with a threshold, for right and wrong.
     *
     * @param iou lowest IoU of a right detection, in [0, 1]
     */
    public static MatchedDetections of(EvaluationSet set, double iou) {
        return new MatchedDetections(set, iou);
    }

    /** What was matched. */
    public EvaluationSet set() {
        return set;
    }

    /** Lowest IoU of a right detection. */
    public double threshold() {
        return threshold;
    }

    /** Number of rows. */
    public int size() {
        return set.detections();
    }

    /** First row of a class; the one past the last for the number of classes. */
    public int first(int classIndex) {
        return set.firstFound(classIndex);
    }

    /** Index of the image in {@link EvaluationSet#images}. */
    public int image(int row) {
        return set.found.image[row];
    }

    public int classIndex(int row) {
        return set.found.classIndex[row];
    }

    public double confidence(int row) {
        return set.confidence[row];
    }

    public Box box(int row) {
        return set.found.box(row);
    }

    /** IoU with the object that is matched when any overlap is enough; 0 without one. */
    public double iou(int row) {
        return any.iou[row];
    }

    /** IoU with the object that is matched by at least the threshold; 0 for a wrong detection. */
    public double strictIou(int row) {
        return strict.iou[row];
    }

    /** Whether an object is matched by at least the threshold. */
    public boolean right(int row) {
        return strict.object[row] >= 0;
    }

    /** Whether the detection counts neither as right nor as wrong because it lies in a crowd region. */
    public boolean excused(int row) {
        return strict.excused[row];
    }

    /** The object a right detection found; -1 for a wrong one. */
    public int object(int row) {
        return strict.object[row];
    }

    /** Area of the object a right detection found, in square pixels as annotated; NaN for a wrong one. */
    public double objectArea(int row) {
        return strict.object[row] < 0 ? Double.NaN : set.truthArea[strict.object[row]];
    }

    /** The row that found an object; -1 for a missed object and for crowd regions. */
    public int foundBy(int object) {
        return finder[object];
    }
}
