package io.candor.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.calibrate.CalibrationEffect;
import io.candor.calibrate.ClassifierCalibration;
import io.candor.calibrate.ClassifierCalibrationFile;
import io.candor.calibrate.ClassifierEffect;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.read.ImageReader;
import io.candor.data.read.UnreadableImage;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ClassificationSettings;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.EvaluatedImage;
import io.candor.predictions.ClassificationFiles;
import io.candor.report.ClassifierContent;
import io.candor.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the report of a classifier from a CSV of its predictions: one page, every number as JSON, every chart as PNG.
 *
 * @param settings of {@link ReportKeys}, with {@link JudgedKeys#PREDICTIONS} a CSV, or {@link JudgedKeys#EVALUATION} the
 *     folder of an evaluation of one
 */
public record ReportClassifierRun(Settings settings) {

    private static final List<Key<?>> OF_DETECTORS = List.of(
            ReportKeys.AGAINST,
            ReportKeys.TRAIN,
            ReportKeys.POLICY,
            JudgedKeys.CONF,
            JudgedKeys.DATA,
            JudgedKeys.ANNOTATIONS,
            JudgedKeys.SPLIT,
            JudgedKeys.FIRST_CATEGORY);

    private static final String TITLE = "How good is this classifier?";

    /** Where the result is. */
    public record Result(RunFolder folder, Report report, ClassificationEvaluation evaluation) {}

    /** A report of a CSV. */
    public static ReportClassifierRun of(Path predictions) {
        return new ReportClassifierRun(Settings.of(ReportKeys.ALL).with(JudgedKeys.PREDICTIONS, predictions));
    }

    /** Whether the settings name a classifier's predictions rather than a detector's. */
    public static boolean suits(Settings settings) {
        return file(settings)
                .map(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".csv"))
                .orElse(false);
    }

    private static Optional<Path> file(Settings settings) {
        Optional<Path> evaluation = settings.given(JudgedKeys.EVALUATION);
        if (evaluation.isEmpty()) {
            return settings.given(JudgedKeys.PREDICTIONS);
        }
        JsonNode recorded =
                JudgedFiles.evaluation(evaluation.get()).path("provenance").path("predictions");
        return Optional.of(recorded.asText())
                .filter(text -> !text.isEmpty())
                .map(Path::of)
                .or(() -> Optional.of(evaluation.get().resolve(PictureJudgement.PREDICTIONS))
                        .filter(Files::isRegularFile));
    }

    /** A copy with one more setting. */
    public <T> ReportClassifierRun with(Key<T> key, T value) {
        return new ReportClassifierRun(settings.with(key, value));
    }

    /** {@link #run(RunListener)} without a listener. */
    public Result run() {
        return run(RunListener.SILENT);
    }

    /**
     * Reads, computes and writes.
     *
     * @throws InvalidInput if a file or the run folder cannot be used
     */
    public Result run(RunListener listener) {
        for (Key<?> key : OF_DETECTORS) {
            if (settings.given(key).isPresent()) {
                throw new InvalidInput(
                        "options", "%s is for detectors; leave it out for a classifier's CSV.".formatted(key.name()));
            }
        }
        Path predictions = file(settings).orElseThrow();
        ClassifiedSet set = ClassificationFiles.read(predictions);
        Optional<ClassifierContent.Calibrated> calibrated =
                settings.given(JudgedKeys.CALIBRATION).map(file -> calibrated(set, predictions, file));
        calibrated.ifPresent(given -> listener.say(given.words()));
        ClassificationEvaluation evaluation = ClassificationEvaluation.of(
                set,
                ClassificationSettings.defaults(),
                BootstrapSettings.defaults().affordable(set.size()));
        RunFolder folder = RunFolder.of(settings, ReportKeys.NAME);
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("version", Build.version());
        provenance.put("predictions", predictions.toString());
        provenance.put("predictions sha256", Contents.sha256(predictions));
        settings.given(JudgedKeys.CALIBRATION).ifPresent(file -> provenance.put("calibration", file.toString()));
        provenance.put("data fingerprint", set.fingerprint());
        provenance.put("written", LocalDate.now(ZoneOffset.UTC).toString());
        ClassifierContent content = new ClassifierContent(
                settings.given(ReportKeys.TITLE).orElse(TITLE),
                set,
                evaluation,
                calibrated,
                provenance,
                image -> picture(image, predictions));
        Report report = Report.write(content, folder.path());
        listener.say("Wrote %s, %s and the charts.".formatted(report.page(), report.numbers()));
        return new Result(folder, report, evaluation);
    }

    /** Before and after, on the rows it was not fitted on. */
    private static ClassifierContent.Calibrated calibrated(ClassifiedSet set, Path predictions, Path file) {
        WrittenConfidences.requireRaw(predictions, WrittenConfidences.twice(file));
        ClassifierCalibration calibration = ClassifierCalibrationFile.read(file);
        JudgedFiles.weights(predictions).ifPresent(model -> calibration.requireModel(model, file.toString()));
        Set<String> fitted = new HashSet<>(calibration.origin().images());
        ClassifiedSet unseen =
                set.hasNames() ? set.onImages(i -> !fitted.contains(set.images().get(i))) : set;
        boolean sameFile = Contents.sha256(predictions)
                .equals(calibration.origin().settings().get(CalibrateClassifierRun.FITTED_FILE));
        if (unseen.size() == 0 || (sameFile && !set.hasNames())) {
            throw new InvalidInput(
                    "calibration-overlap",
                    "%s was fitted on rows of %s, so it would be judged by what it has seen. Use rows it was not fitted on, or give rows a column image and fit on a part of them."
                            .formatted(file, predictions));
        }
        calibration.requireFits(unseen, file.toString());
        ClassifiedSet after = calibration.calibrator().apply(unseen);
        CalibrationEffect effect = ClassifierEffect.of(unseen, calibration.calibrator(), BootstrapSettings.defaults());
        String words = "Confidences after %s (%s, %s); it was fitted on %s."
                .formatted(
                        file.getFileName(),
                        calibration.calibrator().label(),
                        calibration
                                        .origin()
                                        .settings()
                                        .getOrDefault("method", "unknown")
                                        .equals("auto")
                                ? "chosen by held-out loss"
                                : "as asked for",
                        unseen.size() == set.size()
                                ? "none of these rows"
                                : "the other %d of these %d rows".formatted(set.size() - unseen.size(), set.size()));
        ClassificationSettings settings = ClassificationSettings.defaults();
        return new ClassifierContent.Calibrated(
                effect,
                ClassificationEvaluation.reliability(unseen, settings),
                ClassificationEvaluation.reliability(after, settings),
                words);
    }

    /** The picture a row names: as it is, in the folder of images, or beside the CSV. */
    private Optional<Image> picture(EvaluatedImage image, Path predictions) {
        Path beside = predictions.toAbsolutePath().resolveSibling(image.name());
        Path file = settings.given(JudgedKeys.IMAGES)
                .map(folder -> folder.resolve(image.name()))
                .filter(Files::isRegularFile)
                .orElse(beside);
        try {
            return Files.isRegularFile(file) ? Optional.of(ImageReader.read(file)) : Optional.empty();
        } catch (UnreadableImage unreadable) {
            return Optional.empty(); // a report without one picture is better than none
        }
    }
}
