package io.candor.metric;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The figures that need only confidence, correctness and the probability of the label, for any number of copies of each
 * image.
 */
public final class ClassificationFigures implements Resampled {

    private static final int TOP = 5;

    private final ClassifiedSet set;
    private final ClassificationSettings settings;
    private final ConfidenceRanking ranking;
    private final int[] ascending;
    private final byte[] inTop;
    private final int[] bin;
    private final double[] brier;
    private final double[] logLoss;

    /** The figures of a set in the order of {@link ClassificationFigure}; class-wise ones are NaN. */
    public static Resampled of(ClassifiedSet set, ClassificationSettings settings) {
        return new ClassificationFigures(set, settings);
    }

    ClassificationFigures(ClassifiedSet set, ClassificationSettings settings) {
        this.set = set;
        this.settings = settings;
        ranking = new ConfidenceRanking(set.confidence, set.correct);
        ascending = ascending(IntStream.range(0, set.size()).toArray(), set.confidence);
        inTop = new byte[set.size()];
        bin = new int[set.size()];
        brier = new double[set.size()];
        logLoss = new double[set.size()];
        IntStream.range(0, set.size()).parallel().forEach(this::prepare);
    }

    /** Positions stably sorted by ascending key. */
    static int[] ascending(int[] positions, double[] key) {
        double[] negated = Arrays.stream(key).map(value -> -value).toArray();
        int[] order = positions.clone();
        DescendingSort.sort(order, 0, order.length, negated);
        return order;
    }

    private void prepare(int row) {
        bin[row] = settings.edges().bin(set.confidence[row], settings.bins());
        if (!set.hasProbabilities()) {
            double outcome = set.correct[row] ? 1 : 0;
            double gap = set.confidence[row] - outcome;
            brier[row] = gap * gap;
            logLoss[row] = Reliability.logLoss(set.confidence[row], outcome);
            return;
        }
        double ofLabel = set.probability(row, set.label[row]);
        int better = 0;
        for (int k = 0; k < set.classes().size(); k++) {
            double p = set.probability(row, k);
            double gap = k == set.label[row] ? p - 1 : p;
            brier[row] += gap * gap;
            better += p > ofLabel || (p == ofLabel && k < set.label[row]) ? 1 : 0;
        }
        inTop[row] = (byte) (better < TOP ? 1 : 0);
        logLoss[row] = -Math.log(Math.max(ofLabel, Reliability.CLIP));
    }

    @Override
    public double[] figures(int[] weights) {
        int[] weight = Rectangles.pick(weights, set.image);
        Map<ClassificationFigure, Double> figures = new EnumMap<>(ClassificationFigure.class);
        means(weight, figures);
        binned(weight, figures);
        figures.put(ClassificationFigure.AUROC, ranking.auroc(weight));
        figures.put(ClassificationFigure.AURC, ranking.aurc(weight));
        figures.put(ClassificationFigure.FPR95, ranking.falsePositivesAt95(weight));
        return Arrays.stream(ClassificationFigure.values())
                .mapToDouble(figure -> figures.getOrDefault(figure, Double.NaN))
                .toArray();
    }

    private void means(int[] weight, Map<ClassificationFigure, Double> figures) {
        long rows = 0;
        long correct = 0;
        long top = 0;
        double confidences = 0;
        double squares = 0;
        double losses = 0;
        for (int i = 0; i < weight.length; i++) {
            rows += weight[i];
            correct += set.correct[i] ? weight[i] : 0;
            top += (long) weight[i] * inTop[i];
            confidences += weight[i] * set.confidence[i];
            squares += weight[i] * brier[i];
            losses += weight[i] * logLoss[i];
        }
        double n = rows;
        figures.put(ClassificationFigure.TOP1, correct / n);
        figures.put(ClassificationFigure.TOP5, set.hasProbabilities() ? top / n : Double.NaN);
        figures.put(ClassificationFigure.SIGNED_GAP, (confidences - correct) / n);
        figures.put(ClassificationFigure.BRIER, squares / n);
        figures.put(ClassificationFigure.NLL, losses / n);
        EqualCount.Bins bins = new EqualCount.Bins(settings.bins(), EqualCount.Each.BY_COUNT);
        figures.put(
                ClassificationFigure.ADAPTIVE_ECE,
                EqualCount.sum(ascending, set.confidence, set.correct, weight, bins) / n);
        figures.put(
                ClassificationFigure.E_AURC, ranking.aurc(weight) - ConfidenceRanking.bestAurc(rows, rows - correct));
    }

    private void binned(int[] weight, Map<ClassificationFigure, Double> figures) {
        int slots = settings.edges().count(settings.bins());
        long[] count = new long[slots];
        double[] gap = new double[slots];
        long rows = 0;
        for (int i = 0; i < weight.length; i++) {
            rows += weight[i];
            if (bin[i] >= 0) {
                count[bin[i]] += weight[i];
                gap[bin[i]] += weight[i] * (set.confidence[i] - (set.correct[i] ? 1 : 0));
            }
        }
        double error = 0;
        double largest = Double.NaN;
        double gaps = 0;
        double squares = 0;
        int filled = 0;
        for (int b = 0; b < slots; b++) {
            if (count[b] > 0) {
                double mean = Math.abs(gap[b]) / count[b];
                error += Math.abs(gap[b]);
                largest = mean > largest || filled == 0 ? mean : largest;
                gaps += mean;
                squares += count[b] * mean * mean;
                filled++;
            }
        }
        figures.put(ClassificationFigure.ECE, error / rows);
        figures.put(ClassificationFigure.MCE, largest);
        figures.put(ClassificationFigure.ACE, gaps / filled);
        figures.put(ClassificationFigure.RMSCE, Math.sqrt(squares / rows));
    }
}
