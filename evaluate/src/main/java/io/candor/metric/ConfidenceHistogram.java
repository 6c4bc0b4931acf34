package io.candor.metric;

/**
 * How confident right and wrong detections are.
 *
 * @param right detections per bin that matched an object
 * @param wrong detections per bin that did not
 * @param meanRight mean confidence of the right ones; NaN if there is none
 * @param meanWrong mean confidence of the wrong ones; NaN if there is none
 * @param confidenceFloor detections below are left out
 * @param iou lowest IoU of a match; NaN for a classifier, whose predictions have no boxes
 */
@SuppressWarnings("ArrayRecordComponent") // read for drawing, never compared
public record ConfidenceHistogram(
        int[] right, int[] wrong, double meanRight, double meanWrong, double confidenceFloor, double iou) {

    public static final int BINS = 20;

    static ConfidenceHistogram of(EvaluationSet set, Matching matching, double confidenceFloor, double iou) {
        int[] right = new int[BINS];
        int[] wrong = new int[BINS];
        double rightSum = 0;
        double wrongSum = 0;
        for (int d = 0; d < set.detections(); d++) {
            double confidence = set.confidence[d];
            if (confidence < confidenceFloor || matching.excused[d]) {
                continue;
            }
            int bin = Edges.OPEN_CLOSED.bin(confidence, BINS);
            if (matching.object[d] >= 0) {
                right[bin]++;
                rightSum += confidence;
            } else {
                wrong[bin]++;
                wrongSum += confidence;
            }
        }
        return new ConfidenceHistogram(
                right, wrong, rightSum / sum(right), wrongSum / sum(wrong), confidenceFloor, iou);
    }

    /** The histogram of a classifier's predictions; it has no floor and no IoU. */
    public static ConfidenceHistogram of(ClassifiedSet set) {
        int[] right = new int[BINS];
        int[] wrong = new int[BINS];
        double rightSum = 0;
        double wrongSum = 0;
        for (int row = 0; row < set.size(); row++) {
            int bin = Edges.OPEN_CLOSED.bin(set.confidence[row], BINS);
            if (set.correct[row]) {
                right[bin]++;
                rightSum += set.confidence[row];
            } else {
                wrong[bin]++;
                wrongSum += set.confidence[row];
            }
        }
        return new ConfidenceHistogram(right, wrong, rightSum / sum(right), wrongSum / sum(wrong), 0, Double.NaN);
    }

    /** Number of right detections. */
    public int rightCount() {
        return sum(right);
    }

    /** Number of wrong detections. */
    public int wrongCount() {
        return sum(wrong);
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }
}
