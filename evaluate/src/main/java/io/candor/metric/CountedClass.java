package io.candor.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Right and wrong detections of one class by descending confidence, for curves over the confidence threshold. */
final class CountedClass {

    private final int classIndex;
    private final int[] image;
    private final double[] confidence;
    private final boolean[] right;
    private final int[] objectImages;

    /** Detections that are excused take no part. */
    CountedClass(EvaluationSet set, int classIndex, boolean[] right, boolean[] excused) {
        this.classIndex = classIndex;
        int[] order = IntStream.range(set.firstFound(classIndex), set.firstFound(classIndex + 1))
                .map(i -> set.byConfidence[i])
                .filter(d -> !excused[d])
                .toArray();
        image = Rectangles.pick(set.found.image, order);
        confidence = Rectangles.pick(set.confidence, order);
        this.right = new boolean[order.length];
        for (int i = 0; i < order.length; i++) {
            this.right[i] = right[order[i]];
        }
        objectImages = IntStream.range(set.firstTruth(classIndex), set.firstTruth(classIndex + 1))
                .filter(t -> !set.crowd[t])
                .map(t -> set.truth.image[t])
                .toArray();
    }

    int objects(int[] weights) {
        return RankedClass.sum(objectImages, weights);
    }

    /** The curves with every image once. */
    ConfidenceCurves.OfClass curves() {
        int images = 1 + Math.max(max(image), max(objectImages));
        int[] once = new int[images];
        Arrays.fill(once, 1);
        return curves(once);
    }

    private static int max(int[] values) {
        return Arrays.stream(values).max().orElse(0);
    }

    /** The curves with every image counted a number of times. */
    ConfidenceCurves.OfClass curves(int[] weights) {
        Points points = new Points(2 * image.length, objects(weights));
        for (int i = 0; i < image.length; i++) {
            int weight = weights[image[i]];
            if (weight > 0) {
                points.add(confidence[i], 1, right[i] ? 1 : 0);
            }
            if (weight > 1) {
                points.add(confidence[i], weight - 1, right[i] ? weight - 1 : 0);
            }
        }
        double[] p = resample(points.confidence, points.precision, points.size, 1);
        double[] r = resample(points.confidence, points.recall, points.size, 0);
        return new ConfidenceCurves.OfClass(classIndex, p, r, ConfidenceCurves.harmonicMean(p, r));
    }

    /** Precision and recall after each detection. Curves run from the last copy of one to the first of the next. */
    private static final class Points {
        private final double[] confidence;
        private final double[] precision;
        private final double[] recall;
        private final int objects;
        private int size;
        private int seen;
        private int hits;

        Points(int capacity, int objects) {
            confidence = new double[capacity];
            precision = new double[capacity];
            recall = new double[capacity];
            this.objects = objects;
        }

        void add(double at, int detections, int right) {
            seen += detections;
            hits += right;
            confidence[size] = at;
            precision[size] = hits / (double) seen;
            recall[size++] = hits / (objects + ConfidenceCurves.EPSILON);
        }
    }

    /** Values at falling confidences, read at the thresholds 0 to 1. */
    private static double[] resample(double[] confidence, double[] value, int size, double above) {
        double[] sampled = new double[ConfidenceCurves.POINTS];
        if (size == 0) {
            return sampled;
        }
        int i = -1;
        for (int point = ConfidenceCurves.POINTS - 1; point >= 0; point--) {
            double x = ConfidenceCurves.confidence(point);
            while (i + 1 < size && confidence[i + 1] >= x) {
                i++;
            }
            if (i < 0) {
                sampled[point] = above;
            } else if (i == size - 1) {
                sampled[point] = value[i];
            } else {
                double share = (confidence[i] - x) / (confidence[i] - confidence[i + 1]);
                sampled[point] = value[i] + share * (value[i + 1] - value[i]);
            }
        }
        return sampled;
    }
}
