package io.candor.export;

import io.candor.export.ExportOptions.Axes;
import io.candor.export.ExportOptions.Precision;
import io.candor.export.ExportOptions.Selected;
import io.candor.infer.ClassNames;
import io.candor.infer.ModelCard;
import io.candor.weights.NetworkFile;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an ONNX file says about itself: the keys that YOLO tools read, and Candor's own under {@code candor.}.
 *
 * @param version of Candor
 * @param date when the file was made
 * @param more further properties, such as where the weights came from
 */
public record OnnxMetadata(String version, Instant date, Map<String, String> more) {

    /** SHA-256 of the weight file, in hexadecimal. */
    public static final String WEIGHTS = ModelCard.WEIGHTS;

    /** How the network was trained, the JSON object of the weight file. */
    public static final String TRAINING = "candor.training";

    /** What suppression in the graph does. */
    public static final String SELECTED_CONFIDENCE = "candor.nms.confidence";

    public static final String SELECTED_IOU = "candor.nms.iou";
    public static final String SELECTED_MOST = "candor.nms.max_detections";

    public OnnxMetadata {
        more = Map.copyOf(more);
    }

    /** All properties, in a fixed order. */
    Map<String, String> properties(NetworkFile file, ExportOptions options) {
        boolean endToEnd = options.output() instanceof Selected
                || file.network().definition().endToEnd();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("description", file.network().name() + ", exported by Candor");
        all.put("author", "Candor");
        all.put("version", version);
        all.put("date", date.toString());
        all.put("task", file.network().definition().task().word());
        all.put("stride", "32");
        all.put("batch", Integer.toString(options.batch()));
        all.put("imgsz", "[%1$d, %1$d]".formatted(options.imageSize()));
        all.put("names", ClassNames.format(file.classes()));
        all.put("channels", "3");
        all.put("end2end", python(endToEnd));
        all.put("args", arguments(options));
        all.put("candor.profile", options.profile().name().toLowerCase(Locale.ROOT));
        all.put("candor.precision", options.precision().name().toLowerCase(Locale.ROOT));
        if (options.output() instanceof Selected selected) {
            all.put(SELECTED_CONFIDENCE, Double.toString(selected.confidence()));
            all.put(SELECTED_IOU, Double.toString(selected.iou()));
            all.put(SELECTED_MOST, Integer.toString(selected.maxDetections()));
        }
        more.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(property -> all.put(property.getKey(), property.getValue()));
        return all;
    }

    /** Python's notation, in which other tools of this family read it. */
    private static String arguments(ExportOptions options) {
        return "{'batch': %d, 'half': %s, 'dynamic': %s, 'simplify': False, 'opset': %d, 'nms': %s}"
                .formatted(
                        options.batch(),
                        python(options.precision() == Precision.FP16),
                        python(options.axes() == Axes.DYNAMIC),
                        options.opset(),
                        python(options.output() instanceof Selected));
    }

    private static String python(boolean value) {
        return value ? "True" : "False";
    }
}
