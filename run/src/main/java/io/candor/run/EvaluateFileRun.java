package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.data.Split;
import io.candor.data.read.Dataset;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ClassificationSettings;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.ConfidenceHistogram;
import io.candor.metric.DetectionEstimates;
import io.candor.metric.Edges;
import io.candor.metric.EvaluationSet;
import io.candor.metric.EvaluationSettings;
import io.candor.predictions.ClassificationFiles;
import io.candor.predictions.DetectionFiles;
import io.candor.report.ClassificationCharts;
import io.candor.report.ClassificationJson;
import io.candor.report.EstimateTable;
import io.candor.report.EvaluationCharts;
import io.candor.report.EvaluationJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Judges predictions that any tool has written to a file, without a model: detections in COCO's results format against
 * annotations or a data set, or a CSV of a classifier's confidences and labels.
 *
 * @param settings of {@link EvaluateKeys}, with {@link EvaluateKeys#PREDICTIONS}
 */
public record EvaluateFileRun(Settings settings) {

    private static final String HELP = "options";

    /**
     * Where the result is.
     *
     * @param folder with evaluation.json and the charts
     * @param detection figures of a detector; empty for a CSV
     * @param classification figures of a classifier; present for a CSV
     */
    public record Result(
            RunFolder folder,
            Optional<DetectionEstimates> detection,
            Optional<ClassificationEvaluation> classification) {}

    /** An evaluation of a file of predictions; annotations or data still have to be set for detections. */
    public static EvaluateFileRun of(Path predictions) {
        return new EvaluateFileRun(Settings.of(EvaluateKeys.ALL).with(EvaluateKeys.PREDICTIONS, predictions));
    }

    /** A copy with one more setting. */
    public <T> EvaluateFileRun with(Key<T> key, T value) {
        return new EvaluateFileRun(settings.with(key, value));
    }

    /** {@link #run(RunListener)} without a listener. */
    public Result run() throws IOException {
        return run(RunListener.SILENT);
    }

    /**
     * Evaluates, says the figures with their intervals, and writes the run folder.
     *
     * @throws InvalidInput if a file or the run folder cannot be used
     */
    public Result run(RunListener listener) throws IOException {
        Path predictions = settings.required(EvaluateKeys.PREDICTIONS);
        if (settings.given(EvaluateKeys.MODEL).isPresent()) {
            throw new InvalidInput(
                    HELP,
                    "model and predictions are both given. Give --model to detect anew, or --predictions to judge a file.");
        }
        boolean table = predictions.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        settings.refuse(
                EvaluateKeys.OF_NETWORKS,
                HELP,
                "with --predictions no network runs, so that nothing reads it. Leave it out, or give --model.");
        settings.refuse(
                table ? EvaluateKeys.OF_DETECTORS : EvaluateKeys.OF_CLASSIFIERS,
                HELP,
                "%s is judged without it. Leave it out."
                        .formatted(table ? "a classifier's table" : "a file of detections"));
        return table ? classifier(predictions, listener) : detector(predictions, listener);
    }

    /** The detections of the file together with what is there. */
    static EvaluationSet set(Settings settings) {
        Path predictions = settings.required(EvaluateKeys.PREDICTIONS);
        Optional<Path> annotations = settings.given(EvaluateKeys.ANNOTATIONS);
        Optional<Path> data = settings.given(EvaluateKeys.DATA);
        if (annotations.isPresent()) {
            return DetectionFiles.coco(annotations.get(), predictions, EvaluateKeys.overlap(settings));
        }
        if (data.isEmpty()) {
            throw new InvalidInput(
                    HELP,
                    "predictions need something to be judged by. Give --annotations with COCO annotations, or --data with a data set; a classifier's file must end in .csv.");
        }
        if (data.get().toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
            return DetectionFiles.coco(data.get(), predictions, EvaluateKeys.overlap(settings));
        }
        Dataset dataset = TrainingData.read(settings);
        Split split = Split.valueOf(settings.value(EvaluateKeys.SPLIT).toUpperCase(Locale.ROOT));
        return DetectionFiles.dataset(
                JudgedFiles.judged(dataset, split, predictions),
                split,
                predictions,
                JudgedFiles.firstCategory(settings.value(EvaluateKeys.FIRST_CATEGORY), predictions),
                EvaluateKeys.overlap(settings));
    }

    private Result detector(Path predictions, RunListener listener) throws IOException {
        EvaluationSet set = AppliedCalibration.applied(set(settings), predictions, settings, listener);
        DetectionEstimates estimates = DetectionEstimates.of(set, settings(settings), bootstrap(settings));
        RunFolder folder = RunFolder.of(settings, EvaluateKeys.NAME);
        EvaluationJson.write(estimates, provenance(predictions), folder.file(Judgement.FILE));
        EvaluationCharts.write(estimates.evaluation(), folder.path());
        folder.write(ArgsYaml.FILE, ArgsYaml.text(settings));
        listener.say("%d images, %d objects, %d detections of %s:"
                .formatted(
                        estimates.evaluation().images(),
                        estimates.evaluation().objects(),
                        estimates.evaluation().detections(),
                        predictions));
        EstimateTable.lines(estimates).forEach(listener::say);
        return new Result(folder, Optional.of(estimates), Optional.empty());
    }

    private Result classifier(Path predictions, RunListener listener) throws IOException {
        ClassifiedSet set =
                AppliedCalibration.applied(ClassificationFiles.read(predictions), predictions, settings, listener);
        ClassificationSettings how = ClassificationSettings.defaults()
                .withBins(settings.value(EvaluateKeys.BINS))
                .withEdges(edges(settings.value(EvaluateKeys.EDGES)));
        ClassificationEvaluation evaluation = ClassificationEvaluation.of(set, how, bootstrap(settings));
        RunFolder folder = RunFolder.of(settings, EvaluateKeys.NAME);
        ClassificationCharts.write(evaluation, ConfidenceHistogram.of(set), folder.path());
        ClassificationJson.write(evaluation, provenance(predictions), folder.file(Judgement.FILE));
        folder.write(ArgsYaml.FILE, ArgsYaml.text(settings));
        listener.say("%d predictions on %d images of %s:".formatted(set.size(), evaluation.images(), predictions));
        EstimateTable.lines(evaluation).forEach(listener::say);
        return new Result(folder, Optional.empty(), Optional.of(evaluation));
    }

    static Edges edges(String name) {
        return switch (name) {
            case "open-closed-without-zero" -> Edges.OPEN_CLOSED_WITHOUT_ZERO;
            case "closed-open" -> Edges.CLOSED_OPEN;
            case "closed-open-extra" -> Edges.CLOSED_OPEN_EXTRA;
            default -> Edges.OPEN_CLOSED;
        };
    }

    /** How detections are judged. */
    static EvaluationSettings settings(Settings settings) {
        return EvaluationSettings.defaults()
                .withMaxDetections(settings.value(EvaluateKeys.MAX_DET))
                .withConfidenceFloor(settings.value(EvaluateKeys.FLOOR));
    }

    static BootstrapSettings bootstrap(Settings settings) {
        return BootstrapSettings.defaults().withResamples(settings.value(EvaluateKeys.RESAMPLES));
    }

    private Map<String, Object> provenance(Path predictions) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("version", Build.version());
        record.put("predictions", predictions.toAbsolutePath().toString());
        JudgedFiles.weights(predictions).ifPresent(model -> record.put(Located.WEIGHTS, model));
        WrittenConfidences.applied(predictions).ifPresent(by -> record.put(EvaluateKeys.CALIBRATION.name(), by));
        settings.effective().forEach((name, value) -> {
            if (value != null) {
                record.putIfAbsent(name, value instanceof Path path ? path.toString() : value);
            }
        });
        return record;
    }
}
