package io.candor.report;

import io.candor.calibrate.CalibrationEffect;
import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.Reliability;
import java.util.Map;
import java.util.Optional;

/**
 * What the report of a classifier is about.
 *
 * @param title heading of the page
 * @param set the predictions
 * @param evaluation all their figures
 * @param calibrated what calibration does
 * @param provenance where everything comes from: names and printable values
 * @param pictures where the images are
 */
public record ClassifierContent(
        String title,
        ClassifiedSet set,
        ClassificationEvaluation evaluation,
        Optional<Calibrated> calibrated,
        Map<String, ?> provenance,
        PictureSource pictures) {

    /**
     * Predictions before and after calibration, on rows the calibrator was not fitted on.
     *
     * @param words what was fitted on what
     */
    public record Calibrated(CalibrationEffect effect, Reliability before, Reliability after, String words) {}
}
