package io.candor.run.experiment;

import io.candor.metric.BootstrapSettings;
import io.candor.metric.Interval;
import io.candor.metric.Resampled;
import io.candor.run.experiment.Experiment.Arm;
import io.candor.run.experiment.Experiment.Bin;
import io.candor.run.experiment.Experiment.Cell;
import io.candor.run.experiment.Experiment.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The trainings of all arms, each ready to be counted; arms are compared with the first.
 *
 * @param <R> one training as its task counts it
 * @param arms the same number of trainings each, of the same seeds
 * @param runs per arm, its trainings
 * @param bootstrap how intervals are drawn
 */
record ComparedRuns<R>(List<? extends Trained<?>> arms, List<List<R>> runs, BootstrapSettings bootstrap) {

    /**
     * What charts show of a task's trainings.
     *
     * @param bins of the reliability diagram, the trainings of an arm together
     * @param right claims of a training per confidence bin that are right
     * @param wrong claims per confidence bin that are wrong
     * @param classes their names
     * @param perClass figure of a training for the class of an index
     */
    record Drawn<R>(
            Function<List<R>, List<Bin>> bins,
            Function<R, int[]> right,
            Function<R, int[]> wrong,
            List<String> classes,
            ToDoubleBiFunction<R, Integer> perClass) {}

    /** @param counted makes a training ready */
    static <S, R> ComparedRuns<R> of(List<Trained<S>> arms, Function<S, R> counted, BootstrapSettings bootstrap) {
        List<List<R>> runs = arms.stream()
                .map(arm -> arm.sets().stream().map(counted).toList())
                .toList();
        return new ComparedRuns<>(List.copyOf(arms), runs, bootstrap);
    }

    /** The first training of the first arm; what it is judged by, all are. */
    R first() {
        return runs.get(0).get(0);
    }

    /** A training in words: its arm and seed. */
    String name(R run) {
        for (int a = 0; a < arms.size(); a++) {
            int seed = runs.get(a).indexOf(run);
            if (seed >= 0) {
                return "'%s', seed %d,"
                        .formatted(arms.get(a).name(), arms.get(a).seeds().get(seed));
            }
        }
        throw new IllegalArgumentException("no training of this comparison: " + run);
    }

    /** Every training. */
    Stream<R> all() {
        return runs.stream().flatMap(List::stream);
    }

    /**
     * A row per figure that has intervals.
     *
     * @param counted a training's figures, in that order
     * @param images number of images that all are judged by
     */
    List<Row> rows(List<Figure> figures, Function<R, Resampled> counted, Function<Figure, String> note, int images) {
        List<List<Resampled>> each =
                runs.stream().map(arm -> arm.stream().map(counted).toList()).toList();
        List<List<Cell>> cells = new PairedDifferences(each, images, bootstrap).cells();
        List<Row> rows = new ArrayList<>();
        for (int f = 0; f < figures.size(); f++) {
            rows.add(new Row(figures.get(f), note.apply(figures.get(f)), cells.get(f)));
        }
        return rows;
    }

    /** A row per figure that has none. */
    List<Row> rows(List<Figure> figures, Function<R, Map<Figure, Double>> values, Function<Figure, String> note) {
        return figures.stream()
                .map(figure -> new Row(
                        figure,
                        note.apply(figure),
                        cells(run -> values.apply(run).get(figure))))
                .toList();
    }

    private List<Cell> cells(Function<R, Double> value) {
        List<List<Double>> perSeed =
                runs.stream().map(arm -> arm.stream().map(value).toList()).toList();
        double first = mean(perSeed.get(0));
        return perSeed.stream()
                .map(values -> new Cell(mean(values), Interval.UNKNOWN, mean(values) - first, Interval.UNKNOWN, values))
                .toList();
    }

    /** The arms as the page shows them. */
    List<Arm> drawn(Drawn<R> drawn) {
        return IntStream.range(0, arms.size())
                .mapToObj(a -> arm(arms.get(a), runs.get(a), drawn))
                .toList();
    }

    private Arm arm(Trained<?> arm, List<R> own, Drawn<R> drawn) {
        Map<String, Double> perClass = new LinkedHashMap<>();
        for (int k = 0; k < drawn.classes().size(); k++) {
            int index = k;
            perClass.put(
                    drawn.classes().get(k),
                    own.stream()
                            .mapToDouble(run -> drawn.perClass().applyAsDouble(run, index))
                            .average()
                            .orElse(Double.NaN));
        }
        return new Arm(
                arm.name(),
                arm.settings(),
                arm.seeds(),
                arm.curves(),
                drawn.bins().apply(own),
                histogram(own, drawn.right()),
                histogram(own, drawn.wrong()),
                perClass);
    }

    private List<Double> histogram(List<R> own, Function<R, int[]> counts) {
        double[] sums = new double[counts.apply(own.get(0)).length];
        for (R run : own) {
            int[] each = counts.apply(run);
            Arrays.setAll(sums, b -> sums[b] + each[b] / (double) own.size());
        }
        return Arrays.stream(sums).boxed().toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
    }

    /** What an interval is, in words. */
    String interval(int images) {
        return bootstrap.words(images) + "; every resample is drawn once for all runs, seeds are averaged inside it";
    }
}
