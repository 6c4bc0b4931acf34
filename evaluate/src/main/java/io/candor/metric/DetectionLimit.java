package io.candor.metric;

import java.util.Arrays;

/** Which detections are among the most confident of their image. */
final class DetectionLimit {

    private DetectionLimit() {}

    /** Per detection; equal confidences by class, then by order of addition. */
    static boolean[] within(EvaluationSet set, int maxDetections) {
        boolean[] within = new boolean[set.detections()];
        Arrays.fill(within, true);
        int[] last = new int[set.images().size() + 1];
        for (int d = 0; d < within.length; d++) {
            last[set.found.image[d] + 1]++;
        }
        if (Arrays.stream(last).max().orElse(0) <= maxDetections) {
            return within;
        }
        Arrays.parallelPrefix(last, Integer::sum);
        int[] next = last.clone();
        int[] byImage = new int[within.length];
        for (int d = 0; d < within.length; d++) {
            byImage[next[set.found.image[d]]++] = d;
        }
        for (int image = 0; image + 1 < last.length; image++) {
            DescendingSort.sort(byImage, last[image], last[image + 1], set.confidence);
            for (int i = last[image] + maxDetections; i < last[image + 1]; i++) {
                within[byImage[i]] = false;
            }
        }
        return within;
    }
}
