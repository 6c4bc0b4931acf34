package io.candor.run;

import io.candor.metric.Extent;
import java.nio.file.Path;
import java.util.List;

/** Everything an evaluation can be told. */
public final class EvaluateKeys {

    public static final Key<Path> MODEL = PlaceKeys.ANY_MODEL;
    public static final Key<Path> DATA = PlaceKeys.DATA;
    public static final Key<Path> IMAGES = PlaceKeys.IMAGES;
    public static final Key<String> SPLIT =
            Key.choice("split", List.of("val", "test", "train"), "the part of the data set to evaluate on.");
    public static final Key<Integer> IMGSZ =
            Key.whole("imgsz", 640, 32, "side of the square letterbox, in pixels; as trained if the model says.");
    public static final Key<Integer> BATCH = Key.whole("batch", 16, 1, "images at a time.");
    public static final Key<Double> CONF =
            Key.number("conf", 0.001, 0, 0.999, "confidence a detection needs to count in average precision.");
    public static final Key<Double> IOU =
            Key.number("iou", 0.7, 0, 1, "overlap above which suppression removes the less confident box.");
    public static final Key<Integer> MAX_DET = Key.whole("max_det", 300, 1, "detections per image.");
    public static final Key<Path> PREDICTIONS = Key.path(
            "predictions",
            "FILE",
            "judge this file instead of a model: COCO results, predictions.json, or a classifier's CSV.");
    public static final Key<Path> ANNOTATIONS =
            Key.path("annotations", "FILE", "COCO annotations that predictions are judged by; or give data.");
    public static final Key<String> FIRST_CATEGORY = Key.choice(
            "first_category",
            List.of("auto", "0", "1"),
            "category id that means the first class of data in predictions; auto tells from the ids.");
    public static final Key<String> OVERLAP = Key.choice(
            "overlap",
            List.of("box", "mask"),
            "what of detections and objects is compared; mask needs outlines on both sides.");
    public static final Key<Double> FLOOR =
            Key.number("floor", 0.25, 0, 0.999, "confidence a detection needs to count in calibration.");
    public static final Key<Integer> BINS = Key.whole("bins", 15, 1, "confidence bins of a classifier.");
    public static final Key<String> EDGES = Key.choice(
            "edges",
            List.of("open-closed", "open-closed-without-zero", "closed-open", "closed-open-extra"),
            "which bin of a classifier a confidence on an edge is in; published figures differ in it.");
    public static final Key<String> ADVERSARIAL = TrainKeys.ADVERSARIAL.help(
            "also count how many pictures a classifier still tells when they are changed to make it wrong.");
    public static final Key<Double> ADVERSARIAL_EPSILON = TrainKeys.ADVERSARIAL_EPSILON;
    public static final Key<Integer> ADVERSARIAL_STEPS = TrainKeys.ADVERSARIAL_STEPS;
    public static final Key<Integer> RESAMPLES =
            Key.whole("resamples", 1000, 1, "resamples of the images for the 95 % intervals.");
    public static final Key<String> CALIBRATION =
            Key.text("calibration", "FILE|off", "off", "calibrates confidences by this file of 'candor calibrate'.");
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
            KeyGroup.of("Predictions of any tool", PREDICTIONS, ANNOTATIONS, FIRST_CATEGORY, OVERLAP),
            KeyGroup.of("Detections of a model", CONF, IOU, MAX_DET, CALIBRATION),
            KeyGroup.of("Figures", FLOOR, BINS, EDGES, ADVERSARIAL, ADVERSARIAL_EPSILON, ADVERSARIAL_STEPS, RESAMPLES),
            KeyGroup.of("Machine and folder", DEVICE, PRECISION, WORKERS, OUT, PROJECT, NAME, EXIST_OK));

    /** What only a classifier is judged by. */
    static final List<Key<?>> OF_CLASSIFIERS =
            List.of(BINS, EDGES, ADVERSARIAL, ADVERSARIAL_EPSILON, ADVERSARIAL_STEPS);

    /** What only detections are judged by. */
    static final List<Key<?>> OF_DETECTORS = List.of(IMAGES, CONF, IOU, MAX_DET, OVERLAP, FLOOR);

    /** What is about files of predictions. */
    static final List<Key<?>> OF_FILES = List.of(ANNOTATIONS, FIRST_CATEGORY);

    /** What is about running a network. */
    static final List<Key<?>> OF_NETWORKS = List.of(
            IMGSZ, BATCH, CONF, IOU, ADVERSARIAL, ADVERSARIAL_EPSILON, ADVERSARIAL_STEPS, DEVICE, PRECISION, WORKERS);

    /** Refuses what nothing reads when a network that was trained for one task is evaluated. */
    static void refuseForeign(Settings settings, List<Key<?>> ofOthers, String who) {
        settings.refuse(ofOthers, "options", who + " is judged without it. Leave it out.");
        settings.refuse(OF_FILES, "options", "found without --predictions, which it explains. Leave it out.");
    }

    /** What {@link #OVERLAP} says. */
    static Extent overlap(Settings settings) {
        return Extent.of(settings.value(OVERLAP));
    }

    private EvaluateKeys() {}
}
