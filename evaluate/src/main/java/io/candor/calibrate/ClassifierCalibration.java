package io.candor.calibrate;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.metric.ClassifiedSet;
import java.util.HashSet;
import java.util.Set;

/**
 * A classifier's calibrator with its origin, as {@code calibration.json} keeps it.
 *
 * @param origin what it was fitted for and on; without images where the rows had no names
 * @param fingerprint of the file: sixteen hexadecimal digits of the SHA-256 of what determines calibrated numbers
 */
public record ClassifierCalibration(ClassifierCalibrator calibrator, CalibrationOrigin origin, String fingerprint) {

    /**
     * Returns if rows can be calibrated and judged: they are of the kind and of the classes it was fitted on, and their
     * images are others.
     *
     * @param place what to name in the message: the calibration file
     * @throws InvalidInput naming the first difference
     */
    public void requireFits(ClassifiedSet set, String place) {
        if (set.hasProbabilities()) {
            requireProbabilities(set.classes(), place);
        } else if (calibrator instanceof ClassifierCalibrator.OfProbabilities) {
            throw new InvalidInput(
                    Calibration.HELP,
                    "%s calibrates the probabilities of all classes, but the predictions hold only one confidence per row. Write all probabilities, or run 'candor calibrate' on confidences."
                            .formatted(place));
        }
        requireUnseen(set, place);
    }

    /**
     * Returns if it calibrates the probabilities of these classes.
     *
     * @throws InvalidInput if it is for other classes, or only for the confidence of the prediction
     */
    public void requireProbabilities(Classes classes, String place) {
        if (!(calibrator instanceof ClassifierCalibrator.OfProbabilities of)) {
            throw new InvalidInput(
                    Calibration.HELP,
                    "%s calibrates the confidence of the prediction, but the predictions hold the probabilities of %d classes. Run 'candor calibrate' on such predictions."
                            .formatted(place, classes.size()));
        }
        requireClasses(of.classes(), classes, place);
    }

    /**
     * Returns if it was fitted for this model, or for predictions of unknown weights.
     *
     * @param model SHA-256 of the weight file
     * @throws InvalidInput if it was fitted for another one
     */
    public void requireModel(String model, String place) {
        if (!origin.model().isEmpty() && !origin.model().equals(model)) {
            throw new InvalidInput(
                    Calibration.HELP,
                    "%s was fitted for other weights (SHA-256 %.12s...) than these (%.12s...). Probabilities of another model mean something else: run 'candor calibrate' for this model."
                            .formatted(place, origin.model(), model));
        }
    }

    private static void requireClasses(Classes known, Classes here, String place) {
        if (known.size() != here.size()) {
            throw new InvalidInput(
                    Calibration.HELP,
                    "%s is for %d classes, but there are %d. Run 'candor calibrate' on predictions of these classes."
                            .formatted(place, known.size(), here.size()));
        }
        for (int k = 0; k < here.size(); k++) {
            if (!known.name(k).equals(here.name(k))) {
                throw new InvalidInput(
                        Calibration.HELP,
                        "%s: class %d is '%s' there and '%s' here. Give the columns of the predictions the names and the order they were fitted with."
                                .formatted(place, k, known.name(k), here.name(k)));
            }
        }
    }

    private void requireUnseen(ClassifiedSet set, String place) {
        Set<String> fitted = new HashSet<>(origin.images());
        long both =
                set.hasNames() ? set.images().stream().filter(fitted::contains).count() : 0;
        if (both > 0) {
            throw new InvalidInput(
                    "calibration-overlap",
                    "%s was fitted on %d of these %d images, so it would be judged by what it has seen. Use images it was not fitted on."
                            .formatted(place, both, set.images().size()));
        }
    }
}
