package io.candor.metric;

import java.util.stream.IntStream;

/** The detections of one class by descending confidence with their localisation loss, for LRP under any weights. */
final class RankedLosses {

    private final double iou;
    private final int[] image;
    private final double[] confidence;
    /** 1 - IoU of a right detection, which rounding may make negative; NaN for a wrong one. */
    private final double[] loss;

    private final int[] objectImages;

    RankedLosses(EvaluationSet set, Matching matching, int classIndex, double iou) {
        this.iou = iou;
        int[] order = IntStream.range(set.firstFound(classIndex), set.firstFound(classIndex + 1))
                .map(i -> set.byConfidence[i])
                .filter(d -> !matching.excused[d])
                .toArray();
        image = Rectangles.pick(set.found.image, order);
        confidence = Rectangles.pick(set.confidence, order);
        loss = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            loss[i] = matching.object[order[i]] >= 0 ? 1 - matching.iou[order[i]] : Double.NaN;
        }
        objectImages = IntStream.range(set.firstTruth(classIndex), set.firstTruth(classIndex + 1))
                .filter(t -> !set.crowd[t])
                .map(t -> set.truth.image[t])
                .toArray();
    }

    /**
     * Error and components; components that do not exist are NaN.
     *
     * @param falsePositives NaN without a right detection
     */
    record Components(double error, double localisation, double falsePositives, double falseNegatives) {}

    /** The lowest error of any threshold; null without objects. */
    Components best(int[] weights) {
        Sums sums = new Sums(RankedClass.sum(objectImages, weights));
        if (sums.objects == 0) {
            return null;
        }
        Components best = sums.components();
        for (int i = 0; i < image.length; i++) {
            sums.add(weights[image[i]], loss[i]);
            boolean lastOfTie = i + 1 == image.length || confidence[i + 1] < confidence[i];
            if (lastOfTie && sums.error() < best.error()) {
                best = sums.components();
            }
        }
        return best;
    }

    /** The error with detections of at least some confidence; null without objects. */
    Components at(double threshold, int[] weights) {
        Sums sums = new Sums(RankedClass.sum(objectImages, weights));
        for (int i = 0; i < image.length && confidence[i] >= threshold; i++) {
            sums.add(weights[image[i]], loss[i]);
        }
        return sums.objects == 0 ? null : sums.components();
    }

    private final class Sums {
        private final int objects;
        private int right;
        private int wrong;
        private double loss;

        Sums(int objects) {
            this.objects = objects;
        }

        void add(int weight, double lossOrWrong) {
            if (Double.isNaN(lossOrWrong)) {
                wrong += weight;
            } else {
                right += weight;
                loss += weight * lossOrWrong;
            }
        }

        double error() {
            return right == 0 ? 1 : (loss / (1 - iou) + wrong + objects - right) / (wrong + objects);
        }

        Components components() {
            return new Components(
                    error(),
                    right == 0 ? Double.NaN : loss / right,
                    right == 0 ? Double.NaN : wrong / (double) (right + wrong),
                    (objects - right) / (double) objects);
        }
    }
}
