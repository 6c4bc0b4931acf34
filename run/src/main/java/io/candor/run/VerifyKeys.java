package io.candor.run;

import java.nio.file.Path;
import java.util.List;

/** Everything a verification can be told. */
public final class VerifyKeys {

    public static final Key<Path> MODEL = PlaceKeys.MODEL.help("the weights the file was exported from.");
    public static final Key<Path> ONNX = Key.path("onnx", "FILE", "the exported file.");
    public static final Key<Path> DATA =
            PlaceKeys.DATA.help("compare on the images of this data set; without it on drawn circuit boards.");
    public static final Key<Path> IMAGES = PlaceKeys.IMAGES;
    public static final Key<String> SPLIT =
            Key.choice("split", List.of("val", "test", "train"), "the part of the data set whose images are compared.");
    public static final Key<Integer> LIMIT =
            Key.whole("limit", 500, 1, "images to compare at most, spread evenly over the split.");
    public static final Key<Path> OUT =
            Key.path("out", "FILE", "the JSON report; without it beside the ONNX file, with the ending .verify.json.");

    /** All of them, as help texts show them. */
    public static final List<KeyGroup> ALL =
            List.of(KeyGroup.of("What", MODEL, ONNX), KeyGroup.of("Images", DATA, IMAGES, SPLIT, LIMIT, OUT));

    private VerifyKeys() {}
}
