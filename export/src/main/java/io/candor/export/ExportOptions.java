package io.candor.export;

import io.candor.data.InvalidInput;

/**
 * How a network is written as ONNX.
 *
 * @param imageSize side of the square input in pixels; a multiple of 32 but for classifiers
 * @param batch images per run, at least 1
 * @param axes whether batch, height and width are fixed
 * @param precision number format of weights and activations
 * @param interfacePrecision number format of input and output
 * @param opset operator set, {@value #OLDEST_OPSET} to {@value #NEWEST_OPSET}
 * @param profile what will run the file
 * @param output what the graph gives out
 */
public record ExportOptions(
        int imageSize,
        int batch,
        Axes axes,
        Precision precision,
        Precision interfacePrecision,
        int opset,
        Profile profile,
        Output output) {

    /** What ONNX Runtime 1.29 accepts; below 12 some operators lack what is needed here. */
    public static final int OLDEST_OPSET = 12;

    public static final int NEWEST_OPSET = 26;
    private static final int WEB_OPSET = 13;

    /** Whether batch, height and width of the input are fixed. */
    public enum Axes {
        FIXED,
        DYNAMIC
    }

    /** Number formats. */
    public enum Precision {
        FP32,
        /** IEEE half precision. Boxes are still decoded in single precision: halves beyond 1024 are 1 apart. */
        FP16
    }

    /** What the graph gives out. */
    public sealed interface Output {}

    /**
     * (N, 4 + K, A): centre x, centre y, width, height in pixels, then probabilities; of a network with masks (N, 4 + K +
     * 32, A), coefficients last, and its prototypes; of a classifier (N, K), its probabilities.
     */
    public record Predictions() implements Output {}

    /**
     * (1, maxDetections, 6): x1, y1, x2, y2 in pixels, confidence, class, and 32 coefficients if there are masks; most confident first, zeros at the end. Non-
     * maximum suppression runs in the graph, per class, on the best class of each anchor.
     *
     * @param confidence a detection needs more than this
     * @param iou a kept box removes the boxes that overlap it by more
     * @param maxDetections rows
     */
    public record Selected(double confidence, double iou, int maxDetections) implements Output {}

    public ExportOptions {
        require(imageSize >= 1, "imgsz is %d; expected a positive number".formatted(imageSize));
        require(batch >= 1, "batch is %d; expected at least 1".formatted(batch));
        require(
                opset >= OLDEST_OPSET && opset <= NEWEST_OPSET,
                "opset is %d; expected %d to %d, which ONNX Runtime 1.29 reads"
                        .formatted(opset, OLDEST_OPSET, NEWEST_OPSET));
        boolean selected = output instanceof Selected;
        require(
                !selected || batch == 1,
                "nms and batch %d: suppression in the graph is for one image".formatted(batch));
        boolean web = profile == Profile.WEB;
        require(!web || !selected, "nms and profile web: browsers' back ends have no such operator");
        require(!web || axes == Axes.FIXED, "dynamic and profile web: browsers' back ends need fixed sizes");
        require(!web || opset >= WEB_OPSET, "opset %d and profile web: expected at least 13".formatted(opset));
        require(
                precision == Precision.FP16 || interfacePrecision == Precision.FP32,
                "half_io without half: a network in single precision has single-precision input and output");
    }

    /** 640 pixels, one image, fixed sizes, single precision, operator set 17, for servers, predictions. */
    public static ExportOptions defaults() {
        return new ExportOptions(
                640, 1, Axes.FIXED, Precision.FP32, Precision.FP32, 17, Profile.SERVER, new Predictions());
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new InvalidInput("export-options", otherwise + ".");
        }
    }

    public ExportOptions withImageSize(int value) {
        return new ExportOptions(value, batch, axes, precision, interfacePrecision, opset, profile, output);
    }

    public ExportOptions withBatch(int value) {
        return new ExportOptions(imageSize, value, axes, precision, interfacePrecision, opset, profile, output);
    }

    public ExportOptions withAxes(Axes value) {
        return new ExportOptions(imageSize, batch, value, precision, interfacePrecision, opset, profile, output);
    }

    /** Weights and activations in {@code value}, input and output in single precision. */
    public ExportOptions withPrecision(Precision value) {
        return new ExportOptions(imageSize, batch, axes, value, Precision.FP32, opset, profile, output);
    }

    public ExportOptions withInterfacePrecision(Precision value) {
        return new ExportOptions(imageSize, batch, axes, precision, value, opset, profile, output);
    }

    public ExportOptions withOpset(int value) {
        return new ExportOptions(imageSize, batch, axes, precision, interfacePrecision, value, profile, output);
    }

    public ExportOptions withProfile(Profile value) {
        return new ExportOptions(imageSize, batch, axes, precision, interfacePrecision, opset, value, output);
    }

    public ExportOptions withOutput(Output value) {
        return new ExportOptions(imageSize, batch, axes, precision, interfacePrecision, opset, profile, value);
    }
}
