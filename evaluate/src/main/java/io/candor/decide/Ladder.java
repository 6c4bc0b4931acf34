package io.candor.decide;

import io.candor.metric.AnnotatedRegion;
import io.candor.metric.EvaluationSet;
import io.candor.metric.MatchedDetections;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The detections of some classes by falling confidence, equal ones on one rung: a threshold can only lie between rungs.
 */
@SuppressWarnings("ArrayRecordComponent") // lives while a rule is fitted
record Ladder(int objects, double[] confidence, int[] right, int[] wrong, double[] loss) {

    /** The rungs of one class. */
    static Ladder of(MatchedDetections matched, int classIndex) {
        return of(
                matched,
                IntStream.range(matched.first(classIndex), matched.first(classIndex + 1)),
                objects(matched.set(), classIndex));
    }

    /** The rungs of all classes together. */
    static Ladder pooled(MatchedDetections matched) {
        int objects = IntStream.range(0, matched.set().classes().size())
                .map(k -> objects(matched.set(), k))
                .sum();
        return of(matched, IntStream.range(0, matched.size()), objects);
    }

    private static int objects(EvaluationSet set, int classIndex) {
        return (int) IntStream.range(0, set.objects())
                .filter(o -> set.objectClass(o) == classIndex && set.region(o).kind() == AnnotatedRegion.Kind.OBJECT)
                .count();
    }

    private static Ladder of(MatchedDetections matched, IntStream rows, int objects) {
        int[] ranked = rows.filter(r -> !matched.excused(r))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(matched::confidence).reversed())
                .mapToInt(r -> r)
                .toArray();
        double[] confidence = new double[ranked.length];
        int[] right = new int[ranked.length];
        int[] wrong = new int[ranked.length];
        double[] loss = new double[ranked.length];
        int rungs = 0;
        for (int r : ranked) {
            if (rungs == 0 || confidence[rungs - 1] != matched.confidence(r)) {
                confidence[rungs++] = matched.confidence(r);
            }
            right[rungs - 1] += matched.right(r) ? 1 : 0;
            wrong[rungs - 1] += matched.right(r) ? 0 : 1;
            loss[rungs - 1] += matched.right(r) ? 1 - matched.strictIou(r) : 0;
        }
        return new Ladder(
                objects,
                Arrays.copyOf(confidence, rungs),
                Arrays.copyOf(right, rungs),
                Arrays.copyOf(wrong, rungs),
                Arrays.copyOf(loss, rungs));
    }

    int rungs() {
        return confidence.length;
    }

    int found() {
        return Arrays.stream(right).sum();
    }

    /** What is above a threshold. */
    record Above(int right, int wrong, double loss, int missed) {}

    /** Judges a threshold by what is above it; higher is better. */
    interface Judge {
        double score(Above above);
    }

    /** The confidence of the best rung; never, if no rung beats an empty result. The first of equals is the highest. */
    Band best(Judge judge) {
        double best = judge.score(new Above(0, 0, 0, objects));
        Band band = Band.NEVER;
        int rightAbove = 0;
        int wrongAbove = 0;
        double lossAbove = 0;
        for (int i = 0; i < rungs(); i++) {
            rightAbove += right[i];
            wrongAbove += wrong[i];
            lossAbove += loss[i];
            double score = judge.score(new Above(rightAbove, wrongAbove, lossAbove, objects - rightAbove));
            if (score > best) {
                best = score;
                band = Band.single(confidence[i]);
            }
        }
        return band;
    }
}
