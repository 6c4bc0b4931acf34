package io.candor.calibrate;

import io.candor.data.InvalidInput;
import io.candor.metric.EvaluationSet;
import io.candor.metric.Lrp;
import io.candor.metric.MatchedDetections;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A detector's calibrator and how it was chosen.
 *
 * @param selection what was tried on held-out folds
 * @param options as asked for
 * @param detections it was fitted on
 * @param targets their sum
 */
public record DetectionFit(
        DetectionCalibrator calibrator, Selection selection, FitOptions options, int detections, double targets) {

    static final String HELP = "calibration-data";

    /** Ten events of each kind: the usual least number for a parameter of a logistic regression (Peduzzi et al. 1996). */
    private static final int LEAST = 10;

    /**
     * Chooses and fits a calibrator on all images of a set.
     *
     * @throws InvalidInput if fewer than ten detections are right or fewer than ten are wrong
     */
    public static DetectionFit of(EvaluationSet set, FitOptions options) {
        double[] cuts = cuts(set, options);
        FitRows rows = FitRows.of(MatchedDetections.of(set, options.iou()), options, cuts);
        requireEnough(rows, set.images().size(), options);
        return fitted(set, options, cuts, rows);
    }

    /** The same for the part of a set outside one fold, whose whole has {@link #requireEnough enough} detections. */
    static DetectionFit ofPart(EvaluationSet part, FitOptions options) {
        double[] cuts = cuts(part, options);
        FitRows rows = FitRows.of(MatchedDetections.of(part, options.iou()), options, cuts);
        double right = rows.observations().targetSum();
        if (part.images().size() < 2 || right < 1 || rows.size() - right < 1) {
            throw new InvalidInput(
                    HELP,
                    "The images cannot be divided for cross-fitting: without one fold, %d images with %d detections of confidence %s or more are left, of which %s are right; at least two images and one detection of each kind are needed. Give more images."
                            .formatted(part.images().size(), rows.size(), options.floor(), rounded(right)));
        }
        return fitted(part, options, cuts, rows);
    }

    private static DetectionFit fitted(EvaluationSet set, FitOptions options, double[] cuts, FitRows rows) {
        int classes = set.classes().size();
        int[] fold =
                Folds.of(set.images(), Math.min(options.folds(), set.images().size()), options.seed());
        List<Method> methods = options.method().map(List::of).orElse(List.of(Method.values()));
        Selection selection = new CalibratorSearch(rows, classes, fold).among(methods);
        ClassWise fitted = ClassWise.fit(rows, classes, selection.chosen().method());
        List<ClassCalibration> perClass = new ArrayList<>();
        for (int k = 0; k < classes; k++) {
            Observations own = rows.ofClass(k);
            Fit fit = fitted.own().get(k);
            perClass.add(new ClassCalibration(
                    fit.calibrator(),
                    fitted.weight(k, selection.chosen().spread()),
                    cuts[k],
                    own.size(),
                    own.targetSum(),
                    fit.note()));
        }
        DetectionCalibrator calibrator =
                new DetectionCalibrator(set.classes(), fitted.pooled().calibrator(), perClass, options.floor());
        return new DetectionFit(
                calibrator, selection, options, rows.size(), rows.observations().targetSum());
    }

    private static double[] cuts(EvaluationSet set, FitOptions options) {
        double[] cuts = new double[set.classes().size()];
        if (options.cut() == Cut.LRP) {
            for (Lrp.OfClass row : Lrp.optimal(set, options.iou()).classes()) {
                cuts[row.classIndex()] = Double.isNaN(row.threshold()) ? 0 : row.threshold();
            }
        }
        return cuts;
    }

    /**
     * Returns if there is enough to fit on.
     *
     * @throws InvalidInput if fewer than ten detections are right or wrong, or all are of one image
     */
    static void requireEnough(MatchedDetections matched, FitOptions options) {
        EvaluationSet set = matched.set();
        requireEnough(
                FitRows.of(matched, options, cuts(set, options)), set.images().size(), options);
    }

    private static void requireEnough(FitRows rows, int images, FitOptions options) {
        double right = rows.observations().targetSum();
        double wrong = rows.size() - right;
        if (images < 2) {
            throw new InvalidInput(
                    HELP,
                    "Calibration needs at least two images to fit on and to check against; there is %d."
                            .formatted(images));
        }
        if (right < LEAST || wrong < LEAST) {
            throw new InvalidInput(
                    HELP,
                    "Too little to calibrate on: %d images hold %d detections of confidence %s or more, of which %s are right and %s wrong; at least %d of each are needed. Give more images, lower --floor, or check that predictions and annotations belong together."
                            .formatted(images, rows.size(), options.floor(), rounded(right), rounded(wrong), LEAST));
        }
        if (Arrays.stream(rows.observations().confidence()).distinct().limit(2).count() < 2) {
            throw new InvalidInput(
                    HELP,
                    "Every detection has the confidence %s: there is nothing to calibrate. Write the detector's confidences into the predictions."
                            .formatted(rows.observations().confidence()[0]));
        }
    }

    private static String rounded(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : "%.1f".formatted(value);
    }
}
