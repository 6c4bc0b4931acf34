package io.candor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.json.JsonNodes;
import io.candor.metric.AreaRange;
import io.candor.metric.DetectionEstimates;
import io.candor.metric.DetectionFigure;
import io.candor.metric.ErrorKind;
import io.candor.metric.ErrorSplit;
import io.candor.metric.Reliability;
import java.util.Locale;

/** The part of a detector's {@code evaluation.json} that has intervals, and the slower figures. */
final class EstimatesJson {

    private EstimatesJson() {}

    static void add(ObjectNode root, DetectionEstimates estimates) {
        ObjectNode figures = root.putObject("figures");
        for (DetectionFigure figure : DetectionFigure.values()) {
            figures.set(figure.key(), JsonNodes.estimate(estimates.figure(figure)));
        }
        root.put("intervals", estimates.bootstrap());
        root.set("errors", errors(estimates.errors()));
        ObjectNode sizes = root.putObject("calibration_by_size");
        estimates.sizes().forEach((size, reliability) -> sizes.set(name(size), size(reliability)));
        ObjectNode boxes = root.putObject("calibration_over_boxes");
        JsonNodes.measure(boxes.putObject("position"), estimates.position());
        JsonNodes.measure(boxes.putObject("position_and_size"), estimates.box());
    }

    private static ObjectNode errors(ErrorSplit errors) {
        ObjectNode node = JsonNodes.object();
        ObjectNode costs = node.putObject("ap50_lost");
        for (ErrorKind kind : ErrorKind.values()) {
            costs.set(kind.key(), JsonNodes.estimate(errors.costs().get(kind)));
        }
        costs.set("false_positives", JsonNodes.estimate(errors.falsePositives()));
        costs.set("false_negatives", JsonNodes.estimate(errors.falseNegatives()));
        ObjectNode counts = node.putObject("counts");
        errors.counts().forEach((kind, count) -> counts.put(kind.key(), count));
        JsonNodes.put(node, "counts_from_confidence", errors.confidence());
        node.put("intervals", errors.bootstrap());
        return node;
    }

    private static String name(AreaRange size) {
        return size.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode size(Reliability reliability) {
        ObjectNode node = JsonNodes.object();
        node.put("detections", reliability.count());
        JsonNodes.put(node, "value", reliability.error());
        JsonNodes.put(node, "signed_gap", reliability.signedGap());
        JsonNodes.put(node, "mean_confidence", reliability.meanConfidence());
        JsonNodes.put(node, "mean_outcome", reliability.meanOutcome());
        ArrayNode bins = node.putArray("bins");
        reliability.bins().forEach(bin -> bins.add(JsonNodes.bin(bin)));
        return node;
    }
}
