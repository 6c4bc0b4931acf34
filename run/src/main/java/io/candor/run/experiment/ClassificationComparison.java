package io.candor.run.experiment;

import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.Interval;
import io.candor.metric.Resampled;
import io.candor.metric.ResampledClassifier;
import io.candor.run.experiment.Experiment.Arm;
import io.candor.run.experiment.Experiment.Bin;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Experiment.Cell;
import io.candor.run.experiment.Experiment.Curve;
import io.candor.run.experiment.Experiment.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compares classifiers that were judged by the same pictures: computes a {@link Block}. */
public final class ClassificationComparison {

    static final List<Figure> RESAMPLED = List.of(
            Figure.ACCURACY,
            Figure.RARE_RECALL,
            Figure.NLL,
            Figure.NLL_TEMPERATURE,
            Figure.ECE,
            Figure.ECE_TEMPERATURE,
            Figure.AURC);

    private static final List<Figure> FURTHER = List.of(Figure.TEMPERATURE, Figure.MEAN_RIGHT, Figure.MEAN_WRONG);
    private static final int BINS = 15;

    /**
     * An arm after its trainings.
     *
     * @param settings what it sets, in words
     * @param seeds of its trainings
     * @param sets per training, what it said; with labels and probabilities
     * @param curves what was written down after each epoch
     */
    public record Trained(
            String name, String settings, List<Integer> seeds, List<ClassifiedSet> sets, List<Curve> curves) {

        public Trained {
            seeds = List.copyOf(seeds);
            sets = List.copyOf(sets);
            curves = List.copyOf(curves);
        }
    }

    private final String name;
    private final List<Trained> trained;
    private final List<List<ClassifiedRun>> runs;
    private final BootstrapSettings bootstrap;

    private ClassificationComparison(String name, List<Trained> trained, BootstrapSettings bootstrap) {
        this.name = name;
        this.trained = trained;
        this.bootstrap = bootstrap;
        runs = trained.stream()
                .map(arm -> arm.sets().stream()
                        .map(set -> new ClassifiedRun(set, bootstrap.seed()))
                        .toList())
                .toList();
    }

    /**
     * Compares the arms with the first of them.
     *
     * @param name of the condition they were trained under; may be empty
     * @param trained the same number of trainings each, of the same seeds, judged by the same pictures
     */
    public static ClassificationComparison of(String name, List<Trained> trained, BootstrapSettings bootstrap) {
        return new ClassificationComparison(name, List.copyOf(trained), bootstrap);
    }

    /** All figures. */
    public Block block() {
        ClassifiedRun first = runs.get(0).get(0);
        List<List<Resampled>> figures = runs.stream()
                .map(arm -> arm.stream().map(ClassifiedRun::figures).toList())
                .toList();
        List<List<Cell>> cells =
                new PairedDifferences(figures, first.set.images().size(), bootstrap).cells();
        List<Row> rows = new ArrayList<>();
        for (int f = 0; f < RESAMPLED.size(); f++) {
            rows.add(new Row(RESAMPLED.get(f), note(RESAMPLED.get(f)), cells.get(f)));
        }
        FURTHER.forEach(figure -> rows.add(further(figure)));
        return new Block(
                name,
                first.set.images().size(),
                Double.NaN,
                IntStream.range(0, trained.size()).mapToObj(this::arm).toList(),
                rows,
                List.of(),
                List.of());
    }

    private Row further(Figure figure) {
        List<List<Double>> perSeed = runs.stream()
                .map(arm -> arm.stream().map(run -> run.further().get(figure)).toList())
                .toList();
        double first = mean(perSeed.get(0));
        return new Row(
                figure,
                note(figure),
                perSeed.stream()
                        .map(values -> new Cell(
                                mean(values), Interval.UNKNOWN, mean(values) - first, Interval.UNKNOWN, values))
                        .toList());
    }

    private String note(Figure figure) {
        ClassifiedRun first = runs.get(0).get(0);
        return switch (figure) {
            case RARE_RECALL ->
                ClassifiedRun.rareClasses(first.set).stream()
                        .map(k -> first.classes().name(k))
                        .collect(Collectors.joining(", "));
            case TEMPERATURE -> "below 1: under-confident; above 1: over-confident";
            default -> "";
        };
    }

    /** Exact meaning of every figure, by name. */
    public Map<String, String> definitions() {
        Map<String, String> definitions = new LinkedHashMap<>();
        definitions.put("accuracy", "share of the pictures whose most probable class is their label");
        definitions.put(
                "rare-class recall",
                "of classes with fewer than half the pictures each would have if all had equally many; if there is none, of the class with the fewest");
        definitions.put("NLL", "mean negative natural logarithm of the label's probability");
        definitions.put(
                "ECE", "gap between confidence and accuracy on 15 bins of equal width, open below (Guo et al. 2017)");
        definitions.put(
                "AURC",
                "mean over all coverages of the error rate of the most confident pictures (Geifman and El-Yaniv 2017)");
        definitions.put(
                "temperature fitted",
                "each picture's probabilities after a temperature fitted by log loss on other pictures of the same split (five folds)");
        definitions.put(
                "interval",
                bootstrap.words(runs.get(0).get(0).set.images().size())
                        + "; every resample is drawn once for all runs, seeds are averaged inside it");
        return definitions;
    }

    // ---- what is drawn

    private Arm arm(int index) {
        Trained arm = trained.get(index);
        List<ClassifiedRun> own = runs.get(index);
        return new Arm(
                arm.name(),
                arm.settings(),
                arm.seeds(),
                arm.curves(),
                bins(own),
                histogram(own, true),
                histogram(own, false),
                perClass(own));
    }

    private static Map<String, Double> perClass(List<ClassifiedRun> runs) {
        Map<String, Double> perClass = new LinkedHashMap<>();
        int[] once = new int[runs.get(0).set.images().size()];
        Arrays.fill(once, 1);
        for (int k = 0; k < runs.get(0).classes().size(); k++) {
            int label = k;
            perClass.put(
                    runs.get(0).classes().name(k),
                    runs.stream()
                            .mapToDouble(run -> ResampledClassifier.recall(run.set, Set.of(label))
                                    .figures(once)[0])
                            .average()
                            .orElse(Double.NaN));
        }
        return perClass;
    }

    private static List<Bin> bins(List<ClassifiedRun> runs) {
        double[][] sums = new double[BINS][3];
        for (ClassifiedRun run : runs) {
            for (int row = 0; row < run.set.size(); row++) {
                int bin = io.candor.metric.Edges.OPEN_CLOSED.bin(run.set.confidence(row), BINS);
                sums[bin][0]++;
                sums[bin][1] += run.set.confidence(row);
                sums[bin][2] += run.set.correct(row) ? 1 : 0;
            }
        }
        return IntStream.range(0, BINS)
                .mapToObj(b -> new Bin(
                        b / (double) BINS,
                        (b + 1) / (double) BINS,
                        (long) sums[b][0],
                        sums[b][1] / sums[b][0],
                        sums[b][2] / sums[b][0]))
                .toList();
    }

    private static List<Double> histogram(List<ClassifiedRun> runs, boolean right) {
        double[] sums = new double[ClassifiedRun.BINS];
        for (ClassifiedRun run : runs) {
            int[] own = run.histogram(right);
            Arrays.setAll(sums, b -> sums[b] + own[b] / (double) runs.size());
        }
        return Arrays.stream(sums).boxed().toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
    }
}
