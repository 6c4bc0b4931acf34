package io.candor.run;

import io.candor.calibrate.Calibration;
import io.candor.calibrate.CalibrationFile;
import io.candor.calibrate.ClassifierCalibration;
import io.candor.calibrate.ClassifierCalibrationFile;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.detect.SuppressionOptions;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.EvaluationSet;
import io.candor.metric.Extent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The calibration a job applies to what a network found; nothing if none is there.
 *
 * @param file where it came from, for messages
 */
record AppliedCalibration(Optional<Calibration> calibration, String file) {

    /** What stands for no calibration on the command line. */
    static final String OFF = "off";

    private static final AppliedCalibration NONE = new AppliedCalibration(Optional.empty(), "");

    /** The one that was asked for. */
    static AppliedCalibration asked(Settings settings, Path model, RunListener listener) {
        String asked = settings.value(EvaluateKeys.CALIBRATION);
        return asked.equals(OFF) || asked.isEmpty() ? NONE : read(Path.of(asked), settings, model, listener);
    }

    /** The one that was asked for, or the one beside the model if it was fitted for these weights. */
    static AppliedCalibration found(Settings settings, Path model, RunListener listener) {
        String asked = settings.value(PredictKeys.CALIBRATION);
        if (!asked.isEmpty()) {
            return asked(settings, model, listener);
        }
        Path beside = model.resolveSibling(CalibrationFile.NAME);
        if (!Files.exists(beside)) {
            return NONE;
        }
        String fitted = CalibrationFile.read(beside).origin().model();
        if (!fitted.equals(Contents.sha256(model))) {
            listener.say(
                    "%s belongs to other weights or to predictions alone and is not applied; --calibration FILE would apply it."
                            .formatted(beside));
            return NONE;
        }
        return read(beside, settings, model, listener);
    }

    /** The same detections of a file with confidences calibrated, if that was asked for. */
    static EvaluationSet applied(EvaluationSet set, Path predictions, Settings settings, RunListener listener) {
        String asked = settings.value(EvaluateKeys.CALIBRATION);
        if (asked.equals(OFF) || asked.isEmpty()) {
            return set;
        }
        WrittenConfidences.requireRaw(predictions, WrittenConfidences.twice(asked));
        Calibration calibration = CalibrationFile.read(Path.of(asked));
        calibration.requireClasses(set.classes(), asked);
        calibration.requireExtent(set.extent(), asked);
        JudgedFiles.weights(predictions).ifPresent(model -> calibration.requireModel(model, asked));
        Set<String> unseen = unseen(calibration, set.images(), asked, listener);
        listener.say("Confidences are calibrated by %s.".formatted(asked));
        return calibration
                .calibrator()
                .apply(set.onImages(i -> unseen.contains(set.images().get(i))));
    }

    /** The same rows of a classifier's file, calibrated if that was asked for. */
    static ClassifiedSet applied(ClassifiedSet set, Path predictions, Settings settings, RunListener listener) {
        String asked = settings.value(EvaluateKeys.CALIBRATION);
        if (asked.equals(OFF) || asked.isEmpty()) {
            return set;
        }
        WrittenConfidences.requireRaw(predictions, WrittenConfidences.twice(asked));
        ClassifierCalibration calibration = ClassifierCalibrationFile.read(Path.of(asked));
        JudgedFiles.weights(predictions).ifPresent(model -> calibration.requireModel(model, asked));
        if (Contents.sha256(predictions)
                .equals(calibration.origin().settings().get(CalibrateClassifierRun.FITTED_FILE))) {
            throw new InvalidInput(
                    "calibration-overlap",
                    "%s was fitted on rows of %s, so it would be judged by what it has seen. Use rows it was not fitted on."
                            .formatted(asked, predictions));
        }
        calibration.requireFits(set, asked);
        listener.say("Confidences are calibrated by %s.".formatted(asked));
        return calibration.calibrator().apply(set);
    }

    /**
     * The images the calibration may be judged on, all of them if there is none.
     *
     * @throws InvalidInput if it was fitted on all of them
     */
    Set<String> unseen(List<String> images, RunListener listener) {
        return calibration
                .map(known -> unseen(known, images, file, listener))
                .orElseGet(() -> new LinkedHashSet<>(images));
    }

    private static Set<String> unseen(Calibration calibration, List<String> images, String file, RunListener listener) {
        Set<String> unseen = calibration.unseen(images, file);
        if (unseen.size() < images.size()) {
            listener.say("%s was fitted on %d of these %d images; judged on the other %d."
                    .formatted(file, images.size() - unseen.size(), images.size(), unseen.size()));
        }
        return unseen;
    }

    private static AppliedCalibration read(Path file, Settings settings, Path model, RunListener listener) {
        Calibration calibration = CalibrationFile.read(file);
        calibration.requireModel(ModelFile.weights(model), file.toString());
        listener.say("Confidences are calibrated by %s.".formatted(file));
        Map<String, Object> here = settings.effective();
        for (String name : List.of("imgsz", "iou")) {
            String fitted = calibration.origin().settings().getOrDefault(name, "");
            if (!fitted.isEmpty() && !fitted.equals(String.valueOf(here.get(name)))) {
                listener.say("%s was fitted with %s %s, this run uses %s: calibrated confidences may be off."
                        .formatted(file, name, fitted, here.get(name)));
            }
        }
        return new AppliedCalibration(Optional.of(calibration), file.toString());
    }

    /** Says so if it was fitted to another comparison than this one. */
    void tellOther(Extent compared, RunListener listener) {
        calibration
                .map(known -> known.origin().extent())
                .filter(fitted -> fitted != compared)
                .ifPresent(fitted -> listener.say("%s was fitted by %s: by %s, calibrated confidences may be off."
                        .formatted(file, fitted.words(), compared.words())));
    }

    void requireClasses(Classes classes) {
        calibration.ifPresent(known -> known.requireClasses(classes, file));
    }

    /** Suppression that keeps what calibration may raise above the threshold. */
    SuppressionOptions widened(SuppressionOptions options) {
        return calibration.isEmpty() ? options : options.withConfidence(Calibration.LOWEST);
    }

    /** The detections of an image with calibrated confidences of at least {@code least}. */
    List<Detection> apply(List<Detection> detections, double least) {
        return calibration
                .map(known -> known.calibrator().apply(detections).stream()
                        .filter(found -> found.confidence() >= least)
                        .toList())
                .orElse(detections);
    }

    /** Everything that was found, calibrated. */
    SplitInference.Found apply(SplitInference.Found found) {
        if (calibration.isEmpty()) {
            return found;
        }
        Map<Sample, List<Detection>> calibrated = new LinkedHashMap<>();
        found.detections().forEach((sample, detections) -> calibrated.put(sample, apply(detections, 0)));
        return new SplitInference.Found(calibrated, found.losses(), found.imagesPerSecond());
    }
}
