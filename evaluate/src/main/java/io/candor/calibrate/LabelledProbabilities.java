package io.candor.calibrate;

import io.candor.metric.ClassifiedSet;
import java.util.stream.IntStream;

/**
 * What a classifier said about samples whose class is known.
 *
 * @param probabilities samples x classes
 * @param labels true class of each sample
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of rows, read only
public record LabelledProbabilities(double[][] probabilities, int[] labels) {

    /** Smallest positive number of 32 bits: what a file may hold for 0 before its logarithm is taken. */
    private static final double LOWEST = Float.MIN_VALUE;

    public LabelledProbabilities {
        if (probabilities.length != labels.length) {
            throw new IllegalArgumentException("%d rows, %d labels".formatted(probabilities.length, labels.length));
        }
        for (int i = 0; i < labels.length; i++) {
            if (probabilities[i].length != probabilities[0].length
                    || labels[i] < 0
                    || labels[i] >= probabilities[i].length) {
                throw new IllegalArgumentException(
                        "row %d: %d classes, label %d".formatted(i, probabilities[i].length, labels[i]));
            }
        }
    }

    /** The rows of a set in which every probability is known. */
    static LabelledProbabilities of(ClassifiedSet set) {
        return new LabelledProbabilities(
                IntStream.range(0, set.size()).mapToObj(set::probabilities).toArray(double[][]::new),
                IntStream.range(0, set.size()).map(set::label).toArray());
    }

    public int size() {
        return labels.length;
    }

    public int classes() {
        return probabilities.length == 0 ? 0 : probabilities[0].length;
    }

    /** The rows at these positions. */
    public LabelledProbabilities at(int... positions) {
        return new LabelledProbabilities(
                IntStream.of(positions).mapToObj(i -> probabilities[i]).toArray(double[][]::new),
                IntStream.of(positions).map(i -> labels[i]).toArray());
    }

    /** Every row calibrated. */
    public LabelledProbabilities after(ProbabilityCalibrator calibrator) {
        return new LabelledProbabilities(
                java.util.Arrays.stream(probabilities).map(calibrator::apply).toArray(double[][]::new), labels);
    }

    /** Mean negative natural logarithm of the true class' probability; NaN without samples. */
    public double logLoss() {
        return IntStream.range(0, size())
                .mapToDouble(i -> -Math.log(Logit.clip(probabilities[i][labels[i]])))
                .average()
                .orElse(Double.NaN);
    }

    /** Natural logarithms of the probabilities, which serve as logits: softmax does not see the constant they lack. */
    double[][] logits() {
        double[][] logits = new double[size()][classes()];
        for (int i = 0; i < size(); i++) {
            for (int k = 0; k < classes(); k++) {
                logits[i][k] = logit(probabilities[i][k]);
            }
        }
        return logits;
    }

    static double logit(double probability) {
        return Math.log(Math.max(probability, LOWEST));
    }
}
