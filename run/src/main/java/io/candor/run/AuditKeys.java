package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Everything a search for wrong labels can be told. */
public final class AuditKeys {

    public static final Key<Path> EVALUATION = JudgedKeys.EVALUATION;
    public static final Key<Path> PREDICTIONS = JudgedKeys.PREDICTIONS.help(
            "instead of a run folder: a COCO results file, predict's JSON, or a classifier's CSV with probabilities and label.");
    public static final Key<Path> ANNOTATIONS = JudgedKeys.ANNOTATIONS;
    public static final Key<Path> DATA = JudgedKeys.DATA;
    public static final Key<Path> IMAGES = JudgedKeys.IMAGES;
    public static final Key<String> SPLIT = JudgedKeys.SPLIT;
    public static final Key<Double> LEAST = Key.number("least", 0.0, 0, 1, "score a suspect needs to be listed.");
    public static final Key<Integer> TOP = Key.whole("top", 48, 0, "pictures of suspects.");
    public static final Key<Path> OUT = PlaceKeys.OUT;
    public static final Key<Path> PROJECT = PlaceKeys.PROJECT;
    public static final Key<String> NAME = PlaceKeys.NAME.standard("audit");
    public static final Key<Boolean> EXIST_OK = PlaceKeys.EXIST_OK;

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(
            KeyGroup.of("What", EVALUATION, PREDICTIONS, ANNOTATIONS, DATA, IMAGES, SPLIT, JudgedKeys.FIRST_CATEGORY),
            KeyGroup.of("List", LEAST, TOP),
            KeyGroup.of("Folder", OUT, PROJECT, NAME, EXIST_OK));

    private AuditKeys() {}
}
