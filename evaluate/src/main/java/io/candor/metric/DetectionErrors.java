package io.candor.metric;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The kind of every error of a detector, after the description of TIDE (Bolya et al. 2020). Of the kinds that fit a
 * wrong detection the first of this order is its: inexact box, wrong class, found twice, nothing there, both. Detections
 * beyond the 100 most confident of their image and class, and those in crowd regions, take no part.
 */
public final class DetectionErrors {

    /** As published: an overlap of at least .5 is right, one below .1 is none. */
    public static final double FOREGROUND = .5;

    public static final double BACKGROUND = .1;

    final EvaluationSet set;
    final Matching matching;
    private final Overlaps overlaps;
    /** Null for detections that are right or take no part. */
    private final ErrorKind[] kinds;
    /** The object a wrong class or inexact box is about; -1 for other detections. */
    private final int[] targets;

    /** Per object; -1 if it was not found. */
    private final int[] finder;

    private final boolean[] missed;
    private final int[] firstObject;
    private final int[] objectsByImage;

    DetectionErrors(Matches matches) {
        set = matches.set;
        matching = matches.greedy(FOREGROUND);
        overlaps = matches.overlaps;
        kinds = new ErrorKind[set.detections()];
        targets = new int[set.detections()];
        Arrays.fill(targets, -1);
        firstObject = new int[set.images().size() + 1];
        objectsByImage = groupObjects();
        IntStream.range(0, set.detections()).parallel().filter(this::isWrong).forEach(this::judge);
        finder = findFinders();
        missed = findMissed();
    }

    /** The errors of a set. */
    public static DetectionErrors of(EvaluationSet set) {
        return new DetectionErrors(new Matches(set));
    }

    /** What is wrong with a detection; empty if it is right or takes no part. */
    public Optional<ErrorKind> kind(int detection) {
        return Optional.ofNullable(kinds[detection]);
    }

    /** The object that a detection of the wrong class or with an inexact box is about; -1 for other detections. */
    public int target(int detection) {
        return targets[detection];
    }

    /** Whether an object was not found and no wrong class or inexact box accounts for it. */
    public boolean missed(int object) {
        return missed[object];
    }

    boolean takesPart(int detection) {
        return set.rank[detection] < CocoMatching.MAX_DETECTIONS && !matching.excused[detection];
    }

    boolean found(int object) {
        return finder[object] >= 0;
    }

    /** The detection that found an object; -1 without one. */
    int finder(int object) {
        return finder[object];
    }

    private int[] findFinders() {
        int[] of = new int[set.objects()];
        Arrays.fill(of, -1);
        for (int d = 0; d < matching.object.length; d++) {
            if (matching.object[d] >= 0 && takesPart(d)) {
                of[matching.object[d]] = d;
            }
        }
        return of;
    }

    private boolean isWrong(int detection) {
        return takesPart(detection) && matching.object[detection] < 0;
    }

    private int[] groupObjects() {
        for (int t = 0; t < set.objects(); t++) {
            firstObject[set.truth.image[t] + 1] += set.crowd[t] ? 0 : 1;
        }
        Arrays.parallelPrefix(firstObject, Integer::sum);
        int[] next = firstObject.clone();
        int[] grouped = new int[firstObject[firstObject.length - 1]];
        for (int t = 0; t < set.objects(); t++) {
            if (!set.crowd[t]) {
                grouped[next[set.truth.image[t]]++] = t;
            }
        }
        return grouped;
    }

    private void judge(int d) {
        int ofClass = bestOfClass(d);
        int ofOther = bestOfOther(d);
        double same = ofClass < 0 ? 0 : iou(d, ofClass);
        double other = ofOther < 0 ? 0 : iou(d, ofOther);
        if (same >= BACKGROUND && same < FOREGROUND) {
            kinds[d] = ErrorKind.LOCALISATION;
            targets[d] = ofClass;
        } else if (other >= FOREGROUND) {
            kinds[d] = ErrorKind.CLASS;
            targets[d] = ofOther;
        } else if (same >= FOREGROUND) {
            kinds[d] = ErrorKind.DUPLICATE;
        } else {
            kinds[d] = Math.max(same, other) < BACKGROUND ? ErrorKind.BACKGROUND : ErrorKind.BOTH;
        }
    }

    private int bestOfClass(int d) {
        int best = -1;
        double highest = 0;
        for (int p = overlaps.first[d]; p < overlaps.first[d + 1]; p++) {
            if (!set.crowd[overlaps.truth[p]] && overlaps.iou[p] > highest) {
                highest = overlaps.iou[p];
                best = overlaps.truth[p];
            }
        }
        return best;
    }

    private int bestOfOther(int d) {
        int best = -1;
        double highest = 0;
        int image = set.found.image[d];
        for (int i = firstObject[image]; i < firstObject[image + 1]; i++) {
            int t = objectsByImage[i];
            if (set.truth.classIndex[t] != set.found.classIndex[d]) {
                double iou = iou(d, t);
                if (iou > highest) {
                    highest = iou;
                    best = t;
                }
            }
        }
        return best;
    }

    private double iou(int d, int t) {
        Rectangles f = set.found;
        Rectangles o = set.truth;
        double width = Math.min(f.x2[d], o.x2[t]) - Math.max(f.x1[d], o.x1[t]);
        double height = Math.min(f.y2[d], o.y2[t]) - Math.max(f.y1[d], o.y1[t]);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double overlap = width * height;
        return overlap / (f.area[d] + o.area[t] - overlap);
    }

    private boolean[] findMissed() {
        boolean[] unexplained = new boolean[set.objects()];
        for (int t = 0; t < unexplained.length; t++) {
            unexplained[t] = !set.crowd[t] && !found(t);
        }
        for (int target : targets) {
            if (target >= 0) {
                unexplained[target] = false;
            }
        }
        return unexplained;
    }
}
