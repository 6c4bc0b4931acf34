package io.candor.calibrate;

import io.candor.metric.EvaluationSet;
import io.candor.metric.MatchedDetections;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Detections, matched by their raw confidences, with calibrated ones beside them.
 *
 * @param matched rows of all images to evaluate on
 * @param calibrated one per row; NaN for a dropped detection
 * @param floor raw confidence below which nothing was fitted
 * @param images that were fitted on nowhere, or cross-fitted: in words
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers, read only
public record CalibratedRows(MatchedDetections matched, double[] calibrated, double floor, String images) {

    /** Applies a calibrator to images it was not fitted on. */
    public static CalibratedRows of(EvaluationSet set, DetectionFit fit) {
        return of(set, fit.calibrator(), fit.options().iou());
    }

    /**
     * Applies a calibrator, such as one from a file, to images it was not fitted on.
     *
     * @param iou lowest IoU of a right detection
     */
    public static CalibratedRows of(EvaluationSet set, DetectionCalibrator calibrator, double iou) {
        MatchedDetections matched = MatchedDetections.of(set, iou);
        double[] calibrated = new double[matched.size()];
        Arrays.setAll(calibrated, r -> apply(calibrator, matched, r));
        return new CalibratedRows(matched, calibrated, calibrator.floor(), "none of which it was fitted on");
    }

    /**
     * Divides the images into folds and calibrates each by what was fitted, with every choice, on the others (Chernozhukov
     * et al. 2018 call it cross-fitting), so that no detection is judged by a calibrator that has seen its image.
     *
     * @param contents per image, what makes images copies of one another: see {@link Folds#of}
     * @throws io.candor.data.InvalidInput if all detections together, or those outside a fold, are too few to fit on
     */
    public static CalibratedRows crossFitted(EvaluationSet set, List<String> contents, FitOptions options) {
        MatchedDetections matched = MatchedDetections.of(set, options.iou());
        DetectionFit.requireEnough(matched, options);
        int parts = Math.min(options.folds(), (int) contents.stream().distinct().count());
        // Another division than the one inside each fit.
        int[] fold = Folds.of(contents, parts, options.seed() + 1);
        double[] calibrated = new double[matched.size()];
        for (int f = 0; f < parts; f++) {
            int heldOut = f;
            DetectionCalibrator calibrator = DetectionFit.ofPart(set.onImages(i -> fold[i] != heldOut), options)
                    .calibrator();
            IntStream.range(0, matched.size())
                    .filter(r -> fold[matched.image(r)] == heldOut)
                    .forEach(r -> calibrated[r] = apply(calibrator, matched, r));
        }
        return new CalibratedRows(
                matched, calibrated, options.floor(), "cross-fitted in %d folds by image".formatted(parts));
    }

    private static double apply(DetectionCalibrator calibrator, MatchedDetections matched, int row) {
        int k = matched.classIndex(row);
        double confidence = matched.confidence(row);
        return calibrator.keeps(k, confidence) ? calibrator.apply(k, confidence) : Double.NaN;
    }

    /** The confidences before calibration, of all detections. */
    double[] raw() {
        return IntStream.range(0, matched.size())
                .mapToDouble(matched::confidence)
                .toArray();
    }
}
