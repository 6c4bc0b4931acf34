package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Everything an evaluation can be told. */
public final class EvaluateKeys {

    public static final Key<Path> MODEL = PlaceKeys.MODEL;
    public static final Key<Path> DATA = PlaceKeys.DATA;
    public static final Key<Path> IMAGES = PlaceKeys.IMAGES;
    public static final Key<String> SPLIT =
            Key.choice("split", List.of("val", "test", "train"), "the part of the data set to evaluate on.");
    public static final Key<Integer> IMGSZ =
            Key.whole("imgsz", 640, 32, "side of the square letterbox, in pixels; rounded up to a multiple of 32.");
    public static final Key<Integer> BATCH = Key.whole("batch", 16, 1, "images at a time.");
    public static final Key<Double> CONF =
            Key.number("conf", 0.001, 0, 1, "confidence a detection needs to count in average precision.");
    public static final Key<Double> IOU =
            Key.number("iou", 0.7, 0, 1, "overlap above which suppression removes the less confident box.");
    public static final Key<Integer> MAX_DET = Key.whole("max_det", 300, 1, "detections per image.");
    public static final Key<String> DEVICE = PlaceKeys.DEVICE;
    public static final Key<String> PRECISION = PlaceKeys.PRECISION.standard("fp32");
    public static final Key<Integer> WORKERS = PlaceKeys.WORKERS;
    public static final Key<Path> OUT = PlaceKeys.OUT;
    public static final Key<Path> PROJECT = PlaceKeys.PROJECT;
    public static final Key<String> NAME = PlaceKeys.NAME.standard("val");
    public static final Key<Boolean> EXIST_OK = PlaceKeys.EXIST_OK;

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(
            KeyGroup.of("What", MODEL, DATA, IMAGES, SPLIT, IMGSZ, BATCH),
            KeyGroup.of("Detections", CONF, IOU, MAX_DET),
            KeyGroup.of("Machine and folder", DEVICE, PRECISION, WORKERS, OUT, PROJECT, NAME, EXIST_OK));

    private EvaluateKeys() {}
}
