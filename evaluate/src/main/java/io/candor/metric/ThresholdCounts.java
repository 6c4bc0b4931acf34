package io.candor.metric;

import java.util.Arrays;

/**
 * What is found, falsely reported and stopped at each of {@value #STEPS} + 1 confidence thresholds; index i stands for
 * detections of confidence {@code i / STEPS} or more.
 *
 * @param objects that should be found
 * @param right detections that match an object
 * @param wrong detections that do not
 * @param images images with at least one detection
 * @param defective of these, the ones with at least one object
 * @param defectiveImages images with at least one object, detected or not
 */
@SuppressWarnings("ArrayRecordComponent") // read for drawing, never compared
public record ThresholdCounts(
        int objects, int[] right, int[] wrong, int[] images, int[] defective, int defectiveImages) {

    public static final int STEPS = 200;

    /** All classes together. */
    public static ThresholdCounts all(MatchedDetections matches) {
        return of(matches, 0, matches.set().classes().size());
    }

    /** One class. */
    public static ThresholdCounts of(MatchedDetections matches, int classIndex) {
        return of(matches, classIndex, classIndex + 1);
    }

    private static ThresholdCounts of(MatchedDetections matches, int fromClass, int toClass) {
        EvaluationSet set = matches.set();
        int objects = 0;
        boolean[] holds = new boolean[set.images().size()];
        for (int o = set.firstTruth(fromClass); o < set.firstTruth(toClass); o++) {
            if (!set.crowd[o]) {
                objects++;
                holds[set.truth.image[o]] = true;
            }
        }
        int[] right = new int[STEPS + 1];
        int[] wrong = new int[STEPS + 1];
        int[] highest = new int[holds.length];
        Arrays.fill(highest, -1);
        for (int d = matches.first(fromClass); d < matches.first(toClass); d++) {
            if (!matches.excused(d)) {
                int step = step(matches.confidence(d));
                (matches.right(d) ? right : wrong)[step]++;
                highest[matches.image(d)] = Math.max(highest[matches.image(d)], step);
            }
        }
        int[] images = new int[STEPS + 1];
        int[] defective = new int[STEPS + 1];
        int defectiveImages = 0;
        for (int i = 0; i < holds.length; i++) {
            defectiveImages += holds[i] ? 1 : 0;
            if (highest[i] >= 0) {
                images[highest[i]]++;
                defective[highest[i]] += holds[i] ? 1 : 0;
            }
        }
        for (int[] counts : new int[][] {right, wrong, images, defective}) {
            cumulate(counts);
        }
        return new ThresholdCounts(objects, right, wrong, images, defective, defectiveImages);
    }

    /** The highest threshold a confidence reaches. */
    static int step(double confidence) {
        int step = (int) (confidence * STEPS);
        if (step < STEPS && confidence >= (step + 1) / (double) STEPS) {
            return step + 1;
        }
        return confidence < step / (double) STEPS ? step - 1 : step;
    }

    private static void cumulate(int[] counts) {
        for (int i = STEPS - 1; i >= 0; i--) {
            counts[i] += counts[i + 1];
        }
    }
}
