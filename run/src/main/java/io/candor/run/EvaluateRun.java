package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.Dataset;
import io.candor.detect.SuppressionOptions;
import io.candor.infer.Judge;
import io.candor.metric.DetectionEstimates;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.EvaluatedImage;
import io.candor.metric.Extent;
import io.candor.report.EstimateTable;
import io.candor.train.MemoryLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Judges a detector on a split of a data set, weights in square letterboxes or an exported file in its own frame: COCO's
 * average precision, calibration, charts.
 *
 * @param settings of {@link EvaluateKeys}
 */
public record EvaluateRun(Settings settings) {

    /**
     * Where the result is.
     *
     * @param folder with evaluation.json, predictions.json and the charts
     * @param evaluation the same as an object
     * @param masks the same by masks, of a network that outlines what it finds
     * @param detections what was found on each image that could be read, in its pixels
     */
    public record Result(
            RunFolder folder,
            DetectionEvaluation evaluation,
            Optional<DetectionEvaluation> masks,
            Map<Sample, List<Detection>> detections) {}

    /** An evaluation of a weight file on a data set, with defaults for everything else. */
    public static EvaluateRun of(Path model, Path data) {
        return new EvaluateRun(
                Settings.of(EvaluateKeys.ALL).with(EvaluateKeys.MODEL, model).with(EvaluateKeys.DATA, data));
    }

    /** A copy with one more setting. */
    public <T> EvaluateRun with(Key<T> key, T value) {
        return new EvaluateRun(settings.with(key, value));
    }

    /** {@link #run(RunListener)} without a listener. */
    public Result run() throws IOException {
        return run(RunListener.SILENT);
    }

    /**
     * Evaluates and writes the run folder.
     *
     * @throws InvalidInput if model, data set or run folder cannot be used
     */
    public Result run(RunListener listener) throws IOException {
        ModelFile.requireDetector(settings);
        return new EvaluateRun(ImageSize.asTrained(settings, EvaluateKeys.IMGSZ, listener)).evaluate(listener);
    }

    private Result evaluate(RunListener listener) throws IOException {
        EvaluateKeys.refuseForeign(settings, EvaluateKeys.OF_CLASSIFIERS, "a detector");
        Path model = settings.required(EvaluateKeys.MODEL);
        try (LoadedDetector detector = LoadedDetector.of(settings, model, listener)) {
            Judge beside = detector.judge();
            Dataset read = TrainingData.read(settings);
            read.notes().forEach(listener::say);
            Split split = Split.valueOf(settings.value(EvaluateKeys.SPLIT).toUpperCase(Locale.ROOT));
            requireSameClasses(model, detector.classes(), read);
            detector.requireAll(suppression());
            Extent widest = widest(detector, read.require(split), listener);
            Dataset dataset = Outlines.judged(read, split, widest);
            List<Sample> all = dataset.require(split);
            AppliedCalibration calibration = AppliedCalibration.asked(settings, model, listener);
            calibration.requireClasses(dataset.classes());
            calibration.tellOther(widest, listener);
            Function<Sample, String> name =
                    sample -> EvaluatedImage.of(dataset.source(), sample).name();
            Set<String> unseen = calibration.unseen(all.stream().map(name).toList(), listener);
            List<Sample> samples = all.stream()
                    .filter(sample -> unseen.contains(name.apply(sample)))
                    .toList();
            MemoryLimit.checkEvaluation(detector.imageSize(), settings.value(EvaluateKeys.BATCH), samples.size());
            RunFolder folder = RunFolder.of(settings, EvaluateKeys.NAME);
            SkippedList.write(folder, dataset.skipped(), listener);
            LoadedDetector.Pass pass = detector.run(samples, suppression(), listener, "evaluate");
            SkippedList.extend(folder, dataset.skipped(), pass.skipped(), listener);
            Judgement judgement =
                    Judgement.of(calibration.apply(pass.found()), dataset.source(), dataset.classes(), widest);
            DetectionEstimates estimates = DetectionEstimates.of(
                    judgement.set(), EvaluateFileRun.settings(settings), EvaluateFileRun.bootstrap(settings));
            Optional<DetectionEstimates> masks = judgement
                    .masks()
                    .map(known -> DetectionEstimates.of(
                            judgement.set().by(Extent.MASK),
                            EvaluateFileRun.settings(settings),
                            EvaluateFileRun.bootstrap(settings)));
            judgement.write(
                    folder,
                    estimates,
                    masks,
                    Located.provenance(settings, model.toAbsolutePath(), detector.precision()));
            judgement.writePredictions(folder);
            folder.write(ArgsYaml.FILE, ArgsYaml.text(settings));
            judgement.say(listener, pass.found().imagesPerSecond());
            EstimateTable.lines(estimates).forEach(listener::say);
            masks.ifPresent(figures -> {
                listener.say("By masks:");
                EstimateTable.lines(figures).forEach(listener::say);
            });
            verdicts(model, beside, pass.found()).ifPresent(listener::say);
            return new Result(
                    folder, estimates.evaluation(), masks.map(DetectionEstimates::evaluation), judgement.detections());
        }
    }

    /** By masks too, where the detector has them and the data outlines, unless the settings say it. */
    private Extent widest(LoadedDetector detector, List<Sample> samples, RunListener listener) {
        if (settings.given(EvaluateKeys.OVERLAP).isPresent()) {
            detector.requireExtent(EvaluateKeys.overlap(settings));
            return EvaluateKeys.overlap(settings);
        }
        if (detector.hasMasks() && !Outlines.areIn(samples)) {
            listener.say("No image has outlines of all its objects, so the network is judged by boxes alone.");
            return Extent.BOX;
        }
        return detector.hasMasks() ? Extent.MASK : Extent.BOX;
    }

    /** What applications make of the images, by what lies beside the model. */
    private static Optional<String> verdicts(Path model, Judge judge, SplitInference.Found found) {
        double wanted = SuppressionOptions.forPrediction().confidence();
        AppliedPolicy policy = new AppliedPolicy(
                judge.policy(),
                (judge.calibrates() ? "the calibration and the policy beside " : "the policy beside ") + model);
        return policy.verdicts(found.detections().values().stream()
                .map(image -> image.stream()
                        .filter(one -> judge.reports(one, wanted))
                        .map(one -> one.withConfidence(judge.calibrated(one).orElse(one.confidence())))
                        .toList())
                .toList());
    }

    private SuppressionOptions suppression() {
        return SuppressionOptions.forEvaluation()
                .withConfidence(settings.value(EvaluateKeys.CONF))
                .withIou(settings.value(EvaluateKeys.IOU))
                .withMaxDetections(settings.value(EvaluateKeys.MAX_DET));
    }

    /** The network's classes must be the data set's; other names of the same number are taken as a translation. */
    static void requireSameClasses(Path model, Classes classes, Dataset dataset) {
        if (classes.size() != dataset.classes().size()) {
            throw new InvalidInput(
                    "classes-differ",
                    "%s knows %d classes (%s), but %s has %d (%s). Evaluate on a data set with the classes the model was trained for."
                            .formatted(
                                    model,
                                    classes.size(),
                                    few(classes),
                                    dataset.source(),
                                    dataset.classes().size(),
                                    few(dataset.classes())));
        }
    }

    private static String few(Classes classes) {
        List<String> names = classes.names();
        return names.size() <= 3 ? String.join(", ", names) : String.join(", ", names.subList(0, 3)) + ", ...";
    }
}
