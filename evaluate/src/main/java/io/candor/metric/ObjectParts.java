package io.candor.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Objects that detectors tend to miss, told by the annotations alone. */
public final class ObjectParts {

    /** A class is rare if it has fewer objects than this share of what each class would have if all had equally many. */
    private static final double RARE = .5;

    private ObjectParts() {}

    /**
     * The rare classes: those with fewer than half an equal share of the objects, or if there is none, the one with the
     * fewest. Classes without objects are left out.
     */
    public static List<Integer> rareClasses(EvaluationSet set) {
        return rare(IntStream.range(0, set.classes().size()).map(set::objects).toArray());
    }

    /**
     * The same of classes with these numbers of objects.
     *
     * @param counts per class
     */
    public static List<Integer> rare(int... counts) {
        int[] present =
                IntStream.range(0, counts.length).filter(k -> counts[k] > 0).toArray();
        double equal = Arrays.stream(counts).sum() / (double) Math.max(1, present.length);
        List<Integer> rare = Arrays.stream(present)
                .filter(k -> counts[k] < RARE * equal)
                .boxed()
                .toList();
        int fewest = Arrays.stream(present).map(k -> counts[k]).min().orElse(0);
        return !rare.isEmpty()
                ? rare
                : Arrays.stream(present)
                        .filter(k -> counts[k] == fewest)
                        .limit(1)
                        .boxed()
                        .toList();
    }

    /** Per object, whether its box overlaps that of another object of its class on its image. */
    public static boolean[] overlapping(EvaluationSet set) {
        boolean[] overlapping = new boolean[set.objects()];
        for (int g = 0; g < set.groups(); g++) {
            for (int a = set.groupTruth[g]; a < set.groupTruth[g + 1]; a++) {
                for (int b = a + 1; b < set.groupTruth[g + 1]; b++) {
                    boolean counts = !set.crowd[a] && !set.crowd[b];
                    if (counts && set.objectBox(a).iou(set.objectBox(b)) > 0) {
                        overlapping[a] = true;
                        overlapping[b] = true;
                    }
                }
            }
        }
        return overlapping;
    }
}
