package io.candor.metric;

import io.candor.data.Classes;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Everything that is known about a detector after it has seen a split.
 *
 * @param images number of images
 * @param objects without crowd regions
 * @param perClass one row per class, in class order
 * @param coco average precision by the COCO rule: what {@link #map50} and {@link #map50_95} report
 * @param yolo average precision by the rule of the YOLO tools
 * @param curves precision, recall and F1 over confidence; matches as in COCO, at {@code settings.iou()}
 * @param calibration D-ECE
 * @param localisationCalibration LaECE0 and LaACE0
 * @param lrp optimal localisation recall precision error
 * @param operating recall and false alarms for every threshold
 * @param scores how confident the detections are, right or wrong: the reference for later predictions
 */
@SuppressWarnings("MemberName") // map50_95 is the field's own spelling
public record DetectionEvaluation(
        Classes classes,
        int images,
        int objects,
        int detections,
        List<OfClass> perClass,
        CocoAveragePrecision coco,
        YoloAveragePrecision yolo,
        ConfidenceCurves curves,
        ConfusionMatrix confusion,
        CalibrationError calibration,
        CalibrationError localisationCalibration,
        Lrp lrp,
        ConfidenceHistogram histogram,
        OperatingCurve operating,
        ScoreHistogram scores,
        EvaluationSettings settings) {

    /**
     * Figures of one class; those that need an object are NaN when it has none.
     *
     * @param precision at the operating point of all classes together
     * @param recall at the operating point of all classes together
     * @param f1 at the operating point of all classes together
     */
    public record OfClass(
            int classIndex,
            String name,
            int images,
            int objects,
            int detections,
            double precision,
            double recall,
            double f1,
            double map50,
            double map50_95) {}

    public DetectionEvaluation {
        perClass = List.copyOf(perClass);
    }

    /** Evaluates a set under the given settings. */
    public static DetectionEvaluation of(EvaluationSet set, EvaluationSettings settings) {
        return of(new Matches(set), settings);
    }

    static DetectionEvaluation of(Matches matches, EvaluationSettings settings) {
        EvaluationSet set = matches.set;
        Matching matching = matches.greedy(settings.iou());
        CalibrationSettings detection = CalibrationSettings.detection(
                        settings.confidenceFloor(), settings.maxDetections())
                .withIou(settings.iou());
        CalibrationSettings localisation =
                CalibrationSettings.localisationAware(settings.confidenceFloor(), settings.maxDetections());
        int objects = IntStream.range(0, set.classes().size()).map(set::objects).sum();
        CocoAveragePrecision coco = AveragePrecision.coco(set, matches.coco());
        ConfidenceCurves curves = ConfidenceCurves.of(set, matching.right(), matching.excused);
        return new DetectionEvaluation(
                set.classes(),
                set.images().size(),
                objects,
                set.detections(),
                IntStream.range(0, set.classes().size())
                        .mapToObj(k -> row(set, coco, curves, k))
                        .toList(),
                coco,
                YoloAveragePrecision.of(set, matches.overlaps),
                curves,
                ConfusionMatrix.of(set, settings.confusionConfidence(), settings.confusionIou()),
                CalibrationError.of(set, matching, detection),
                CalibrationError.of(set, matches.greedy(0), localisation),
                Lrp.optimal(set, matching, settings.iou()),
                ConfidenceHistogram.of(set, matching, settings.confidenceFloor(), settings.iou()),
                OperatingCurve.of(set, matching, settings.iou()),
                ScoreHistogram.of(set),
                settings);
    }

    /** COCO average precision at IoU .5; NaN without objects. */
    public double map50() {
        return coco.ap50();
    }

    /** COCO average precision, mean over IoU .5 to .95; NaN without objects. */
    public double map50_95() {
        return coco.ap();
    }

    /** Precision at the best threshold, mean over the classes with objects. */
    public double precision() {
        return curves.atBest(curves.precision());
    }

    /** Recall at the best threshold, mean over the classes with objects. */
    public double recall() {
        return curves.atBest(curves.recall());
    }

    /** F1 at the best threshold, mean over the classes with objects. */
    public double f1() {
        return curves.atBest(curves.f1());
    }

    /** The threshold with the best mean F1. */
    public double bestConfidence() {
        return curves.bestConfidence();
    }

    private static OfClass row(EvaluationSet set, CocoAveragePrecision coco, ConfidenceCurves curves, int k) {
        CocoAveragePrecision.OfClass ap = coco.classes().get(k);
        ConfidenceCurves.OfClass curve = curves.find(k);
        int best = curves.best();
        return new OfClass(
                k,
                set.classes().name(k),
                set.imagesWith(k),
                ap.objects(),
                set.detections(k),
                curve == null ? Double.NaN : curve.precision()[best],
                curve == null ? Double.NaN : curve.recall()[best],
                curve == null ? Double.NaN : curve.f1()[best],
                ap.ap50(),
                ap.ap());
    }
}
