package io.candor.metric;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which detections are right at each of ten IoU thresholds, by the rule of the COCO evaluation (Lin et al. 2014): by
 * descending confidence, each takes the free object of its class it overlaps most, if by at least the threshold; of
 * equal overlaps the later object. Objects outside the size range and crowd regions are taken only when no other is
 * left, and then the detection counts neither as right nor as wrong; crowd regions can be taken again and again.
 */
final class CocoMatching {

    static final int THRESHOLDS = 10;
    static final int MAX_DETECTIONS = 100;
    static final int ALL = (1 << THRESHOLDS) - 1;

    /** Per detection, one bit per threshold: whether it is right, and whether it counts neither way. */
    @SuppressWarnings("ArrayRecordComponent") // internal, never compared
    record Verdicts(short[] correct, short[] ignored) {}

    private final EvaluationSet set;
    private final Overlaps overlaps;
    private final double[] thresholds = thresholds();
    private final Map<AreaRange, Verdicts> verdicts = new EnumMap<>(AreaRange.class);

    CocoMatching(EvaluationSet set, Overlaps overlaps) {
        this.set = set;
        this.overlaps = overlaps;
        for (AreaRange range : AreaRange.values()) {
            verdicts.put(range, new Verdicts(new short[set.detections()], new short[set.detections()]));
        }
        IntStream.range(0, set.groups()).parallel().forEach(this::match);
    }

    /** .5, .55 ... .95 as the reference program spaces them: .9 is one bit less. */
    static double[] thresholds() {
        double step = (.95 - .5) / (THRESHOLDS - 1);
        double[] thresholds = new double[THRESHOLDS];
        for (int t = 0; t < THRESHOLDS - 1; t++) {
            thresholds[t] = t * step + .5;
        }
        thresholds[THRESHOLDS - 1] = .95;
        return thresholds;
    }

    Verdicts in(AreaRange range) {
        return verdicts.get(range);
    }

    boolean counts(int object, AreaRange range) {
        return !set.crowd[object] && range.contains(set.truthArea[object]);
    }

    private void match(int group) {
        int objects = set.groupTruth[group + 1] - set.groupTruth[group];
        int end = Math.min(set.groupFound[group + 1], set.groupFound[group] + MAX_DETECTIONS);
        for (AreaRange range : AreaRange.values()) {
            int[] taken = new int[objects];
            for (int d = set.groupFound[group]; d < end; d++) {
                match(d, range, taken, set.groupTruth[group]);
            }
        }
    }

    private void match(int d, AreaRange range, int[] taken, int firstObject) {
        int right = 0;
        int matched = 0;
        double highest = overlaps.highest(d);
        for (int t = 0; t < THRESHOLDS && highest >= thresholds[t]; t++) {
            int object = best(d, t, range, taken, firstObject, true);
            if (object >= 0) {
                right |= 1 << t;
            } else {
                object = best(d, t, range, taken, firstObject, false);
            }
            if (object >= 0) {
                matched |= 1 << t;
                taken[object - firstObject] |= 1 << t;
            }
        }
        int unmatched = range.contains(set.foundArea[d]) ? 0 : ALL & ~matched;
        in(range).correct()[d] = (short) right;
        in(range).ignored()[d] = (short) (unmatched | (matched & ~right));
    }

    /** The free object, counting or not as asked, with the highest overlap; -1 if none reaches the threshold. */
    private int best(int d, int t, AreaRange range, int[] taken, int firstObject, boolean counting) {
        int best = -1;
        double highest = thresholds[t];
        for (int p = overlaps.first[d]; p < overlaps.first[d + 1]; p++) {
            int object = overlaps.truth[p];
            boolean free = set.crowd[object] || (taken[object - firstObject] >> t & 1) == 0;
            if (overlaps.iou[p] >= highest && free && counts(object, range) == counting) {
                highest = overlaps.iou[p];
                best = object;
            }
        }
        return best;
    }
}
