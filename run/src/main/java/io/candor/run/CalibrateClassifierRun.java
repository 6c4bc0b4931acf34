package io.candor.run;

import io.candor.calibrate.CalibrationEffect;
import io.candor.calibrate.CalibrationFile;
import io.candor.calibrate.CalibrationOrigin;
import io.candor.calibrate.ClassifierCalibration;
import io.candor.calibrate.ClassifierCalibrationFile;
import io.candor.calibrate.ClassifierEffect;
import io.candor.calibrate.ClassifierFit;
import io.candor.calibrate.ClassifierFitOptions;
import io.candor.calibrate.Folds;
import io.candor.data.InvalidInput;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassifiedSet;
import io.candor.predictions.ClassificationFiles;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fits a calibrator for a classifier on a CSV of its probabilities or confidences and labels, and judges it on rows it
 * has not seen.
 *
 * @param settings of {@link CalibrateKeys}, with {@link TrustKeys#PREDICTIONS} a CSV
 */
public record CalibrateClassifierRun(Settings settings) {

    /** The key of a calibration's record that names the file it was fitted on: rows without names have nothing else. */
    static final String FITTED_FILE = "predictions_sha256";

    /** What is about boxes, data sets or splits. */
    private static final List<Key<?>> OF_DETECTORS = List.of(
            TrustKeys.DATA,
            TrustKeys.IMAGES,
            TrustKeys.SPLIT,
            TrustKeys.ANNOTATIONS,
            TrustKeys.MATCH_IOU,
            CalibrateKeys.TARGET,
            CalibrateKeys.FLOOR,
            CalibrateKeys.LRP_CUT,
            CalibrateKeys.FIT_SPLIT);

    /**
     * What was fitted and what it does.
     *
     * @param file where it was written
     */
    public record Result(Path file, ClassifierCalibration calibration, ClassifierFit fit, CalibrationEffect effect) {}

    /** A calibration of the rows of a CSV, with defaults for everything else. */
    public static CalibrateClassifierRun of(Path predictions) {
        return new CalibrateClassifierRun(Settings.of(CalibrateKeys.ALL).with(TrustKeys.PREDICTIONS, predictions));
    }

    /** Whether the settings name a classifier's predictions rather than a detector's. */
    public static boolean suits(Settings settings) {
        return settings.given(TrustKeys.PREDICTIONS)
                .map(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".csv"))
                .orElse(false);
    }

    /** A copy with one more setting. */
    public <T> CalibrateClassifierRun with(Key<T> key, T value) {
        return new CalibrateClassifierRun(settings.with(key, value));
    }

    /** {@link #run(RunListener)} without a listener. */
    public Result run() {
        return run(RunListener.SILENT);
    }

    /** The rows to fit on, the calibrator, and how it was judged. */
    private record Judged(ClassifiedSet fitted, Path file, ClassifierFit fit, CalibrationEffect effect) {}

    /**
     * Fits, judges and writes the calibration.
     *
     * @throws InvalidInput if a file cannot be used, the same images are on both sides, or there is too little to fit on
     */
    public Result run(RunListener listener) {
        OF_DETECTORS.stream()
                .filter(key -> settings.given(key).isPresent())
                .findFirst()
                .ifPresent(key -> {
                    throw new InvalidInput(
                            "options",
                            "%s is for detections, but %s holds a classifier's predictions. Leave it out."
                                    .formatted(key.name(), settings.required(TrustKeys.PREDICTIONS)));
                });
        Judged judged = judged(listener);
        Path out = settings.given(CalibrateKeys.OUT)
                .orElseGet(() -> settings.given(TrustKeys.MODEL)
                        .orElse(settings.required(TrustKeys.PREDICTIONS))
                        .resolveSibling(CalibrationFile.NAME));
        ClassifierCalibration calibration =
                ClassifierCalibrationFile.write(out, judged.fit, judged.effect, origin(judged));
        CalibrationText.lines(judged.fit, judged.effect).forEach(listener::say);
        listener.say("Calibration in " + out);
        return new Result(out, calibration, judged.fit, judged.effect);
    }

    private Judged judged(RunListener listener) {
        Path predictions = settings.required(TrustKeys.PREDICTIONS);
        ClassifiedSet all = ClassificationFiles.read(predictions);
        Optional<Path> other = settings.given(CalibrateKeys.FIT_PREDICTIONS);
        double fraction = settings.value(CalibrateKeys.FIT_FRACTION);
        for (Path file : other.map(fit -> List.of(predictions, fit)).orElse(List.of(predictions))) {
            WrittenConfidences.requireRaw(file, WrittenConfidences.twice("what is fitted here"));
        }
        if (other.isPresent() && fraction > 0) {
            throw new InvalidInput(
                    "options",
                    "--fit-predictions and --fit-fraction both say what to fit on. Give one: another file, or a share of this one.");
        }
        if (other.isPresent()) {
            ClassifiedSet fitted = ClassificationFiles.read(other.get());
            requireDisjoint(fitted, other.get(), all, predictions, listener);
            return separate(fitted, other.get(), all);
        }
        if (fraction > 0) {
            boolean[] chosen = Folds.share(all.images(), fraction, settings.value(TrustKeys.SEED));
            return separate(all.onImages(i -> chosen[i]), predictions, all.onImages(i -> !chosen[i]));
        }
        ClassifierFit fit = ClassifierFit.of(all, options());
        return new Judged(all, predictions, fit, ClassifierEffect.crossFitted(all, options(), bootstrap()));
    }

    private Judged separate(ClassifiedSet fitted, Path file, ClassifiedSet judged) {
        ClassifierFit fit = ClassifierFit.of(fitted, options());
        CalibrationOrigin none = new CalibrationOrigin("", "", List.of(), Map.of());
        new ClassifierCalibration(fit.calibrator(), none, "").requireFits(judged, file.toString());
        return new Judged(fitted, file, fit, ClassifierEffect.of(judged, fit.calibrator(), bootstrap()));
    }

    /** Neither the same file nor, where images have names, the same image. */
    private static void requireDisjoint(
            ClassifiedSet fitted, Path fittedFile, ClassifiedSet judged, Path judgedFile, RunListener listener) {
        if (Contents.sha256(fittedFile).equals(Contents.sha256(judgedFile))) {
            throw new InvalidInput(
                    "same-images",
                    "%s and %s are the same file. A calibration judged on its own rows looks better than it is: give other rows, or use --fit-fraction."
                            .formatted(fittedFile, judgedFile));
        }
        if (!fitted.hasNames() || !judged.hasNames()) {
            listener.say(
                    "There is no column image or path on both sides, so it cannot be checked that the rows to fit on and to judge on are different ones.");
            return;
        }
        Set<String> known = new HashSet<>(fitted.images());
        List<String> both = judged.images().stream().filter(known::contains).toList();
        if (!both.isEmpty()) {
            throw new InvalidInput(
                    "same-images",
                    "%d of the %d images to judge on are also fitted on (the first: %s). A calibration judged on its own images looks better than it is: give other rows, or use --fit-fraction."
                            .formatted(both.size(), judged.images().size(), both.get(0)));
        }
    }

    private ClassifierFitOptions options() {
        String method = settings.value(CalibrateKeys.METHOD);
        return new ClassifierFitOptions(
                method.equals("auto") ? Optional.empty() : Optional.of(method),
                settings.value(CalibrateKeys.FOLDS),
                settings.value(TrustKeys.SEED));
    }

    private BootstrapSettings bootstrap() {
        return new BootstrapSettings(settings.value(TrustKeys.RESAMPLES), .95, settings.value(TrustKeys.SEED));
    }

    private CalibrationOrigin origin(Judged judged) {
        Map<String, String> recorded = new LinkedHashMap<>();
        recorded.put("version", Build.version());
        List<Key<?>> keys =
                List.of(CalibrateKeys.METHOD, CalibrateKeys.FIT_FRACTION, CalibrateKeys.FOLDS, TrustKeys.SEED);
        keys.forEach(key -> recorded.put(key.name(), settings.value(key).toString()));
        recorded.put(FITTED_FILE, Contents.sha256(judged.file));
        return new CalibrationOrigin(
                settings.given(TrustKeys.MODEL)
                        .map(Contents::sha256)
                        .or(() -> JudgedFiles.weights(judged.file))
                        .orElse(""),
                judged.fitted.fingerprint(),
                judged.fitted.hasNames() ? judged.fitted.images() : List.of(),
                recorded);
    }
}
