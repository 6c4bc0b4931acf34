package io.candor.metric;

import io.candor.data.Mask;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Every pair of a detection and an object of its class and image that overlap, with their intersection over union;
 * with a crowd region, intersection over the area of the detection (the COCO rule).
 */
final class Overlaps {

    private static final int CHUNKS = 64;

    /** Per detection its first pair, and one past the last. */
    final int[] first;
    /** Per pair its object; ascending for one detection. */
    final int[] truth;

    final double[] iou;

    private Overlaps(int[] first, int[] truth, double[] iou) {
        this.first = first;
        this.truth = truth;
        this.iou = iou;
    }

    static Overlaps of(EvaluationSet set) {
        int[] first = new int[set.detections() + 1];
        Part[] parts = IntStream.range(0, CHUNKS)
                .parallel()
                .mapToObj(c -> new Part(set, boundary(set, c), boundary(set, c + 1), first))
                .toArray(Part[]::new);
        int size = Arrays.stream(parts).mapToInt(p -> p.size).sum();
        int[] truth = new int[size];
        double[] iou = new double[size];
        int at = 0;
        for (Part part : parts) {
            System.arraycopy(part.truth, 0, truth, at, part.size);
            System.arraycopy(part.iou, 0, iou, at, part.size);
            at += part.size;
        }
        Arrays.parallelPrefix(first, Integer::sum);
        return new Overlaps(first, truth, iou);
    }

    private static int boundary(EvaluationSet set, int chunk) {
        return (int) ((long) set.groups() * chunk / CHUNKS);
    }

    double highest(int detection) {
        double highest = 0;
        for (int p = first[detection]; p < first[detection + 1]; p++) {
            highest = Math.max(highest, iou[p]);
        }
        return highest;
    }

    /** The pairs of a range of groups; leaves the number of pairs of detection d in {@code count[d + 1]}. */
    private static final class Part {
        private int[] truth = new int[64];
        private double[] iou = new double[64];
        private int size;

        Part(EvaluationSet set, int fromGroup, int toGroup, int[] count) {
            for (int g = fromGroup; g < toGroup; g++) {
                for (int d = set.groupFound[g]; d < set.groupFound[g + 1]; d++) {
                    int before = size;
                    for (int t = set.groupTruth[g]; t < set.groupTruth[g + 1]; t++) {
                        collect(set, d, t);
                    }
                    count[d + 1] = size - before;
                }
            }
        }

        private void collect(EvaluationSet set, int d, int t) {
            if (set.extent() == Extent.MASK) {
                collect(set.foundMask[d], set.truthMask[t].mask(), set.crowd[t], t);
            } else {
                collectBoxes(set, d, t);
            }
        }

        private void collect(Mask found, Mask truth, boolean crowd, int t) {
            double overlap = crowd ? found.coverage(truth) : found.iou(truth);
            if (overlap > 0) {
                push(t, overlap);
            }
        }

        private void collectBoxes(EvaluationSet set, int d, int t) {
            Rectangles f = set.found;
            Rectangles o = set.truth;
            double width = Math.min(f.x2[d], o.x2[t]) - Math.max(f.x1[d], o.x1[t]);
            double height = Math.min(f.y2[d], o.y2[t]) - Math.max(f.y1[d], o.y1[t]);
            if (width <= 0 || height <= 0) {
                return;
            }
            double overlap = width * height;
            double union = set.crowd[t] ? f.area[d] : f.area[d] + o.area[t] - overlap;
            push(t, overlap / union);
        }

        private void push(int object, double value) {
            if (size == truth.length) {
                truth = Arrays.copyOf(truth, 2 * size);
                iou = Arrays.copyOf(iou, 2 * size);
            }
            truth[size] = object;
            iou[size++] = value;
        }
    }
}
