package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Everything a decision rule can be told. */
public final class DecideKeys {

    public static final Key<String> RULE = Key.choice(
            "rule",
            List.of("three-way", "cost", "fbeta", "lrp", "recall-at-fp", "precision-floor"),
            "how thresholds are chosen.");
    public static final Key<Double> COST_FALSE_CALL = Key.number(
            "cost_false_call",
            1,
            -Double.MAX_VALUE,
            Double.MAX_VALUE,
            "rejecting for a detection that is no object; any unit.");
    public static final Key<Double> COST_ESCAPE =
            Key.number("cost_escape", 10, -Double.MAX_VALUE, Double.MAX_VALUE, "accepting an object.");
    public static final Key<Double> COST_REVIEW =
            Key.number("cost_review", 0.2, -Double.MAX_VALUE, Double.MAX_VALUE, "a person looking at one detection.");
    public static final Key<String> THRESHOLDS = Key.choice(
            "thresholds",
            List.of("auto", "closed", "empirical"),
            "from the costs alone, or from the fitted images; auto means closed where confidences are calibrated.");
    public static final Key<Double> BETA =
            Key.number("beta", 1, 0.01, 100, "of fbeta; above 1 favours finding objects.");
    public static final Key<Double> FALSE_ALARMS =
            Key.number("false_alarms", 0.5, 0, 1e6, "of recall-at-fp: wrong detections an image may have on average.");
    public static final Key<Double> PRECISION_FLOOR =
            Key.number("precision_floor", 0.9, 0.001, 1, "of precision-floor: share of right ones among detections.");
    public static final Key<String> SCOPE =
            Key.choice("scope", List.of("class", "pooled"), "thresholds of their own for classes, or one for all.");
    public static final Key<String> CALIBRATION = Key.text(
            "calibration",
            "FILE|off",
            "",
            "calibrates confidences first; by default calibration.json beside the model or the predictions.");
    public static final Key<Double> FIT_FRACTION = Key.number(
            "fit_fraction",
            0.5,
            0.05,
            0.95,
            "choose thresholds on this share of the images, judge on the rest; images a calibration was fitted on come first.");
    public static final Key<Path> OUT =
            Key.path("out", "FILE", "the policy; by default policy.json beside the model or the predictions.");

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(
            TrustKeys.WHAT,
            KeyGroup.of(
                    "Decision",
                    RULE,
                    COST_FALSE_CALL,
                    COST_ESCAPE,
                    COST_REVIEW,
                    THRESHOLDS,
                    BETA,
                    FALSE_ALARMS,
                    PRECISION_FLOOR,
                    SCOPE,
                    CALIBRATION,
                    TrustKeys.MATCH_IOU),
            KeyGroup.of("Choose and judge on other images", FIT_FRACTION, TrustKeys.SEED, TrustKeys.RESAMPLES),
            KeyGroup.of("Detections", TrustKeys.IOU, TrustKeys.MAX_DET),
            TrustKeys.MACHINE,
            KeyGroup.of("Result", OUT));

    private DecideKeys() {}
}
