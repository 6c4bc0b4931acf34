package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Everything a search for mistakes can be told. */
public final class ErrorsKeys {

    public static final Key<Path> EVALUATION = JudgedKeys.EVALUATION;
    public static final Key<Path> PREDICTIONS = JudgedKeys.PREDICTIONS;
    public static final Key<Path> ANNOTATIONS = JudgedKeys.ANNOTATIONS;
    public static final Key<Path> DATA = JudgedKeys.DATA;
    public static final Key<Path> IMAGES = JudgedKeys.IMAGES;
    public static final Key<String> SPLIT = JudgedKeys.SPLIT;
    public static final Key<Path> CALIBRATION = JudgedKeys.CALIBRATION;
    public static final Key<Double> CONF = JudgedKeys.CONF;
    public static final Key<Path> ATTRIBUTES = Key.path(
            "attributes", "FILE", "CSV with a column image and one per attribute; each value becomes a slice.");
    public static final Key<Integer> TOP = Key.whole("top", 48, 0, "pictures per list of mistakes.");
    public static final Key<Path> OUT = PlaceKeys.OUT;
    public static final Key<Path> PROJECT = PlaceKeys.PROJECT;
    public static final Key<String> NAME = PlaceKeys.NAME.standard("errors");
    public static final Key<Boolean> EXIST_OK = PlaceKeys.EXIST_OK;

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(
            JudgedKeys.GROUP,
            KeyGroup.of("Lists", ATTRIBUTES, TOP),
            KeyGroup.of("Folder", OUT, PROJECT, NAME, EXIST_OK));

    private ErrorsKeys() {}
}
