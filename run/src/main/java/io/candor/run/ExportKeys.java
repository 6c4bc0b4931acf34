package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Everything an export can be told. */
public final class ExportKeys {

    public static final Key<Path> MODEL = PlaceKeys.MODEL;
    public static final Key<String> FORMAT = Key.choice("format", List.of("onnx"), "what to write.");
    public static final Key<Path> OUT =
            Key.path("out", "FILE", "the file to write; without it beside the model, with the ending .onnx.");
    public static final Key<Integer> IMGSZ =
            Key.whole("imgsz", 640, 32, "side of the square input, in pixels; as trained if the model says.");
    public static final Key<Integer> BATCH = Key.whole("batch", 1, 1, "images per run.");
    public static final Key<Boolean> DYNAMIC = Key.flag("dynamic", "leave batch, height and width of the input free.");
    public static final Key<Boolean> HALF =
            Key.flag("half", "half-precision weights and activations; input and output stay in single precision.");
    public static final Key<Boolean> HALF_IO =
            Key.flag("half_io", "with half: input and output in half precision too.");
    public static final Key<Integer> OPSET = Key.whole("opset", 17, 1, "ONNX operator set, 12 to 26.");
    public static final Key<String> PROFILE = Key.choice(
            "profile", List.of("server", "web"), "what will run the file; web avoids what browsers compute wrongly.");
    public static final Key<Boolean> NMS =
            Key.flag("nms", "suppression in the graph: output0 (1, max_det, 6), x1 y1 x2 y2 confidence class.");
    public static final Key<Double> CONF =
            Key.number("conf", 0.25, 0, 0.999, "with nms: confidence a detection needs.");
    public static final Key<Double> IOU =
            Key.number("iou", 0.7, 0, 1, "with nms: overlap above which the less confident box is removed.");
    public static final Key<Integer> MAX_DET = Key.whole("max_det", 300, 1, "with nms: rows of the output.");
    public static final Key<Boolean> NO_VERIFY =
            Key.flag("no_verify", "do not compare the file with the network afterwards.");
    public static final Key<Path> DATA =
            PlaceKeys.DATA.help("compare on the images of this data set; without it on drawn circuit boards.");
    public static final Key<Path> IMAGES = PlaceKeys.IMAGES;
    public static final Key<String> SPLIT = VerifyKeys.SPLIT;
    public static final Key<Integer> LIMIT = VerifyKeys.LIMIT;

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(
            KeyGroup.of("What", MODEL, FORMAT, OUT),
            KeyGroup.of("File", IMGSZ, BATCH, DYNAMIC, HALF, HALF_IO, OPSET, PROFILE),
            KeyGroup.of("Suppression in the graph", NMS, CONF, IOU, MAX_DET),
            KeyGroup.of("Verification", NO_VERIFY, DATA, IMAGES, SPLIT, LIMIT));

    private ExportKeys() {}
}
