package io.candor.loss;

import java.util.List;

/**
 * Which anchors are foreground, and for which label: level by level, image by image, anchor by anchor.
 *
 * @param levelStart per level the position of its first foreground anchor, and the total
 * @param image per foreground anchor, the position of its image in the batch
 * @param anchor its number among the image's {@link Anchors}
 * @param label the label it answers for, an index into {@link Targets}
 * @param score how much the anchor is worth to that label, in [0, 1]: the target of the label's class before smoothing
 */
@SuppressWarnings("ArrayRecordComponent") // consumed once, never compared
public record Assignment(int[] levelStart, int[] image, int[] anchor, int[] label, float[] score) {

    /** The foreground anchors of one image, ascending. */
    record OfImage(int[] anchor, int[] label, float[] score) {}

    /** Number of foreground anchors. */
    public int size() {
        return anchor.length;
    }

    /** Sum of the scores. */
    public double mass() {
        double mass = 0;
        for (float each : score) {
            mass += each;
        }
        return mass;
    }

    /** The images' foregrounds in the order the maps have: level by level. */
    static Assignment of(Anchors anchors, List<OfImage> images) {
        int total = images.stream().mapToInt(each -> each.anchor.length).sum();
        int levels = anchors.levels().size();
        Assignment all =
                new Assignment(new int[levels + 1], new int[total], new int[total], new int[total], new float[total]);
        int[] next = new int[images.size()];
        int position = 0;
        for (int level = 0; level < levels; level++) {
            Anchors.Level cells = anchors.levels().get(level);
            for (int image = 0; image < images.size(); image++) {
                OfImage one = images.get(image);
                for (;
                        next[image] < one.anchor.length && one.anchor[next[image]] < cells.first() + cells.cells();
                        next[image]++) {
                    all.put(position++, image, one, next[image]);
                }
            }
            all.levelStart[level + 1] = position;
        }
        return all;
    }

    private void put(int position, int imageIndex, OfImage one, int from) {
        image[position] = imageIndex;
        anchor[position] = one.anchor[from];
        label[position] = one.label[from];
        score[position] = one.score[from];
    }
}
