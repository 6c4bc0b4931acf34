package io.candor.run.experiment;

import io.candor.metric.Edges;
import io.candor.run.experiment.Experiment.Bin;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Experiment.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compares classifiers that were judged by the same pictures: computes a {@link Block}. */
record ClassificationComparison(String name, ComparedRuns<ClassifiedRun> runs) implements Comparison {

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

    @Override
    public Block block() {
        List<Row> rows = new ArrayList<>(runs.rows(RESAMPLED, ClassifiedRun::figures, this::note, images()));
        rows.addAll(runs.rows(FURTHER, ClassifiedRun::further, this::note));
        return new Block(name, images(), Double.NaN, runs.drawn(drawn()), rows, List.of(), List.of());
    }

    private int images() {
        return runs.first().set.images().size();
    }

    private String note(Figure figure) {
        ClassifiedRun first = runs.first();
        return switch (figure) {
            case RARE_RECALL ->
                first.rareClasses().stream().map(k -> first.classes().name(k)).collect(Collectors.joining(", "));
            case TEMPERATURE -> "below 1: under-confident; above 1: over-confident";
            default -> "";
        };
    }

    @Override
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
        definitions.put("interval", runs.interval(images()));
        return definitions;
    }

    private ComparedRuns.Drawn<ClassifiedRun> drawn() {
        return new ComparedRuns.Drawn<>(
                ClassificationComparison::bins,
                run -> run.histogram(true),
                run -> run.histogram(false),
                runs.first().classes().names(),
                ClassifiedRun::recall);
    }

    private static List<Bin> bins(List<ClassifiedRun> runs) {
        double[][] sums = new double[BINS][3];
        for (ClassifiedRun run : runs) {
            for (int row = 0; row < run.set.size(); row++) {
                int bin = Edges.OPEN_CLOSED.bin(run.set.confidence(row), BINS);
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
}
