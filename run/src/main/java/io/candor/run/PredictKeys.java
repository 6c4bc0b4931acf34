package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Everything a prediction can be told. */
public final class PredictKeys {

    public static final Key<Path> MODEL = PlaceKeys.ANY_MODEL;
    public static final Key<List<Path>> SOURCE = Key.paths("source", "PATH,...", "images and folders of images.");
    public static final Key<Integer> IMGSZ = Key.whole(
            "imgsz", 640, 32, "longer side the images are scaled to, in pixels; as trained if the model says.");
    public static final Key<Double> CONF = Key.number("conf", 0.25, 0, 0.999, "confidence a detection needs.");
    public static final Key<Double> IOU = EvaluateKeys.IOU;
    public static final Key<Integer> MAX_DET = EvaluateKeys.MAX_DET;
    public static final Key<List<Integer>> CLASSES = Key.wholes("classes", "report only these classes, by index.");
    public static final Key<Boolean> AGNOSTIC_NMS =
            Key.flag("agnostic_nms", "let boxes of different classes remove each other.");
    public static final Key<String> CALIBRATION = Key.text(
            "calibration",
            "FILE|off",
            "",
            "calibrates confidences by this file; by default calibration.json beside the model, if there.");
    public static final Key<String> POLICY = Key.text(
            "policy",
            "FILE|off",
            "",
            "says what to do about each detection and picture; by default policy.json beside the model, if it is for it.");
    public static final Key<String> DEVICE = PlaceKeys.DEVICE;
    public static final Key<String> PRECISION = PlaceKeys.PRECISION.standard("fp32");
    public static final Key<Path> OUT = PlaceKeys.OUT;
    public static final Key<Path> PROJECT = PlaceKeys.PROJECT;
    public static final Key<String> NAME = PlaceKeys.NAME.standard("predict");
    public static final Key<Boolean> EXIST_OK = PlaceKeys.EXIST_OK;

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(
            KeyGroup.of("What", MODEL, SOURCE, IMGSZ),
            KeyGroup.of("Detections", CONF, IOU, MAX_DET, CLASSES, AGNOSTIC_NMS, CALIBRATION, POLICY),
            KeyGroup.of("Machine and folder", DEVICE, PRECISION, OUT, PROJECT, NAME, EXIST_OK));

    private PredictKeys() {}
}
