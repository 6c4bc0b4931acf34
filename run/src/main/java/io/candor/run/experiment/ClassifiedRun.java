package io.candor.run.experiment;

import io.candor.calibrate.Folds;
import io.candor.calibrate.LabelledProbabilities;
import io.candor.calibrate.Softmax;
import io.candor.data.Classes;
import io.candor.metric.ClassificationSettings;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.ObjectParts;
import io.candor.metric.Resampled;
import io.candor.metric.ResampledClassifier;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What one trained classifier said about the pictures the arms are judged by, ready to be counted. */
final class ClassifiedRun {

    static final int BINS = 20; // of histograms, as detectors have them

    private static final int FOLDS = 5;

    final ClassifiedSet set;

    private final double temperature;
    private final ResampledClassifier raw;
    private final ResampledClassifier fitted;

    ClassifiedRun(ClassifiedSet set, long seed) {
        this.set = set;
        LabelledProbabilities all = labelled(set);
        temperature = Softmax.fit(all).temperature();
        ClassificationSettings settings = ClassificationSettings.defaults();
        raw = ResampledClassifier.of(set, settings);
        fitted = ResampledClassifier.of(calibrated(set, all, seed), settings);
    }

    private static LabelledProbabilities labelled(ClassifiedSet set) {
        int classes = set.classes().size();
        double[][] rows = new double[set.size()][classes];
        int[] labels = new int[set.size()];
        for (int i = 0; i < labels.length; i++) {
            int row = i;
            Arrays.setAll(rows[i], k -> set.probability(row, k));
            labels[i] = set.label(i);
        }
        return new LabelledProbabilities(rows, labels);
    }

    /** Every row after a temperature that was fitted on the other folds of the images. */
    private static ClassifiedSet calibrated(ClassifiedSet set, LabelledProbabilities all, long seed) {
        int parts = Math.min(FOLDS, set.images().size());
        int[] fold = Folds.of(set.images(), Math.max(1, parts), seed);
        double[][] after = new double[set.size()][];
        for (int f = 0; f < parts; f++) {
            int held = f;
            int[] others = rows(set, i -> fold[i] != held);
            Softmax softmax = Softmax.fit(all.at(others));
            for (int row : rows(set, i -> fold[i] == held)) {
                after[row] = softmax.apply(all.probabilities()[row]);
            }
        }
        ClassifiedSet.Builder builder = ClassifiedSet.builder(set.classes());
        for (int row = 0; row < set.size(); row++) {
            builder.probabilities(set.images().get(set.image(row)), after[row], set.label(row));
        }
        return builder.build();
    }

    private static int[] rows(ClassifiedSet set, java.util.function.IntPredicate image) {
        return IntStream.range(0, set.size())
                .filter(row -> image.test(set.image(row)))
                .toArray();
    }

    /** In the order of {@link ClassificationComparison#RESAMPLED}. */
    Resampled figures() {
        Resampled rare = ResampledClassifier.recall(set, new HashSet<>(rareClasses()));
        return weights -> {
            double[] before = raw.figures(weights);
            double[] after = fitted.figures(weights);
            return new double[] {
                ResampledClassifier.Of.ACCURACY.in(before),
                rare.figures(weights)[0],
                ResampledClassifier.Of.NLL.in(before),
                ResampledClassifier.Of.NLL.in(after),
                ResampledClassifier.Of.ECE.in(before),
                ResampledClassifier.Of.ECE.in(after),
                ResampledClassifier.Of.AURC.in(before)
            };
        };
    }

    /** Classes that few pictures show. */
    List<Integer> rareClasses() {
        int[] counts = new int[set.classes().size()];
        IntStream.range(0, set.size()).forEach(row -> counts[set.label(row)]++);
        return ObjectParts.rare(counts);
    }

    /** Share of the pictures of a class that are told. */
    double recall(int label) {
        int[] once = new int[set.images().size()];
        Arrays.fill(once, 1);
        return ResampledClassifier.recall(set, Set.of(label)).figures(once)[0];
    }

    /** Figures that have no interval. */
    Map<Figure, Double> further() {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.TEMPERATURE, temperature);
        figures.put(Figure.MEAN_RIGHT, meanConfidence(true));
        figures.put(Figure.MEAN_WRONG, meanConfidence(false));
        return figures;
    }

    private double meanConfidence(boolean right) {
        return IntStream.range(0, set.size())
                .filter(row -> set.correct(row) == right)
                .mapToDouble(set::confidence)
                .average()
                .orElse(Double.NaN);
    }

    /** Rows per confidence bin that are right, or wrong. */
    int[] histogram(boolean right) {
        int[] counts = new int[BINS];
        for (int row = 0; row < set.size(); row++) {
            if (set.correct(row) == right) {
                counts[Math.min(BINS - 1, (int) (set.confidence(row) * BINS))]++;
            }
        }
        return counts;
    }

    Classes classes() {
        return set.classes();
    }
}
