package io.candor.audit;

import io.candor.calibrate.LabelledProbabilities;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Class labels that are probably wrong, by confident learning (Northcutt, Jiang and Chuang 2021): a sample whose
 * probability of another class exceeds what is usual for samples of that class is counted as one of it. The probabilities
 * must come from a model that was not trained on the samples, for it would repeat their labels.
 *
 * @param ranked every sample with a known probability, most suspicious first
 * @param joint estimated share of samples by (given label, true class); sums to 1
 * @param noise estimated share of samples whose label is wrong: the mass off the diagonal
 */
@SuppressWarnings("ArrayRecordComponent") // a small matrix, read only
public record ConfidentLearning(List<Suspect> ranked, double[][] joint, double noise) {

    /**
     * A sample and how its label looks.
     *
     * @param sample position among the samples
     * @param label as given
     * @param suggested the most probable other class
     * @param ofLabel probability of the label
     * @param ofSuggested probability of the suggested class
     * @param doubt whether the sample is counted as another class than its label
     */
    public record Suspect(int sample, int label, int suggested, double ofLabel, double ofSuggested, Doubt doubt) {

        /** From -1, a label that is beyond doubt, to 1, a label that is certainly wrong. */
        public double score() {
            return ofSuggested - ofLabel;
        }
    }

    /** What confident learning says of a label. */
    public enum Doubt {
        WRONG,
        NONE
    }

    public ConfidentLearning {
        ranked = List.copyOf(ranked);
    }

    /** Judges the labels by probabilities that were made without them. */
    public static ConfidentLearning of(LabelledProbabilities samples) {
        int classes = samples.classes();
        double[] usual = usual(samples);
        double[][] counts = new double[classes][classes];
        List<Suspect> suspects = new ArrayList<>();
        for (int n = 0; n < samples.size(); n++) {
            int label = samples.labels()[n];
            double[] p = samples.probabilities()[n];
            int counted = counted(p, usual);
            if (counted >= 0) {
                counts[label][counted]++;
            }
            int other = other(p, label);
            boolean wrong = counted >= 0 && counted != label;
            suspects.add(new Suspect(
                    n,
                    label,
                    wrong ? counted : other,
                    p[label],
                    p[wrong ? counted : other],
                    wrong ? Doubt.WRONG : Doubt.NONE));
        }
        suspects.sort(Comparator.comparing((Suspect suspect) -> suspect.doubt())
                .thenComparing(Comparator.comparingDouble(Suspect::score).reversed())
                .thenComparingInt(Suspect::sample));
        double[][] joint = joint(counts, samples);
        double right = IntStream.range(0, classes).mapToDouble(k -> joint[k][k]).sum();
        return new ConfidentLearning(suspects, joint, samples.size() == 0 ? Double.NaN : 1 - right);
    }

    /** Mean probability of each class over the samples with its label: the threshold to be counted as one of it. */
    private static double[] usual(LabelledProbabilities samples) {
        double[] sums = new double[samples.classes()];
        double[] counts = new double[samples.classes()];
        for (int n = 0; n < samples.size(); n++) {
            sums[samples.labels()[n]] += samples.probabilities()[n][samples.labels()[n]];
            counts[samples.labels()[n]]++;
        }
        return IntStream.range(0, sums.length)
                .mapToDouble(k -> counts[k] == 0 ? Double.POSITIVE_INFINITY : sums[k] / counts[k])
                .toArray();
    }

    /** The most probable of the classes whose threshold is reached; -1 if none is. */
    private static int counted(double[] p, double[] usual) {
        int best = -1;
        for (int k = 0; k < p.length; k++) {
            if (p[k] >= usual[k] && (best < 0 || p[k] > p[best])) {
                best = k;
            }
        }
        return best;
    }

    private static int other(double[] p, int label) {
        int best = label == 0 ? 1 : 0;
        for (int k = 0; k < p.length; k++) {
            best = k != label && p[k] > p[best] ? k : best;
        }
        return best;
    }

    /** Counts, each row scaled to the samples of its label, all to 1: samples that were not counted are spread evenly. */
    private static double[][] joint(double[][] counts, LabelledProbabilities samples) {
        double[] labelled = new double[counts.length];
        Arrays.stream(samples.labels()).forEach(label -> labelled[label]++);
        double[][] joint = new double[counts.length][counts.length];
        for (int i = 0; i < counts.length; i++) {
            double row = Arrays.stream(counts[i]).sum();
            for (int j = 0; j < counts.length; j++) {
                double share = row == 0 ? (i == j ? 1 : 0) : counts[i][j] / row;
                joint[i][j] = share * labelled[i] / Math.max(1, samples.size());
            }
        }
        return joint;
    }
}
