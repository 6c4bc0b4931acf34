package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Everything a comparison with earlier predictions can be told. */
public final class DriftKeys {

    public static final Key<Path> REFERENCE =
            Key.path("reference", "FILE", "evaluation.json of the evaluation the calibrator belongs to.");
    public static final Key<Path> PREDICTIONS =
            Key.path("predictions", "FILE", "the new predictions: a COCO results file, or predict's JSON; no labels.");
    public static final Key<String> FIRST_CATEGORY = EvaluateKeys.FIRST_CATEGORY.help(
            "category id that means the first class in predictions; auto tells from the ids.");
    public static final Key<Integer> NEW_IMAGES =
            Key.whole("new_images", 1, "how many images were predicted on, where the file does not list empty ones.");
    public static final Key<Double> FLOOR =
            Key.number("floor", 0.25, 0, 0.99, "confidence from which detections count on both sides.");
    public static final Key<Path> OUT = PlaceKeys.OUT;
    public static final Key<Path> PROJECT = PlaceKeys.PROJECT;
    public static final Key<String> NAME = PlaceKeys.NAME.standard("drift");
    public static final Key<Boolean> EXIST_OK = PlaceKeys.EXIST_OK;

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(
            KeyGroup.of("What", REFERENCE, PREDICTIONS, FIRST_CATEGORY, NEW_IMAGES, FLOOR),
            KeyGroup.of("Folder", OUT, PROJECT, NAME, EXIST_OK));

    private DriftKeys() {}
}
