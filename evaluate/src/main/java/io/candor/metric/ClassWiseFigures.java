package io.candor.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Class-wise ECE and TACE: the probability of every class, not only of the predicted one, against whether that class is
 * the label. Every row counts for every class.
 */
final class ClassWiseFigures implements Resampled {

    private final ClassifiedSet set;
    private final ClassificationSettings settings;
    /** Per class and row. */
    private final double[][] probability;

    private final boolean[][] isLabel;
    private final int[][] bin;
    /** Per class, rows with a probability above the floor, by ascending probability. */
    private final int[][] aboveFloor;

    ClassWiseFigures(ClassifiedSet set, ClassificationSettings settings) {
        this.set = set;
        this.settings = settings;
        int classes = set.classes().size();
        probability = new double[classes][set.size()];
        isLabel = new boolean[classes][set.size()];
        bin = new int[classes][set.size()];
        aboveFloor = new int[classes][];
        IntStream.range(0, classes).parallel().forEach(this::prepare);
    }

    private void prepare(int k) {
        for (int i = 0; i < set.size(); i++) {
            probability[k][i] = set.probability(i, k);
            isLabel[k][i] = set.label[i] == k;
            bin[k][i] = settings.edges().bin(probability[k][i], settings.bins());
        }
        int[] above = IntStream.range(0, set.size())
                .filter(i -> probability[k][i] > settings.floor())
                .toArray();
        aboveFloor[k] = ClassificationFigures.ascending(above, probability[k]);
    }

    /** Class-wise ECE, then TACE. */
    @Override
    public double[] figures(int[] weights) {
        int[] weight = Rectangles.pick(weights, set.image);
        EqualCount.Bins bins = new EqualCount.Bins(settings.bins(), EqualCount.Each.ONCE);
        double[] figures = new double[2];
        for (int k = 0; k < probability.length; k++) {
            figures[0] += error(k, weight);
            figures[1] += EqualCount.sum(aboveFloor[k], probability[k], isLabel[k], weight, bins) / bins.count();
        }
        figures[0] /= probability.length;
        figures[1] /= probability.length;
        return figures;
    }

    /** ECE of each class. */
    double[] perClass() {
        int[] once = new int[set.size()];
        Arrays.fill(once, 1);
        return IntStream.range(0, probability.length)
                .mapToDouble(k -> error(k, once))
                .toArray();
    }

    private double error(int k, int[] weight) {
        double[] gap = new double[settings.edges().count(settings.bins())];
        long rows = 0;
        for (int i = 0; i < weight.length; i++) {
            rows += weight[i];
            if (bin[k][i] >= 0) {
                gap[bin[k][i]] += weight[i] * (probability[k][i] - (isLabel[k][i] ? 1 : 0));
            }
        }
        return Arrays.stream(gap).map(Math::abs).sum() / rows;
    }
}
