package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Everything a calibration can be told. */
public final class CalibrateKeys {

    public static final Key<String> METHOD = Key.choice(
            "method",
            List.of("auto", "temperature", "vector", "platt", "beta", "isotonic", "histogram"),
            "family of calibrators; auto takes the one with the least loss on held-out images; vector is for classifiers.");
    public static final Key<String> TARGET = Key.choice(
            "target",
            List.of("tp", "iou"),
            "what a confidence shall mean: the probability of being right, or the overlap to expect.");
    public static final Key<Double> FLOOR =
            Key.number("floor", 0.05, 0, 0.99, "detections of a lower confidence are not fitted on.");
    public static final Key<Boolean> LRP_CUT =
            Key.flag("lrp_cut", "drop detections below the threshold of least LRP of their class, before all else.");
    public static final Key<Integer> FOLDS =
            Key.whole("folds", 5, 2, "parts of the images for choosing the method and for cross-fitted figures.");
    public static final Key<String> FIT_SPLIT = new Key<>(
            "fit_split",
            "val|test|train",
            java.util.Optional.empty(),
            "fit on this split and judge on the other; training images are known to the model and bias the fit.",
            EvaluateKeys.SPLIT.reader());
    public static final Key<Path> FIT_PREDICTIONS = Key.path(
            "fit_predictions",
            "FILE",
            "detections on fit-split, where predictions are given; or a classifier's CSV to fit on.");
    public static final Key<Double> FIT_FRACTION = Key.number(
            "fit_fraction",
            0,
            0,
            0.95,
            "fit on this share of the images and judge on the rest; 0 means cross-fitting, which uses all for both.");
    public static final Key<Path> OUT = Key.path(
            "out", "FILE", "the calibration; by default calibration.json beside the model or the predictions.");

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(
            TrustKeys.WHAT,
            KeyGroup.of("Calibration", METHOD, TARGET, FLOOR, LRP_CUT, TrustKeys.MATCH_IOU),
            KeyGroup.of(
                    "Fit and judge on other images",
                    FIT_FRACTION,
                    FIT_SPLIT,
                    FIT_PREDICTIONS,
                    FOLDS,
                    TrustKeys.SEED,
                    TrustKeys.RESAMPLES),
            KeyGroup.of("Detections", TrustKeys.IOU, TrustKeys.MAX_DET),
            TrustKeys.MACHINE,
            KeyGroup.of("Result", OUT));

    private CalibrateKeys() {}
}
