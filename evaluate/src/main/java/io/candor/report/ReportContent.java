package io.candor.report;

import io.candor.calibrate.CalibrationEffect;
import io.candor.decide.DecisionPolicy;
import io.candor.decide.PolicyEffect;
import io.candor.errors.ErrorAnalysis;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.EvaluationSet;
import io.candor.metric.MatchedDetections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a report is about.
 *
 * @param title heading of the page
 * @param evaluation all figures
 * @param matches the detections behind them
 * @param errors at the threshold the report starts with
 * @param split name of the evaluated part of the data, such as val
 * @param train confidences on the training images
 * @param calibrated the same detections after calibration
 * @param decisions thresholds and what they do
 * @param against another run on the same images
 * @param provenance where everything comes from: names and printable values
 * @param pictures where the images are
 */
public record ReportContent(
        String title,
        DetectionEvaluation evaluation,
        MatchedDetections matches,
        ErrorAnalysis errors,
        String split,
        Optional<TrainConfidence> train,
        Optional<Calibrated> calibrated,
        Optional<Decisions> decisions,
        Optional<Against> against,
        Map<String, ?> provenance,
        PictureSource pictures) {

    /** How confident right and wrong detections on the training images are. */
    public record TrainConfidence(List<Integer> right, List<Integer> wrong, double meanRight, double meanWrong) {}

    /**
     * Detections before and after calibration, on images the calibrator was not fitted on.
     *
     * @param before as they were found
     * @param after the same with calibrated confidences
     * @param effect every figure before and after
     * @param words what was fitted on what
     * @param iou lowest IoU of a right detection, as the calibrator was fitted
     */
    public record Calibrated(
            EvaluationSet before, EvaluationSet after, CalibrationEffect effect, String words, double iou) {}

    /**
     * A policy.
     *
     * @param effect as recorded when it was written, on images its thresholds were not chosen on
     * @param matches the detections its thresholds are for: calibrated ones if it was written for such
     * @param words which confidences and images these are
     */
    public record Decisions(DecisionPolicy policy, PolicyEffect effect, MatchedDetections matches, String words) {}

    /**
     * Another run.
     *
     * @param name as readers know it
     */
    public record Against(String name, EvaluationSet set) {}

    public EvaluationSet set() {
        return matches.set();
    }
}
