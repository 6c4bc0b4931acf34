package io.candor.run.experiment;

import io.candor.metric.BootstrapSettings;
import io.candor.metric.Definition;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.EvaluationSet;
import io.candor.metric.Interval;
import io.candor.metric.ObjectParts;
import io.candor.metric.ReliabilityBin;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compares detectors that were judged by the same images: computes a {@link Block}. */
public final class DetectionComparison {

    static final List<Figure> RESAMPLED = List.of(
            Figure.MAP50_95,
            Figure.MAP50,
            Figure.FALSE_ALARMS,
            Figure.RARE_RECALL,
            Figure.CLOSE_RECALL,
            Figure.NLL,
            Figure.NLL_TEMPERATURE,
            Figure.D_ECE,
            Figure.D_ECE_TEMPERATURE);

    private static final List<Figure> FURTHER =
            List.of(Figure.TEMPERATURE, Figure.RECALL, Figure.THRESHOLD, Figure.MEAN_RIGHT, Figure.MEAN_WRONG);

    private static final int STEPS = 20; // of .05 each

    /**
     * An arm after its trainings.
     *
     * @param settings what it sets, in words
     * @param seeds of its trainings
     * @param sets per training, what it found
     * @param curves what was written down after each epoch
     */
    public record Trained(
            String name, String settings, List<Integer> seeds, List<EvaluationSet> sets, List<Curve> curves) {

        public Trained {
            seeds = List.copyOf(seeds);
            sets = List.copyOf(sets);
            curves = List.copyOf(curves);
        }
    }

    private final String name;
    private final List<Trained> trained;
    private final List<List<DetectedRun>> runs;
    private final BootstrapSettings bootstrap;

    private DetectionComparison(String name, List<Trained> trained, BootstrapSettings bootstrap) {
        this.name = name;
        this.trained = trained;
        this.bootstrap = bootstrap;
        runs = trained.stream()
                .map(arm -> arm.sets().stream()
                        .map(set -> new DetectedRun(set, bootstrap.seed()))
                        .toList())
                .toList();
    }

    /**
     * Compares the arms with the first of them.
     *
     * @param name of the condition they were trained under; may be empty
     * @param trained the same number of trainings each, of the same seeds, judged by the same images
     */
    public static DetectionComparison of(String name, List<Trained> trained, BootstrapSettings bootstrap) {
        return new DetectionComparison(name, List.copyOf(trained), bootstrap);
    }

    /** All figures, without pictures of images. */
    public Block block() {
        double recall = matchedRecall();
        DetectedRun first = runs.get(0).get(0);
        List<List<Cell>> cells = new PairedDifferences(
                        runs.stream()
                                .map(arm -> arm.stream()
                                        .map(run -> run.figures(recall))
                                        .toList())
                                .toList(),
                        first.set.images().size(),
                        bootstrap)
                .cells();
        List<Row> rows = new ArrayList<>();
        for (int f = 0; f < RESAMPLED.size(); f++) {
            rows.add(new Row(RESAMPLED.get(f), note(RESAMPLED.get(f), recall), cells.get(f)));
        }
        FURTHER.forEach(figure -> rows.add(further(figure, recall)));
        return new Block(
                name,
                first.set.images().size(),
                recall,
                IntStream.range(0, trained.size()).mapToObj(this::arm).toList(),
                rows,
                notes(),
                List.of());
    }

    /**
     * Where all runs can be compared fairly: the share of the objects that each finds at its own best F1, rounded down to
     * a multiple of .05. NaN without objects; 0 if a run finds next to nothing.
     */
    private double matchedRecall() {
        double all = runs.stream()
                .flatMap(List::stream)
                .mapToDouble(DetectedRun::recallAtBest)
                .min()
                .orElse(Double.NaN);
        return Math.floor(all * STEPS + 1e-9) / STEPS;
    }

    private Row further(Figure figure, double recall) {
        List<List<Double>> perSeed = runs.stream()
                .map(arm ->
                        arm.stream().map(run -> run.further(recall).get(figure)).toList())
                .toList();
        double first = mean(perSeed.get(0));
        return new Row(
                figure,
                note(figure, recall),
                perSeed.stream()
                        .map(values -> new Cell(
                                mean(values), Interval.UNKNOWN, mean(values) - first, Interval.UNKNOWN, values))
                        .toList());
    }

    private String note(Figure figure, double recall) {
        DetectedRun first = runs.get(0).get(0);
        return switch (figure) {
            case FALSE_ALARMS -> "where every run finds %.0f %% of the objects".formatted(100 * recall);
            case RARE_RECALL ->
                ObjectParts.rareClasses(first.set).stream()
                                .map(k -> first.set.classes().name(k))
                                .collect(Collectors.joining(", "))
                        + ": %d objects; at the same thresholds"
                                .formatted(first.rare(recall).objects());
            case CLOSE_RECALL ->
                "%d objects overlap another of their class; at the same thresholds"
                        .formatted(first.close(recall).objects());
            case TEMPERATURE -> "below 1: under-confident; above 1: over-confident";
            case NLL, NLL_TEMPERATURE -> "detections of at least %s".formatted(DetectedRun.FLOOR);
            default -> "";
        };
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        boolean unfitted = runs.stream().flatMap(List::stream).anyMatch(run -> run.calibrated.isEmpty());
        if (unfitted) {
            notes.add("A temperature could not be fitted for every run: too few right or wrong detections.");
        }
        return notes;
    }

    /** Exact meaning of every figure, by name. */
    public Map<String, String> definitions() {
        DetectionEvaluation evaluation = runs.get(0).get(0).evaluation;
        Map<String, String> definitions = new LinkedHashMap<>();
        definitions.put("mAP50, mAP50-95", text(evaluation.coco().measure().definition()));
        definitions.put(
                "matched recall",
                "the share of all objects that every run finds at its own best F1, rounded down to a multiple of .05; each run is then looked at from its own threshold on, which is kept when images are resampled, except for false alarms");
        definitions.put(
                "false alarms per image", "detections that match no object by an IoU of .5, all classes together");
        definitions.put(
                "rare-class recall",
                "of classes with fewer than half the objects each would have if all had equally many; if there is none, of the class with the fewest");
        definitions.put(
                "close-neighbour recall", "of objects whose box overlaps that of another object of their class");
        definitions.put("D-ECE", text(evaluation.calibration().expected().definition()));
        definitions.put(
                "NLL",
                "mean log loss of confidence against right or wrong at IoU .5, over detections of raw confidence %s or more: each run's own, so it weighs what a run claims, not what it misses"
                        .formatted(DetectedRun.FLOOR));
        definitions.put(
                "temperature fitted",
                "each image's confidences divided, as log odds, by a temperature fitted on other images of the same split (five folds; classes drawn together); kept as they are where that does not lower the held-out loss");
        definitions.put(
                "mean confidence",
                "of detections from %s up; right: matched to an object of its class by an IoU of at least %s"
                        .formatted(
                                evaluation.histogram().confidenceFloor(),
                                evaluation.histogram().iou()));
        definitions.put(
                "interval",
                bootstrap.words(evaluation.images())
                        + "; every resample is drawn once for all runs, seeds are averaged inside it");
        return definitions;
    }

    private static String text(Definition definition) {
        return definition.metric() + ": "
                + definition.choices().entrySet().stream()
                        .map(choice -> choice.getKey() + " " + choice.getValue())
                        .collect(Collectors.joining("; "));
    }

    // ---- what is drawn

    private Arm arm(int index) {
        Trained arm = trained.get(index);
        List<DetectedRun> own = runs.get(index);
        Map<String, Double> perClass = new LinkedHashMap<>();
        for (DetectionEvaluation.OfClass row : own.get(0).evaluation.perClass()) {
            perClass.put(
                    row.name(),
                    own.stream()
                            .mapToDouble(run -> run.evaluation
                                    .perClass()
                                    .get(row.classIndex())
                                    .map50_95())
                            .average()
                            .orElse(Double.NaN));
        }
        return new Arm(
                arm.name(),
                arm.settings(),
                arm.seeds(),
                arm.curves(),
                bins(own),
                histogram(own, run -> run.evaluation.histogram().right()),
                histogram(own, run -> run.evaluation.histogram().wrong()),
                perClass);
    }

    private static List<Bin> bins(List<DetectedRun> runs) {
        List<List<ReliabilityBin>> each = runs.stream()
                .map(run -> run.evaluation.calibration().pooled().bins())
                .toList();
        return IntStream.range(0, each.get(0).size())
                .mapToObj(b -> together(each.stream().map(bins -> bins.get(b)).toList()))
                .toList();
    }

    private static Bin together(List<ReliabilityBin> bins) {
        long count = bins.stream().mapToLong(ReliabilityBin::count).sum();
        return new Bin(
                bins.get(0).low(),
                bins.get(0).high(),
                count,
                weighted(bins, ReliabilityBin::meanConfidence) / count,
                weighted(bins, ReliabilityBin::meanOutcome) / count);
    }

    private static double weighted(List<ReliabilityBin> bins, Function<ReliabilityBin, Double> value) {
        return bins.stream()
                .filter(bin -> !bin.isEmpty())
                .mapToDouble(bin -> bin.count() * value.apply(bin))
                .sum();
    }

    private static List<Double> histogram(List<DetectedRun> runs, Function<DetectedRun, int[]> counts) {
        int[] first = counts.apply(runs.get(0));
        double[] sums = new double[first.length];
        for (DetectedRun run : runs) {
            int[] own = counts.apply(run);
            Arrays.setAll(sums, b -> sums[b] + own[b] / (double) runs.size());
        }
        return Arrays.stream(sums).boxed().toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
    }
}
