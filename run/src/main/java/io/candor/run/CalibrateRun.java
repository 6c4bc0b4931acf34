package io.candor.run;

import io.candor.calibrate.CalibratedRows;
import io.candor.calibrate.Calibration;
import io.candor.calibrate.CalibrationEffect;
import io.candor.calibrate.CalibrationFile;
import io.candor.calibrate.CalibrationOrigin;
import io.candor.calibrate.Cut;
import io.candor.calibrate.DetectionFit;
import io.candor.calibrate.FitOptions;
import io.candor.calibrate.Folds;
import io.candor.calibrate.Method;
import io.candor.calibrate.Target;
import io.candor.data.InvalidInput;
import io.candor.metric.BootstrapSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Fits a calibrator for a detector and judges it on images it has not seen.
 *
 * @param settings of {@link CalibrateKeys}
 */
public record CalibrateRun(Settings settings) {

    /**
     * What was fitted and what it does.
     *
     * @param file where it was written
     */
    public record Result(Path file, Calibration calibration, DetectionFit fit, CalibrationEffect effect) {}

    /** A calibration of a weight file on a data set, with defaults for everything else. */
    public static CalibrateRun of(Path model, Path data) {
        return new CalibrateRun(
                Settings.of(CalibrateKeys.ALL).with(TrustKeys.MODEL, model).with(TrustKeys.DATA, data));
    }

    /** A copy with one more setting. */
    public <T> CalibrateRun with(Key<T> key, T value) {
        return new CalibrateRun(settings.with(key, value));
    }

    /** {@link #run(RunListener)} without a listener. */
    public Result run() throws IOException {
        return run(RunListener.SILENT);
    }

    /** The images to fit on and how the calibrator was judged. */
    private record Judged(JudgedSplit fitted, DetectionFit fit, CalibratedRows rows) {}

    /**
     * Fits, judges and writes the calibration.
     *
     * @throws InvalidInput if something given cannot be used, the same images are on both sides, or there is too little
     *     to fit on
     */
    public Result run(RunListener listener) throws IOException {
        ModelFile.requireDetector(settings);
        return new CalibrateRun(ImageSize.asTrained(settings, TrustKeys.IMGSZ, listener)).calibrate(listener);
    }

    private Result calibrate(RunListener listener) throws IOException {
        Path out = out();
        requireConsistent();
        Judged judged = judged(listener);
        CalibrationEffect effect = CalibrationEffect.of(
                judged.rows,
                new BootstrapSettings(settings.value(TrustKeys.RESAMPLES), .95, settings.value(TrustKeys.SEED)));
        Calibration calibration = CalibrationFile.write(out, judged.fit, effect, origin(judged));
        CalibrationText.lines(judged.fit, effect).forEach(listener::say);
        listener.say("Calibration in " + out);
        return new Result(out, calibration, judged.fit, effect);
    }

    /** Options that would otherwise be read past. */
    private void requireConsistent() {
        boolean split = settings.given(CalibrateKeys.FIT_SPLIT).isPresent();
        if (!split && settings.given(CalibrateKeys.FIT_PREDICTIONS).isPresent()) {
            throw new InvalidInput(
                    "options",
                    "--fit-predictions needs the part of the data set that its detections are on: give --fit-split as well.");
        }
        if (split && settings.value(CalibrateKeys.FIT_FRACTION) > 0) {
            throw new InvalidInput(
                    "options",
                    "--fit-split and --fit-fraction both say what to fit on. Give one: another split, or a share of this one.");
        }
    }

    private Judged judged(RunListener listener) throws IOException {
        FitOptions options = options();
        for (Key<Path> key : List.of(TrustKeys.PREDICTIONS, CalibrateKeys.FIT_PREDICTIONS)) {
            settings.given(key)
                    .ifPresent(file ->
                            WrittenConfidences.requireRaw(file, WrittenConfidences.twice("what is fitted here")));
        }
        JudgedSplit all = JudgedSplit.of(settings, listener);
        listener.say("Fits and judges on %,d detections of %,d images, with %,d resamples."
                .formatted(all.set().detections(), all.set().images().size(), settings.value(TrustKeys.RESAMPLES)));
        Optional<String> fitSplit = settings.given(CalibrateKeys.FIT_SPLIT);
        double fraction = settings.value(CalibrateKeys.FIT_FRACTION);
        if (fitSplit.isPresent()) {
            JudgedSplit other = fitSplit(fitSplit.get(), listener);
            Contents.requireDisjoint(other, all);
            return separate(other, all, options);
        }
        if (fraction > 0) {
            boolean[] chosen = Folds.share(all.contents(), fraction, options.seed());
            boolean[] rest = new boolean[chosen.length];
            for (int i = 0; i < rest.length; i++) {
                rest[i] = !chosen[i];
            }
            return separate(all.part(chosen), all.part(rest), options);
        }
        DetectionFit fit = DetectionFit.of(all.set(), options);
        return new Judged(all, fit, CalibratedRows.crossFitted(all.set(), all.contents(), options));
    }

    private static Judged separate(JudgedSplit fitted, JudgedSplit judged, FitOptions options) {
        DetectionFit fit = DetectionFit.of(fitted.set(), options);
        return new Judged(fitted, fit, CalibratedRows.of(judged.set(), fit));
    }

    private JudgedSplit fitSplit(String name, RunListener listener) throws IOException {
        Optional<Path> predictions = settings.given(CalibrateKeys.FIT_PREDICTIONS);
        if (settings.given(TrustKeys.PREDICTIONS).isPresent() && predictions.isEmpty()) {
            throw new InvalidInput(
                    "options",
                    "--fit-split %s needs the detections on that split too: give --fit-predictions FILE."
                            .formatted(name));
        }
        return JudgedSplit.of(settings, name, predictions, listener);
    }

    private FitOptions options() {
        String method = settings.value(CalibrateKeys.METHOD);
        if (method.equals("vector")) {
            throw new InvalidInput(
                    "options",
                    "method vector is for a classifier's probabilities of all classes (a CSV); choose another for detections.");
        }
        return new FitOptions(
                method.equals("auto") ? Optional.empty() : Optional.of(Method.valueOf(method.toUpperCase(Locale.ROOT))),
                Target.valueOf(settings.value(CalibrateKeys.TARGET).toUpperCase(Locale.ROOT)),
                settings.value(TrustKeys.MATCH_IOU),
                settings.value(CalibrateKeys.FLOOR),
                settings.value(CalibrateKeys.FOLDS),
                settings.value(TrustKeys.SEED),
                settings.value(CalibrateKeys.LRP_CUT) ? Cut.LRP : Cut.NONE);
    }

    private CalibrationOrigin origin(Judged judged) {
        boolean ran = settings.given(TrustKeys.PREDICTIONS).isEmpty();
        Map<String, String> recorded = new LinkedHashMap<>();
        recorded.put("version", Build.version());
        List<Key<?>> keys = List.of(
                CalibrateKeys.METHOD,
                CalibrateKeys.TARGET,
                CalibrateKeys.FLOOR,
                CalibrateKeys.LRP_CUT,
                TrustKeys.MATCH_IOU,
                TrustKeys.OVERLAP,
                CalibrateKeys.FOLDS,
                TrustKeys.SEED);
        keys.forEach(key -> recorded.put(key.name(), settings.value(key).toString()));
        recorded.put("detections", ran ? "of the model" : "of a predictions file");
        if (ran || settings.given(TrustKeys.IMGSZ).isPresent()) {
            recorded.put("imgsz", settings.value(TrustKeys.IMGSZ).toString());
        }
        if (ran) {
            recorded.put("iou", settings.value(TrustKeys.IOU).toString());
            recorded.put("max_det", settings.value(TrustKeys.MAX_DET).toString());
        }
        return new CalibrationOrigin(
                JudgedSplit.weights(settings).orElse(""),
                judged.fitted.set().fingerprint(),
                judged.fitted.set().images(),
                recorded);
    }

    private Path out() {
        Path beside = settings.given(TrustKeys.MODEL)
                .or(() -> settings.given(TrustKeys.PREDICTIONS))
                .orElseThrow(() -> new InvalidInput(
                        "options", "Nothing to calibrate: give --model FILE, or --predictions FILE of any tool."));
        return settings.given(CalibrateKeys.OUT).orElse(ModelFile.companion(beside, CalibrationFile.NAME));
    }
}
