package io.candor.run;

import java.util.List;

/** Everything a summary can be told. */
public final class SummaryKeys {

    public static final Key<String> MODEL =
            Key.text("model", "FILE|NAME", "yolov8n", "a weight file, or a network such as yolov10n.");
    public static final Key<Boolean> ALL_NETWORKS =
            Key.flag("all", "every network: parameters, GFLOPs, and how fast it is on this machine.");
    public static final Key<Integer> CLASSES =
            Key.whole("classes", 80, 1, "classes of the network, unless a file says.");
    public static final Key<Integer> IMGSZ =
            Key.whole("imgsz", 640, 8, "side of the square image, in pixels; unless given, 224 for classifiers.");

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL = List.of(KeyGroup.of("What", MODEL, CLASSES, IMGSZ, ALL_NETWORKS));

    private SummaryKeys() {}
}
