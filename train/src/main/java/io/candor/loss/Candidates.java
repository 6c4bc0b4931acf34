package io.candor.loss;

import java.util.Arrays;

/** The anchors inside the boxes of one image's labels, with how well they fit. */
final class Candidates {

    /** A centre this close to a side, in pixels, lies outside. */
    private static final double MARGIN = 1e-9;

    /** Keeps the scale of a label without any metric finite. */
    private static final double EPSILON = 1e-9;

    private final Predictions predictions;
    private final int image;
    private final Targets targets;
    private final int firstLabel;
    private final int labels;

    /** Per anchor its predicted box and that box's aspect, once somebody asked for them. */
    private final Sides[] predicted;

    private final double[] aspect;

    /** Per pair of label and candidate, grouped by label: pairs of label l are start[l] to start[l + 1]. */
    private final int[] start;

    private int[] anchor = new int[256];
    private double[] overlap = new double[256];
    private double[] metric = new double[256];
    private int pairs;

    Candidates(Predictions predictions, int image, Targets targets, int firstLabel, int endLabel) {
        this.predictions = predictions;
        this.image = image;
        this.targets = targets;
        this.firstLabel = firstLabel;
        labels = endLabel - firstLabel;
        predicted = new Sides[labels == 0 ? 0 : predictions.anchors().size()];
        aspect = new double[predicted.length];
        start = new int[labels + 1];
    }

    /** The foreground of this image when every label claims its best {@code claims} candidates. */
    Assignment.OfImage assign(int claims) {
        for (int label = 0; label < labels; label++) {
            collect(label);
            start[label + 1] = pairs;
        }
        int[] owner = claim(claims);
        return scored(owner);
    }

    private void collect(int label) {
        for (int level = 0; level < predictions.maps().size(); level++) {
            collect(label, level, predictions.anchors().levels().get(level));
        }
    }

    private void collect(int label, int level, Anchors.Level cells) {
        float[] boxes = targets.boxes();
        int at = 4 * (firstLabel + label);
        int left = cell(boxes[at], cells.stride(), cells.width());
        int top = cell(boxes[at + 1], cells.stride(), cells.height());
        int right = cell(boxes[at + 2], cells.stride(), cells.width());
        int bottom = cell(boxes[at + 3], cells.stride(), cells.height());
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                Sides wanted = Sides.of(boxes, firstLabel + label, cells, x, y);
                if (wanted.smallest() * cells.stride() > MARGIN) {
                    add(label, level, cells.first() + y * cells.width() + x, wanted);
                }
            }
        }
    }

    /** The cell that contains a coordinate, or the nearest one. */
    private static int cell(float coordinate, int stride, int cells) {
        return (int) Math.min(Math.max(Math.floor(coordinate / stride), 0), cells - 1);
    }

    private void add(int label, int level, int anchorIndex, Sides wanted) {
        if (pairs == anchor.length) {
            anchor = Arrays.copyOf(anchor, 2 * pairs);
            overlap = Arrays.copyOf(overlap, 2 * pairs);
            metric = Arrays.copyOf(metric, 2 * pairs);
        }
        int cell = anchorIndex - predictions.anchors().levels().get(level).first();
        if (predicted[anchorIndex] == null) {
            predicted[anchorIndex] = predictions.sides(level, image, cell);
            aspect[anchorIndex] = predicted[anchorIndex].aspect();
        }
        double iou = Math.max(CompleteIou.of(predicted[anchorIndex], aspect[anchorIndex], wanted, wanted.aspect()), 0);
        int classIndex = targets.classIndex()[firstLabel + label];
        anchor[pairs] = anchorIndex;
        overlap[pairs] = iou;
        metric[pairs] = iou == 0
                ? 0
                : Math.sqrt(predictions.probability(level, image, cell, classIndex))
                        * iou
                        * iou
                        * iou
                        * iou
                        * iou
                        * iou;
        pairs++;
    }

    /** Per anchor the label it answers for, or -1. */
    private int[] claim(int claims) {
        int[] owner = new int[predicted.length];
        int[] claimants = new int[predicted.length];
        Arrays.fill(owner, -1);
        for (int label = 0; label < labels; label++) {
            for (int pair : best(start[label], start[label + 1], claims)) {
                owner[anchor[pair]] = label;
                claimants[anchor[pair]]++;
            }
        }
        settle(owner, claimants);
        return owner;
    }

    /** The pairs from {@code from} to {@code to} with the largest positive metrics, at most {@code claims}. */
    private int[] best(int from, int to, int claims) {
        int[] best = new int[claims];
        int found = 0;
        for (int pair = from; pair < to; pair++) {
            if (!(metric[pair] > 0) || (found == claims && metric[pair] <= metric[best[claims - 1]])) {
                continue;
            }
            int rank = found < claims ? found++ : claims - 1;
            for (; rank > 0 && metric[best[rank - 1]] < metric[pair]; rank--) {
                best[rank] = best[rank - 1];
            }
            best[rank] = pair;
        }
        return Arrays.copyOf(best, found);
    }

    /** Gives every anchor with several claimants to the label it overlaps best, claimant or not. */
    private void settle(int[] owner, int[] claimants) {
        double[] largest = new double[owner.length];
        for (int label = 0; label < labels; label++) {
            for (int pair = start[label]; pair < start[label + 1]; pair++) {
                int contested = anchor[pair];
                if (claimants[contested] > 1 && overlap[pair] > largest[contested]) {
                    largest[contested] = overlap[pair];
                    owner[contested] = label;
                }
            }
        }
    }

    private Assignment.OfImage scored(int[] owner) {
        double[] score = new double[owner.length];
        for (int label = 0; label < labels; label++) {
            double scale = scale(owner, label);
            for (int pair = start[label]; pair < start[label + 1]; pair++) {
                if (owner[anchor[pair]] == label) {
                    score[anchor[pair]] = metric[pair] * scale;
                }
            }
        }
        return listed(owner, score);
    }

    /** Largest overlap over largest metric among the anchors of {@code label}. */
    private double scale(int[] owner, int label) {
        double largestOverlap = 0;
        double largestMetric = 0;
        for (int pair = start[label]; pair < start[label + 1]; pair++) {
            if (owner[anchor[pair]] == label) {
                largestOverlap = Math.max(largestOverlap, overlap[pair]);
                largestMetric = Math.max(largestMetric, metric[pair]);
            }
        }
        return largestOverlap / (largestMetric + EPSILON);
    }

    private Assignment.OfImage listed(int[] owner, double[] score) {
        int foreground = (int) Arrays.stream(owner).filter(label -> label >= 0).count();
        var listed = new Assignment.OfImage(new int[foreground], new int[foreground], new float[foreground]);
        int position = 0;
        for (int index = 0; index < owner.length; index++) {
            if (owner[index] >= 0) {
                listed.anchor()[position] = index;
                listed.label()[position] = firstLabel + owner[index];
                listed.score()[position++] = (float) score[index];
            }
        }
        return listed;
    }
}
