package io.candor.metric;

import java.util.function.IntPredicate;

/** The share of some of the objects that is found from a confidence on, for any number of copies of each image. */
public final class PartRecall implements Resampled {

    private final int[] objects;
    private final int[] found;
    private final boolean known;

    private PartRecall(MatchedDetections matched, double threshold, IntPredicate chosen) {
        EvaluationSet set = matched.set();
        known = !Double.isNaN(threshold);
        objects = new int[set.images().size()];
        found = new int[objects.length];
        for (int o = 0; o < set.objects(); o++) {
            if (!set.crowd[o] && chosen.test(o)) {
                int finder = matched.foundBy(o);
                objects[set.truth.image[o]]++;
                found[set.truth.image[o]] += finder >= 0 && set.confidence[finder] >= threshold ? 1 : 0;
            }
        }
    }

    /**
     * The recall of a part.
     *
     * @param threshold lowest confidence of a detection that finds; NaN if there is none to look from
     * @param chosen objects of the part, by their position in the set; crowd regions are left out
     */
    public static PartRecall of(MatchedDetections matched, double threshold, IntPredicate chosen) {
        return new PartRecall(matched, threshold, chosen);
    }

    /** Number of objects of the part. */
    public int objects() {
        return java.util.Arrays.stream(objects).sum();
    }

    /** One figure; NaN without objects or threshold. */
    @Override
    public double[] figures(int[] weights) {
        long there = 0;
        long hit = 0;
        for (int i = 0; i < weights.length; i++) {
            there += (long) weights[i] * objects[i];
            hit += (long) weights[i] * found[i];
        }
        return new double[] {known ? hit / (double) there : Double.NaN};
    }
}
