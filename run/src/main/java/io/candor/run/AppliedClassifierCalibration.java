package io.candor.run;

import io.candor.calibrate.CalibrationFile;
import io.candor.calibrate.ClassifierCalibration;
import io.candor.calibrate.ClassifierCalibrationFile;
import io.candor.calibrate.ClassifierCalibrator;
import io.candor.data.InvalidInput;
import io.candor.metric.ClassifiedSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The calibration a job applies to what a classifier said; nothing if none is there.
 *
 * @param calibration of the probabilities of all classes
 * @param file where it came from, for messages
 */
record AppliedClassifierCalibration(Optional<ClassifierCalibration> calibration, String file) {

    private static final AppliedClassifierCalibration NONE = new AppliedClassifierCalibration(Optional.empty(), "");

    /**
     * The one that was asked for.
     *
     * @throws InvalidInput if it is for other weights or classes, or for confidences alone
     */
    static AppliedClassifierCalibration asked(Settings settings, LoadedClassifier classifier, RunListener listener) {
        String asked = settings.value(EvaluateKeys.CALIBRATION);
        return asked.equals(AppliedCalibration.OFF) || asked.isEmpty()
                ? NONE
                : read(Path.of(asked), classifier, listener);
    }

    /** The one that was asked for, or the one beside the model if it was fitted for these weights. */
    static AppliedClassifierCalibration found(Settings settings, LoadedClassifier classifier, RunListener listener) {
        if (!settings.value(PredictKeys.CALIBRATION).isEmpty()) {
            return asked(settings, classifier, listener);
        }
        Path beside = classifier.file().resolveSibling(CalibrationFile.NAME);
        if (!Files.exists(beside)) {
            return NONE;
        }
        String fitted = ClassifierCalibrationFile.read(beside).origin().model();
        if (!fitted.equals(Contents.sha256(classifier.file()))) {
            listener.say(
                    "%s belongs to other weights or to predictions alone and is not applied; --calibration FILE would apply it."
                            .formatted(beside));
            return NONE;
        }
        return read(beside, classifier, listener);
    }

    private static AppliedClassifierCalibration read(Path file, LoadedClassifier classifier, RunListener listener) {
        ClassifierCalibration calibration = ClassifierCalibrationFile.read(file);
        calibration.requireModel(Contents.sha256(classifier.file()), file.toString());
        calibration.requireProbabilities(classifier.classes(), file.toString());
        listener.say("Confidences are calibrated by %s.".formatted(file));
        return new AppliedClassifierCalibration(Optional.of(calibration), file.toString());
    }

    /** Calibrated probabilities of one picture. */
    double[] apply(double[] probabilities) {
        return calibration
                .map(known -> ((ClassifierCalibrator.OfProbabilities) known.calibrator())
                        .calibrator()
                        .apply(probabilities))
                .orElse(probabilities);
    }

    /**
     * The same pictures, calibrated.
     *
     * @throws InvalidInput if it was fitted on some of them
     */
    ClassifiedSet apply(ClassifiedSet set) {
        calibration.ifPresent(known -> known.requireFits(set, file));
        return calibration.map(known -> known.calibrator().apply(set)).orElse(set);
    }
}
