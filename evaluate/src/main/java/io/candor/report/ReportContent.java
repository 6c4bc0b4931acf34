package io.candor.report;

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
        Optional<Against> against,
        Map<String, ?> provenance,
        PictureSource pictures) {

    /** How confident right and wrong detections on the training images are. */
    public record TrainConfidence(List<Integer> right, List<Integer> wrong, double meanRight, double meanWrong) {}

    /**
     * Detections after calibration.
     *
     * @param words what was fitted on what
     */
    public record Calibrated(EvaluationSet set, String words) {}

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
