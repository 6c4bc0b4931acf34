package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Keys that say which detections a report or a search for mistakes looks at, and what they are judged by. */
public final class JudgedKeys {

    public static final Key<Path> EVALUATION =
            Key.path("evaluation", "DIR", "run folder of 'candor evaluate': its predictions, data set and split.");
    public static final Key<Path> PREDICTIONS = Key.path(
            "predictions",
            "FILE",
            "instead of a run folder: a COCO results file of any tool, or predict's JSON; a report also takes a classifier's CSV.");
    public static final Key<Path> ANNOTATIONS =
            Key.path("annotations", "FILE", "COCO annotations the predictions are judged by; or give data.");
    public static final Key<Path> DATA = PlaceKeys.DATA;
    public static final Key<Path> IMAGES = PlaceKeys.IMAGES.help("folder of the pictures that COCO files name.");
    public static final Key<String> SPLIT =
            Key.choice("split", List.of("val", "test", "train"), "the part of the data set that was predicted on.");
    public static final Key<String> FIRST_CATEGORY = EvaluateKeys.FIRST_CATEGORY;
    public static final Key<String> OVERLAP = EvaluateKeys.OVERLAP;
    public static final Key<Path> CALIBRATION =
            Key.path("calibration", "FILE", "calibration.json of 'candor calibrate', applied to the confidences.");
    public static final Key<Double> CONF = new Key<>(
            "conf",
            "X",
            java.util.Optional.empty(),
            "confidence from which detections count; without it, where F1 is best.",
            Key.number("conf", 0.25, 0, 1, "").reader());

    /** All of them, as help texts show them. */
    static final KeyGroup GROUP = KeyGroup.of(
            "What",
            EVALUATION,
            PREDICTIONS,
            ANNOTATIONS,
            DATA,
            IMAGES,
            SPLIT,
            FIRST_CATEGORY,
            OVERLAP,
            CALIBRATION,
            CONF);

    private JudgedKeys() {}
}
