package io.candor.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Average precision and recall of one class in one size range, at ten IoU thresholds, by the COCO rule. */
final class CocoClass {

    /** The gap between 1 and the next double: what the reference program adds to avoid 0/0. */
    private static final double SPACING = Math.ulp(1.0);

    private final EvaluationSet set;
    private final CocoMatching.Verdicts verdicts;
    private final int classIndex;
    private final int objects;
    private final int[] hits = new int[CocoMatching.THRESHOLDS];
    /** Per threshold the precision at each recall level. */
    private final double[][] precision = new double[CocoMatching.THRESHOLDS][];

    CocoClass(EvaluationSet set, CocoMatching matching, AreaRange range, int classIndex) {
        this.set = set;
        this.verdicts = matching.in(range);
        this.classIndex = classIndex;
        objects = (int) IntStream.range(set.firstTruth(classIndex), set.firstTruth(classIndex + 1))
                .filter(t -> matching.counts(t, range))
                .count();
        double[][] atEachHit = precisionAtEachHit();
        Arrays.setAll(precision, t -> sample(atEachHit[t], hits[t]));
    }

    int objects() {
        return objects;
    }

    double averagePrecision(int threshold) {
        return objects == 0 ? Double.NaN : Arrays.stream(precision[threshold]).sum() / AveragePrecision.RECALL_LEVELS;
    }

    double averagePrecision() {
        return IntStream.range(0, CocoMatching.THRESHOLDS)
                .mapToDouble(this::averagePrecision)
                .average()
                .orElseThrow();
    }

    double recall() {
        return recall(Arrays.stream(hits).sum());
    }

    /** Mean recall over the thresholds, given the right detections of all of them together. */
    double recall(int hitsOverThresholds) {
        return objects == 0 ? Double.NaN : hitsOverThresholds / (double) objects / CocoMatching.THRESHOLDS;
    }

    double[] precisionAtFirstThreshold() {
        return precision[0];
    }

    /** Per threshold and right detection, in order of confidence, the precision of all so far. */
    private double[][] precisionAtEachHit() {
        double[][] atEachHit = new double[CocoMatching.THRESHOLDS][objects];
        int[] misses = new int[CocoMatching.THRESHOLDS];
        int missesEverywhere = 0;
        for (int i = set.firstFound(classIndex); i < set.firstFound(classIndex + 1); i++) {
            int d = set.byConfidence[i];
            int right = verdicts.correct()[d];
            int ignored = verdicts.ignored()[d];
            if (set.rank[d] >= CocoMatching.MAX_DETECTIONS || ignored == CocoMatching.ALL) {
                continue;
            }
            if (right == 0 && ignored == 0) {
                missesEverywhere++;
                continue;
            }
            for (int t = 0; t < CocoMatching.THRESHOLDS; t++) {
                if ((right >> t & 1) != 0) {
                    int hit = ++hits[t];
                    atEachHit[t][hit - 1] = hit / (misses[t] + missesEverywhere + hit + SPACING);
                } else if ((ignored >> t & 1) == 0) {
                    misses[t]++;
                }
            }
        }
        return atEachHit;
    }

    private double[] sample(double[] atEachHit, int found) {
        return sample(atEachHit, found, objects);
    }

    /**
     * The highest precision at each recall level or above it; 0 where the recall is not reached.
     *
     * @param atEachHit precision at each right detection; overwritten
     */
    static double[] sample(double[] atEachHit, int found, int objects) {
        for (int i = found - 1; i > 0; i--) {
            atEachHit[i - 1] = Math.max(atEachHit[i - 1], atEachHit[i]);
        }
        double[] atRecall = new double[AveragePrecision.RECALL_LEVELS];
        int hit = 0;
        for (int level = 0; level < atRecall.length; level++) {
            while (hit < found && (hit + 1) / (double) objects < level * .01) {
                hit++;
            }
            atRecall[level] = hit < found ? atEachHit[hit] : 0;
        }
        return atRecall;
    }

    /** Mean of {@link #sample} over the recall levels. */
    static double area(double[] atEachHit, int found, int objects) {
        double sum = 0;
        for (double precision : sample(atEachHit, found, objects)) {
            sum += precision;
        }
        return sum / AveragePrecision.RECALL_LEVELS;
    }
}
