package io.candor.loss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The assigner's rules one after the other, dense, in double, in pixels: slow and obvious. */
final class SlowAssigner {

    /** Per image and anchor the label (an index into all labels) or -1, and its score. */
    @SuppressWarnings("ArrayRecordComponent")
    record Result(int[][] label, double[][] score) {}

    private SlowAssigner() {}

    static Result assign(RandomCase batch) {
        int[][] label = new int[batch.images()][];
        double[][] score = new double[batch.images()][];
        for (int image = 0; image < batch.images(); image++) {
            label[image] = new int[batch.anchors()];
            score[image] = new double[batch.anchors()];
            assign(batch, image, label[image], score[image]);
        }
        return new Result(label, score);
    }

    private static void assign(RandomCase batch, int image, int[] label, double[] score) {
        Targets targets = batch.targets();
        List<Integer> labels = IntStream.range(0, targets.size())
                .filter(each -> targets.imageIndex()[each] == image)
                .boxed()
                .toList();
        double[][] overlap = new double[labels.size()][batch.anchors()];
        double[][] metric = new double[labels.size()][batch.anchors()];
        boolean[][] claimed = new boolean[labels.size()][batch.anchors()];
        for (int l = 0; l < labels.size(); l++) {
            double[] box = box(targets, labels.get(l));
            for (int anchor = 0; anchor < batch.anchors(); anchor++) {
                double[] centre = centre(batch, anchor);
                if (inside(centre, box)) {
                    overlap[l][anchor] = Math.max(completeIou(predicted(batch, image, anchor), box), 0);
                    double logit = batch.logit(image, anchor, 64 + targets.classIndex()[labels.get(l)]);
                    metric[l][anchor] = Math.pow(1 / (1 + Math.exp(-logit)), 0.5) * Math.pow(overlap[l][anchor], 6);
                }
            }
            double[] row = metric[l];
            List<Integer> best =
                    new ArrayList<>(IntStream.range(0, batch.anchors()).boxed().toList());
            best.sort(Comparator.comparingDouble((Integer anchor) -> -row[anchor]));
            for (int anchor : best.subList(0, 10)) {
                claimed[l][anchor] = row[anchor] > 0;
            }
        }
        Arrays.fill(label, -1);
        for (int anchor = 0; anchor < batch.anchors(); anchor++) {
            int here = anchor;
            List<Integer> claimants = IntStream.range(0, labels.size())
                    .filter(l -> claimed[l][here])
                    .boxed()
                    .toList();
            if (claimants.size() == 1) {
                label[anchor] = claimants.get(0);
            } else if (claimants.size() > 1) {
                label[anchor] = 0;
                for (int l = 1; l < labels.size(); l++) {
                    if (overlap[l][anchor] > overlap[label[anchor]][anchor]) {
                        label[anchor] = l;
                    }
                }
            }
        }
        for (int l = 0; l < labels.size(); l++) {
            double largestOverlap = 0;
            double largestMetric = 0;
            for (int anchor = 0; anchor < batch.anchors(); anchor++) {
                if (label[anchor] == l) {
                    largestOverlap = Math.max(largestOverlap, overlap[l][anchor]);
                    largestMetric = Math.max(largestMetric, metric[l][anchor]);
                }
            }
            for (int anchor = 0; anchor < batch.anchors(); anchor++) {
                if (label[anchor] == l) {
                    score[anchor] = metric[l][anchor] * largestOverlap / (largestMetric + 1e-9);
                }
            }
        }
        for (int anchor = 0; anchor < batch.anchors(); anchor++) {
            label[anchor] = label[anchor] < 0 ? -1 : labels.get(label[anchor]);
        }
    }

    static double[] box(Targets targets, int label) {
        double[] box = new double[4];
        for (int side = 0; side < 4; side++) {
            box[side] = targets.boxes()[4 * label + side];
        }
        return box;
    }

    static double[] centre(RandomCase batch, int anchor) {
        int[] cell = batch.cell(anchor);
        int stride = 8 << cell[0];
        return new double[] {(cell[2] + 0.5) * stride, (cell[1] + 0.5) * stride, stride};
    }

    private static boolean inside(double[] centre, double[] box) {
        return centre[0] - box[0] > 1e-9
                && centre[1] - box[1] > 1e-9
                && box[2] - centre[0] > 1e-9
                && box[3] - centre[1] > 1e-9;
    }

    static double[] probabilities(RandomCase batch, int image, int anchor, int side) {
        double[] probability = new double[16];
        double sum = 0;
        for (int bin = 0; bin < 16; bin++) {
            probability[bin] = Math.exp(batch.logit(image, anchor, 16 * side + bin));
            sum += probability[bin];
        }
        for (int bin = 0; bin < 16; bin++) {
            probability[bin] /= sum;
        }
        return probability;
    }

    /** Corners in pixels. */
    static double[] predicted(RandomCase batch, int image, int anchor) {
        double[] distance = new double[4];
        for (int side = 0; side < 4; side++) {
            double[] probability = probabilities(batch, image, anchor, side);
            for (int bin = 0; bin < 16; bin++) {
                distance[side] += bin * probability[bin];
            }
        }
        double[] centre = centre(batch, anchor);
        return new double[] {
            centre[0] - distance[0] * centre[2],
            centre[1] - distance[1] * centre[2],
            centre[0] + distance[2] * centre[2],
            centre[1] + distance[3] * centre[2]
        };
    }

    static double completeIou(double[] a, double[] b) {
        double[] terms = terms(a, b);
        double alpha = terms[2] / (terms[2] - terms[0] + 1 + 1e-7);
        return terms[0] - terms[1] - alpha * terms[2];
    }

    /** Overlap, centre distance and aspect difference of two boxes given by corners. */
    static double[] terms(double[] a, double[] b) {
        double overlap = Math.max(Math.min(a[2], b[2]) - Math.max(a[0], b[0]), 0)
                * Math.max(Math.min(a[3], b[3]) - Math.max(a[1], b[1]), 0);
        double heightA = a[3] - a[1] + 1e-7;
        double heightB = b[3] - b[1] + 1e-7;
        double union = (a[2] - a[0]) * heightA + (b[2] - b[0]) * heightB - overlap + 1e-7;
        double diagonal = Math.pow(Math.max(a[2], b[2]) - Math.min(a[0], b[0]), 2)
                + Math.pow(Math.max(a[3], b[3]) - Math.min(a[1], b[1]), 2)
                + 1e-7;
        double centres = (Math.pow(a[0] + a[2] - b[0] - b[2], 2) + Math.pow(a[1] + a[3] - b[1] - b[3], 2)) / 4;
        double angles = Math.atan((a[2] - a[0]) / heightA) - Math.atan((b[2] - b[0]) / heightB);
        return new double[] {overlap / union, centres / diagonal, 4 / (Math.PI * Math.PI) * angles * angles};
    }
}
