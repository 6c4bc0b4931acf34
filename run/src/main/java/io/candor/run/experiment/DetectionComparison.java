package io.candor.run.experiment;

import io.candor.metric.Definition;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.ObjectParts;
import io.candor.metric.ReliabilityBin;
import io.candor.run.experiment.Experiment.Bin;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Experiment.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compares detectors that were judged by the same images: computes a {@link Block}. */
record DetectionComparison(String name, ComparedRuns<DetectedRun> runs) implements Comparison {

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

    @Override
    public Block block() {
        double recall = matchedRecall();
        int images = runs.first().set.images().size();
        List<Row> rows = new ArrayList<>(
                runs.rows(RESAMPLED, run -> run.figures(recall), figure -> note(figure, recall), images));
        rows.addAll(runs.rows(FURTHER, run -> run.further(recall), figure -> note(figure, recall)));
        return new Block(name, images, recall, runs.drawn(drawn()), rows, notes(), List.of());
    }

    /**
     * Where all runs can be compared fairly: the share of the objects that each finds at its own best F1, rounded down to
     * a multiple of .05. NaN without objects; 0 if a run finds next to nothing.
     */
    private double matchedRecall() {
        double all = runs.all().mapToDouble(DetectedRun::recallAtBest).min().orElse(Double.NaN);
        return Math.floor(all * STEPS + 1e-9) / STEPS;
    }

    private String note(Figure figure, double recall) {
        DetectedRun first = runs.first();
        return switch (figure) {
            case FALSE_ALARMS ->
                recall > 0 ? "where every run finds %.0f %% of the objects".formatted(100 * recall) : unmatched();
            case RARE_RECALL ->
                ObjectParts.rareClasses(first.set).stream()
                                .map(k -> first.set.classes().name(k))
                                .collect(Collectors.joining(", "))
                        + ": %d objects; %s".formatted(first.rare(recall).objects(), thresholds(recall));
            case CLOSE_RECALL ->
                "%d objects overlap another of their class; %s"
                        .formatted(first.close(recall).objects(), thresholds(recall));
            case TEMPERATURE -> "below 1: under-confident; above 1: over-confident";
            case NLL, NLL_TEMPERATURE -> "detections of at least %s".formatted(DetectedRun.FLOOR);
            default -> "";
        };
    }

    private String thresholds(double recall) {
        return recall > 0 ? "at the same thresholds" : unmatched();
    }

    /** Why there is no recall at which all runs could be compared. */
    private String unmatched() {
        DetectedRun weakest = runs.all()
                .min(Comparator.comparingDouble(DetectedRun::recallAtBest))
                .orElseThrow();
        return Double.isNaN(weakest.recallAtBest())
                ? "not compared: there are no objects"
                : String.format(
                        Locale.ROOT,
                        "not compared: %s finds only %.1f %% of the objects at its best F1",
                        runs.name(weakest),
                        100 * weakest.recallAtBest());
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        boolean unfitted = runs.all().anyMatch(run -> run.calibrated.isEmpty());
        if (unfitted) {
            notes.add("A temperature could not be fitted for every run: too few right or wrong detections.");
        }
        return notes;
    }

    @Override
    public Map<String, String> definitions() {
        DetectionEvaluation evaluation = runs.first().evaluation;
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
        definitions.put("interval", runs.interval(evaluation.images()));
        return definitions;
    }

    private static String text(Definition definition) {
        return definition.metric() + ": "
                + definition.choices().entrySet().stream()
                        .map(choice -> choice.getKey() + " " + choice.getValue())
                        .collect(Collectors.joining("; "));
    }

    private ComparedRuns.Drawn<DetectedRun> drawn() {
        return new ComparedRuns.Drawn<>(
                DetectionComparison::bins,
                run -> run.evaluation.histogram().right(),
                run -> run.evaluation.histogram().wrong(),
                runs.first().set.classes().names(),
                (run, k) -> run.evaluation.perClass().get(k).map50_95());
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
}
