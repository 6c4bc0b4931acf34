package io.candor.metric;

import io.candor.data.Classes;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Everything that is known about a classifier after it has seen a set.
 *
 * @param rows number of predictions
 * @param images number of images they are of
 * @param figures every figure with its definition and interval; NaN where the set does not allow it
 * @param reliability confidence against accuracy on bins of equal width
 * @param adaptive the same on bins of equal count
 * @param perClass one row per class; empty if labels are not known
 * @param confusion empty if labels are not known
 * @param bootstrap how the intervals were computed
 */
public record ClassificationEvaluation(
        Classes classes,
        int rows,
        int images,
        Map<ClassificationFigure, Estimate> figures,
        Reliability reliability,
        Reliability adaptive,
        List<OfClass> perClass,
        RiskCoverage riskCoverage,
        Optional<ClassConfusion> confusion,
        ClassificationSettings settings,
        String bootstrap) {

    /** With more probabilities than this, rows times classes, class-wise figures have no interval. */
    private static final long MOST_PROBABILITIES = 5_000_000;

    /**
     * Figures of one class; NaN where they do not exist.
     *
     * @param rows with this label
     * @param recall share of them that was predicted so
     * @param precision share of the predictions of this class that was correct
     * @param signedGap mean confidence minus accuracy of the predictions of this class
     * @param calibrationError ECE of the probability of this class over all rows
     */
    public record OfClass(
            int classIndex,
            String name,
            int rows,
            int predicted,
            double recall,
            double precision,
            double signedGap,
            double calibrationError) {}

    public ClassificationEvaluation {
        figures = Collections.unmodifiableMap(new EnumMap<>(figures));
        perClass = List.copyOf(perClass);
    }

    /** Evaluates a set that is not empty. */
    public static ClassificationEvaluation of(
            ClassifiedSet set, ClassificationSettings settings, BootstrapSettings bootstrap) {
        Reliability reliability = reliability(set, settings);
        double[] classErrors = set.hasProbabilities() ? new ClassWiseFigures(set, settings).perClass() : new double[0];
        return new ClassificationEvaluation(
                set.classes(),
                set.size(),
                set.images().size(),
                figures(set, settings, bootstrap),
                reliability,
                Reliability.equalCount(set.confidence, outcomes(set), settings.bins()),
                IntStream.range(0, set.classes().size())
                        .mapToObj(k -> row(set, k, k < classErrors.length ? classErrors[k] : Double.NaN))
                        .toList(),
                RiskCoverage.of(set),
                set.hasLabels() ? Optional.of(ClassConfusion.of(set)) : Optional.empty(),
                settings,
                bootstrap.words(set.images().size()));
    }

    /** The figures without intervals, which take most of the time; class-wise ones are left out. */
    public static Map<ClassificationFigure, Double> plain(ClassifiedSet set, ClassificationSettings settings) {
        double[] values = new ClassificationFigures(set, settings).figures(once(set));
        Map<ClassificationFigure, Double> figures = new EnumMap<>(ClassificationFigure.class);
        int at = 0;
        for (ClassificationFigure figure : ClassificationFigure.values()) {
            figures.put(figure, values[at++]);
        }
        return figures;
    }

    /** Confidence against accuracy on bins of equal width. */
    public static Reliability reliability(ClassifiedSet set, ClassificationSettings settings) {
        return Reliability.equalWidth(set.confidence, outcomes(set), settings.bins(), settings.edges());
    }

    /** One figure. */
    public Estimate figure(ClassificationFigure figure) {
        return figures.get(figure);
    }

    private static Map<ClassificationFigure, Estimate> figures(
            ClassifiedSet set, ClassificationSettings settings, BootstrapSettings bootstrap) {
        Map<ClassificationFigure, Estimate> figures = new EnumMap<>(ClassificationFigure.class);
        Resampled plain = new ClassificationFigures(set, settings);
        List<Interval> intervals = Bootstrap.intervals(set.images().size(), plain, bootstrap);
        double[] values = plain.figures(once(set));
        int at = 0;
        for (ClassificationFigure figure : ClassificationFigure.values()) {
            figures.put(figure, new Estimate(measure(set, settings, figure, values[at]), intervals.get(at)));
            at++;
        }
        if (set.hasProbabilities()) {
            classWise(set, settings, bootstrap, figures);
        }
        return figures;
    }

    private static void classWise(
            ClassifiedSet set,
            ClassificationSettings settings,
            BootstrapSettings bootstrap,
            Map<ClassificationFigure, Estimate> figures) {
        Resampled classWise = new ClassWiseFigures(set, settings);
        double[] values = classWise.figures(once(set));
        boolean few = (long) set.size() * set.classes().size() <= MOST_PROBABILITIES;
        List<Interval> intervals = few
                ? Bootstrap.intervals(set.images().size(), classWise, bootstrap)
                : Collections.nCopies(2, Interval.UNKNOWN);
        List<ClassificationFigure> both = List.of(ClassificationFigure.CLASS_WISE_ECE, ClassificationFigure.TACE);
        for (int i = 0; i < both.size(); i++) {
            figures.put(both.get(i), new Estimate(measure(set, settings, both.get(i), values[i]), intervals.get(i)));
        }
    }

    private static Measure measure(
            ClassifiedSet set, ClassificationSettings settings, ClassificationFigure figure, double value) {
        return new Measure(value, ClassificationDefinitions.of(figure, set, settings));
    }

    private static OfClass row(ClassifiedSet set, int k, double calibrationError) {
        int rows = 0;
        int predicted = 0;
        int right = 0;
        double confidences = 0;
        for (int i = 0; i < set.size(); i++) {
            rows += set.label[i] == k ? 1 : 0;
            if (set.prediction[i] == k) {
                predicted++;
                confidences += set.confidence[i];
                right += set.correct[i] ? 1 : 0;
            }
        }
        return new OfClass(
                k,
                set.classes().name(k),
                rows,
                predicted,
                right / (double) rows,
                right / (double) predicted,
                (confidences - right) / predicted,
                calibrationError);
    }

    private static int[] once(ClassifiedSet set) {
        int[] weights = new int[set.images().size()];
        Arrays.fill(weights, 1);
        return weights;
    }

    private static double[] outcomes(ClassifiedSet set) {
        return IntStream.range(0, set.size())
                .mapToDouble(i -> set.correct[i] ? 1 : 0)
                .toArray();
    }
}
