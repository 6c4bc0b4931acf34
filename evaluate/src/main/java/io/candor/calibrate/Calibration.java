package io.candor.calibrate;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.metric.Extent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A detector's calibrator with its origin, as {@code calibration.json} keeps it.
 *
 * @param calibrator what is applied to detections
 * @param origin what it was fitted for and on
 * @param fingerprint of the file: sixteen hexadecimal digits of the SHA-256 of what determines calibrated confidences
 */
public record Calibration(DetectionCalibrator calibrator, CalibrationOrigin origin, String fingerprint) {

    /** Calibration may raise confidences, but what the network itself thinks this improbable is not looked at. */
    public static final double LOWEST = 0.001;

    static final String HELP = "calibration-file";

    /**
     * Returns if the calibrator was fitted for this model.
     *
     * @param model SHA-256 of the weight file
     * @param place what to name in the message: the calibration file
     * @throws InvalidInput if it was fitted for another one
     */
    public void requireModel(String model, String place) {
        if (!origin.model().isEmpty() && !origin.model().equals(model)) {
            throw new InvalidInput(
                    HELP,
                    "%s was fitted for other weights (SHA-256 %s...) than these (%s...). Confidences of another model mean something else: run 'candor calibrate' for this model."
                            .formatted(place, shortened(origin.model()), shortened(model)));
        }
    }

    /**
     * Returns if it says how often detections are right that are compared so.
     *
     * @throws InvalidInput if it was fitted to another comparison
     */
    public void requireExtent(Extent compared, String place) {
        compared.require(origin.extent(), HELP, place, new Extent.Made("fitted", "candor calibrate"));
    }

    private static String shortened(String hash) {
        return hash.substring(0, Math.min(12, hash.length()));
    }

    /**
     * The images it may be judged on: those of these that it was not fitted on.
     *
     * @throws InvalidInput if it was fitted on all of them
     */
    public Set<String> unseen(List<String> images, String place) {
        Set<String> unseen = new LinkedHashSet<>(images);
        origin.images().forEach(unseen::remove);
        if (unseen.isEmpty() && !images.isEmpty()) {
            throw new InvalidInput(
                    "calibration-overlap",
                    "%s was fitted on all of these %d images, so it would be judged by what it has seen. Use images it was not fitted on, or leave some aside with 'candor calibrate --fit-fraction 0.5'."
                            .formatted(place, images.size()));
        }
        return unseen;
    }

    /**
     * Returns if the classes are those it was fitted on.
     *
     * @throws InvalidInput naming the first difference
     */
    public void requireClasses(Classes classes, String place) {
        Classes known = calibrator.classes();
        if (known.size() != classes.size()) {
            throw new InvalidInput(
                    HELP,
                    "%s is for %d classes, but there are %d. Run 'candor calibrate' on a data set with these classes."
                            .formatted(place, known.size(), classes.size()));
        }
        for (int k = 0; k < classes.size(); k++) {
            if (!known.name(k).equals(classes.name(k))) {
                throw new InvalidInput(
                        HELP,
                        "%s: class %d is '%s' there and '%s' here. Run 'candor calibrate' on a data set with these classes."
                                .formatted(place, k, known.name(k), classes.name(k)));
            }
        }
    }
}
