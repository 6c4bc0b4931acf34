package io.candor.metric;

import java.util.Arrays;

/**
 * The main figures of a classifier alone, for any number of copies of each image: those of
 * {@link ClassificationEvaluation}, without the cost of the others. Needs labels and probabilities.
 */
public final class ResampledClassifier implements Resampled {

    /** Figures in their order. */
    public enum Of {
        ACCURACY,
        NLL,
        ECE,
        AURC;

        /** This figure among {@code figures}, which are in the order of these constants. */
        public double in(double[] figures) {
            return figures[Arrays.asList(values()).indexOf(this)];
        }
    }

    private final ClassifiedSet set;
    private final ConfidenceRanking ranking;
    private final int[] bin;
    private final int slots;
    private final double[] loss;

    private ResampledClassifier(ClassifiedSet set, ClassificationSettings settings) {
        if (set.size() > 0 && (!set.hasProbabilities() || !set.hasLabels())) {
            throw new IllegalArgumentException("the probability of every class and the labels are needed");
        }
        this.set = set;
        ranking = new ConfidenceRanking(set.confidence, set.correct);
        slots = settings.edges().count(settings.bins());
        bin = new int[set.size()];
        loss = new double[set.size()];
        for (int row = 0; row < set.size(); row++) {
            bin[row] = settings.edges().bin(set.confidence[row], settings.bins());
            loss[row] = -Math.log(Math.max(set.probability(row, set.label[row]), Reliability.CLIP));
        }
    }

    public static ResampledClassifier of(ClassifiedSet set, ClassificationSettings settings) {
        return new ResampledClassifier(set, settings);
    }

    /** In the order of {@link Of}; NaN without rows. */
    @Override
    public double[] figures(int[] weights) {
        int[] weight = Rectangles.pick(weights, set.image);
        long rows = 0;
        long correct = 0;
        double losses = 0;
        double[] gap = new double[slots];
        for (int i = 0; i < weight.length; i++) {
            rows += weight[i];
            correct += set.correct[i] ? weight[i] : 0;
            losses += weight[i] * loss[i];
            if (bin[i] >= 0) {
                gap[bin[i]] += weight[i] * (set.confidence[i] - (set.correct[i] ? 1 : 0));
            }
        }
        double n = rows;
        double error = Arrays.stream(gap).map(Math::abs).sum();
        return new double[] {correct / n, losses / n, error / n, ranking.aurc(weight)};
    }

    /** The share of the rows with one of some labels that is predicted right. */
    public static Resampled recall(ClassifiedSet set, java.util.Set<Integer> labels) {
        return weights -> {
            long there = 0;
            long right = 0;
            for (int row = 0; row < set.size(); row++) {
                if (labels.contains(set.label[row])) {
                    there += weights[set.image[row]];
                    right += set.correct[row] ? weights[set.image[row]] : 0;
                }
            }
            return new double[] {right / (double) there};
        };
    }
}
