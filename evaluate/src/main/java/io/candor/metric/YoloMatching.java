package io.candor.metric;

import java.util.stream.IntStream;

/** The matching of {@link YoloAveragePrecision}, in single precision. */
final class YoloMatching {

    private static final float EPSILON = 1e-7f;
    private static final double[] THRESHOLDS = CocoMatching.thresholds();

    private final EvaluationSet set;
    private final Overlaps overlaps;
    private final short[] hits;

    YoloMatching(EvaluationSet set, Overlaps overlaps) {
        this.set = set;
        this.overlaps = overlaps;
        hits = new short[set.detections()];
        IntStream.range(0, set.groups()).parallel().forEach(this::match);
    }

    /** Per detection one bit per IoU threshold. */
    short[] hits() {
        return hits;
    }

    private void match(int group) {
        int firstObject = set.groupTruth[group];
        int[] taken = new int[set.groupTruth[group + 1] - firstObject];
        for (int d = set.groupFound[group]; d < set.groupFound[group + 1]; d++) {
            int favourite = -1;
            float highest = 0;
            for (int p = overlaps.first[d]; p < overlaps.first[d + 1]; p++) {
                float iou = iou(d, overlaps.truth[p]);
                if (iou > highest) {
                    highest = iou;
                    favourite = overlaps.truth[p];
                }
            }
            for (int t = 0; t < THRESHOLDS.length && highest >= (float) THRESHOLDS[t]; t++) {
                if ((taken[favourite - firstObject] >> t & 1) == 0) {
                    taken[favourite - firstObject] |= 1 << t;
                    hits[d] |= (short) (1 << t);
                }
            }
        }
    }

    private float iou(int d, int object) {
        return iou(set, d, object);
    }

    static float iou(EvaluationSet set, int detection, int object) {
        return set.extent() == Extent.MASK
                ? (float) set.foundMask[detection].iou(set.truthMask[object].mask())
                : iou(set.found, detection, set.truth, object);
    }

    private static float iou(Rectangles f, int d, Rectangles o, int t) {
        float fx1 = (float) f.x1[d];
        float fy1 = (float) f.y1[d];
        float fx2 = (float) f.x2[d];
        float fy2 = (float) f.y2[d];
        float ox1 = (float) o.x1[t];
        float oy1 = (float) o.y1[t];
        float ox2 = (float) o.x2[t];
        float oy2 = (float) o.y2[t];
        float width = Math.max(0, Math.min(fx2, ox2) - Math.max(fx1, ox1));
        float height = Math.max(0, Math.min(fy2, oy2) - Math.max(fy1, oy1));
        float overlap = width * height;
        return overlap / ((fx2 - fx1) * (fy2 - fy1) + (ox2 - ox1) * (oy2 - oy1) - overlap + EPSILON);
    }
}
