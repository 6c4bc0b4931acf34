package io.candor.metric;

import java.util.Arrays;

/**
 * How well confidences put correct rows before wrong ones, with every row counted a number of times. Copies of a row
 * follow each other.
 */
final class ConfidenceRanking {

    private static final double TRUE_POSITIVES = .95;

    private final double[] confidence;
    private final boolean[] correct;
    /** Stable by descending confidence. */
    private final int[] order;

    ConfidenceRanking(double[] confidence, boolean[] correct) {
        this.confidence = confidence;
        this.correct = correct;
        order = new int[confidence.length];
        Arrays.setAll(order, i -> i);
        DescendingSort.sort(order, 0, order.length, confidence);
    }

    int[] descending() {
        return order;
    }

    /** Share of (correct, wrong) pairs in the right order, ties half; NaN unless both occur. */
    double auroc(int[] weight) {
        double correctSoFar = 0;
        double wrongSoFar = 0;
        double won = 0;
        for (int i = 0; i < order.length; ) {
            double correctHere = 0;
            double wrongHere = 0;
            double tie = confidence[order[i]];
            for (; i < order.length && confidence[order[i]] == tie; i++) {
                if (correct[order[i]]) {
                    correctHere += weight[order[i]];
                } else {
                    wrongHere += weight[order[i]];
                }
            }
            won += wrongHere * (correctSoFar + correctHere / 2);
            correctSoFar += correctHere;
            wrongSoFar += wrongHere;
        }
        return won / (correctSoFar * wrongSoFar);
    }

    /** Mean over i of the share of errors among the first i rows. */
    double aurc(int[] weight) {
        long seen = 0;
        long errors = 0;
        double sum = 0;
        for (int row : order) {
            for (int copy = 0; copy < weight[row]; copy++) {
                errors += correct[row] ? 0 : 1;
                sum += errors / (double) ++seen;
            }
        }
        return sum / seen;
    }

    /** The lowest AURC that this number of errors allows. */
    static double bestAurc(long rows, long errors) {
        double sum = 0;
        for (long i = 1; i <= errors; i++) {
            sum += i / (double) (rows - errors + i);
        }
        return sum / rows;
    }

    /** Share of the wrong rows at or above the confidence of the correct row that completes 95 %; NaN unless both occur. */
    double falsePositivesAt95(int[] weight) {
        long allCorrect = 0;
        long allWrong = 0;
        for (int row : order) {
            allCorrect += correct[row] ? weight[row] : 0;
            allWrong += correct[row] ? 0 : weight[row];
        }
        long needed = (long) Math.ceil(TRUE_POSITIVES * allCorrect - 1e-9); // .95 * 20 must ask for 19, not 20
        long found = 0;
        long wrong = 0;
        double threshold = Double.NaN;
        for (int row : order) {
            if (confidence[row] < threshold) {
                break;
            }
            found += correct[row] ? weight[row] : 0;
            wrong += correct[row] ? 0 : weight[row];
            if (Double.isNaN(threshold) && allCorrect > 0 && found >= needed) {
                threshold = confidence[row];
            }
        }
        return allCorrect == 0 || allWrong == 0 ? Double.NaN : wrong / (double) allWrong;
    }
}
