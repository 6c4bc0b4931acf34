package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Keys of the jobs that compare detections with annotations to calibrate or to decide. */
public final class TrustKeys {

    public static final Key<Path> MODEL = PlaceKeys.MODEL.help(
            "weights, .pt or .safetensors, or an exported .onnx; with --predictions only their fingerprint is recorded.");
    public static final Key<Path> DATA = PlaceKeys.DATA;
    public static final Key<Path> IMAGES = PlaceKeys.IMAGES;
    public static final Key<String> SPLIT = EvaluateKeys.SPLIT.help("the part of the data set to use.");
    public static final Key<Path> PREDICTIONS = Key.path(
            "predictions",
            "FILE",
            "detections on the split, of any tool: COCO results, or what predict writes; calibrate takes a classifier's CSV too.");
    public static final Key<Path> ANNOTATIONS =
            Key.path("annotations", "FILE", "COCO annotations the predictions belong to, instead of data.");
    public static final Key<String> FIRST_CATEGORY = EvaluateKeys.FIRST_CATEGORY;
    public static final Key<String> OVERLAP = EvaluateKeys.OVERLAP;
    public static final Key<Integer> IMGSZ = EvaluateKeys.IMGSZ;
    public static final Key<Integer> BATCH = EvaluateKeys.BATCH;
    public static final Key<Double> IOU = EvaluateKeys.IOU;
    public static final Key<Integer> MAX_DET = EvaluateKeys.MAX_DET;
    public static final Key<Double> MATCH_IOU =
            Key.number("match_iou", 0.5, 0.01, 0.99, "overlap with an object that makes a detection right.");
    public static final Key<Integer> SEED = Key.whole("seed", 0, 0, "of the division of images and of the intervals.");
    public static final Key<Integer> RESAMPLES =
            Key.whole("resamples", 1000, 10, "drawn sets of images behind every interval.");

    static final KeyGroup WHAT = KeyGroup.of(
            "What", MODEL, DATA, IMAGES, SPLIT, PREDICTIONS, ANNOTATIONS, FIRST_CATEGORY, OVERLAP, IMGSZ, BATCH);
    static final KeyGroup MACHINE = KeyGroup.of("Machine", PlaceKeys.DEVICE, EvaluateKeys.PRECISION, PlaceKeys.WORKERS);

    static final List<String> SPLITS = List.of("val", "test", "train");

    private TrustKeys() {}
}
