package io.candor.metric;

/** What each figure of a detector means under given settings. */
final class DetectionDefinitions {

    private DetectionDefinitions() {}

    /** D-ECE under the settings of an evaluation. */
    static CalibrationSettings detection(EvaluationSettings settings) {
        return CalibrationSettings.detection(settings.confidenceFloor(), settings.maxDetections())
                .withIou(settings.iou());
    }

    /** LaECE0 under the settings of an evaluation. */
    static CalibrationSettings localisation(EvaluationSettings settings) {
        return CalibrationSettings.localisationAware(settings.confidenceFloor(), settings.maxDetections());
    }

    static Definition of(DetectionFigure figure, EvaluationSet set, EvaluationSettings settings) {
        Definition chosen = switch (figure) {
            case MAP50 -> AveragePrecision.definition(set).with("iou", .5);
            case MAP50_95 -> AveragePrecision.definition(set);
            case PRECISION, RECALL, F1 ->
                matched(set, settings)
                        .with("threshold", "where F1, mean over classes, smoothed over a tenth of the axis, is best")
                        .with("classes", "mean over classes with objects");
            case D_ECE -> CalibrationError.define(set, detection(settings));
            case SIGNED_GAP, BRIER, NLL ->
                CalibrationError.define(set, detection(settings))
                        .without("bins")
                        .without("edges");
            case LAECE -> CalibrationError.define(set, localisation(settings).withIou(.1));
            case LAECE50 -> CalibrationError.define(set, localisation(settings).withIou(.5));
            case LAECE0 -> CalibrationError.define(set, localisation(settings));
            case LAACE0 ->
                CalibrationError.define(set, localisation(settings))
                        .without("bins")
                        .without("edges");
            case LRP -> Lrp.define(set, settings.iou(), String.valueOf(settings.confusionConfidence()));
            case OLRP, OLRP_LOCALISATION, OLRP_FALSE_POSITIVES, OLRP_FALSE_NEGATIVES ->
                Lrp.define(set, settings.iou(), "each class its best");
        };
        return new Definition(figure.toString(), chosen.choices());
    }

    private static Definition matched(EvaluationSet set, EvaluationSettings settings) {
        return Definition.of("")
                .with("matching", Matching.RULE)
                .with("iou", settings.iou())
                .with("crowd regions", "detections inside are left out")
                .on(set);
    }
}
