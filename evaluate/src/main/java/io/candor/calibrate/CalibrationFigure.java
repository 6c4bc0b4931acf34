package io.candor.calibrate;

/** A figure of a detector that is computed before and after calibration; lower is better for all. */
public enum CalibrationFigure implements JudgedFigure {
    D_ECE("D-ECE", "10 bins, confidence of .25 or more, right at the IoU of the fit, pooled"),
    D_ECE_ALL("D-ECE, all", "as D-ECE, over every detection the calibrator was meant for"),
    LAECE0("LaECE0", "25 bins, confidence of .25 or more, against the overlap, mean over classes"),
    LAACE0("LaACE0", "as LaECE0, without bins"),
    BRIER("Brier", "mean squared error against right or wrong, over the same detections before and after"),
    NLL("NLL", "mean log loss against right or wrong, over the same detections before and after"),
    LRP(
            "LRP",
            "localisation, wrong and missed at the best threshold per class; a rising calibrator leaves it as it is");

    private final String label;
    private final String words;

    CalibrationFigure(String label, String words) {
        this.label = label;
        this.words = words;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String words() {
        return words;
    }
}
