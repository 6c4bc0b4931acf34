package io.candor.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.json.JsonNodes;
import io.candor.metric.CalibrationError;
import io.candor.metric.CocoAveragePrecision;
import io.candor.metric.ConfidenceHistogram;
import io.candor.metric.ConfusionMatrix;
import io.candor.metric.Definition;
import io.candor.metric.DetectionEstimates;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.EvaluationSettings;
import io.candor.metric.Lrp;
import io.candor.metric.Reliability;
import io.candor.metric.ScoreHistogram;
import io.candor.metric.YoloAveragePrecision;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code evaluation.json}: every number of an evaluation with its definition. Numbers that do not exist, such as the
 * precision of a class without objects, are null.
 */
public final class EvaluationJson {

    /** The same figures by masks, where there are any. */
    public static final String MASKS = "masks";

    private static final double[] RECALLS = {.5, .6, .7, .8, .85, .9, .95};

    private EvaluationJson() {}

    /**
     * Writes the file, by way of a temporary one in the same folder.
     *
     * @param provenance what was evaluated on what and by which version: names and printable values
     */
    public static void write(DetectionEvaluation evaluation, Map<String, ?> provenance, Path file) {
        JsonNodes.write(tree(evaluation, provenance), file);
    }

    /** As {@link #write(DetectionEvaluation, Map, Path)}, with intervals and errors by kind. */
    public static void write(DetectionEstimates estimates, Map<String, ?> provenance, Path file) {
        JsonNodes.write(tree(estimates, provenance), file);
    }

    /** The same with the figures by masks, under {@code masks}. */
    public static void write(DetectionEstimates boxes, DetectionEstimates masks, Map<String, ?> provenance, Path file) {
        ObjectNode root = tree(boxes.evaluation(), provenance);
        EstimatesJson.add(root, boxes);
        root.set(MASKS, tree(masks, Map.of()));
        JsonNodes.write(root, file);
    }

    /** The same with the figures by masks, under {@code masks}. */
    public static void write(
            DetectionEvaluation boxes, DetectionEvaluation masks, Map<String, ?> provenance, Path file) {
        ObjectNode root = tree(boxes, provenance);
        root.set(MASKS, tree(masks, Map.of()));
        JsonNodes.write(root, file);
    }

    /** The content of the file, with intervals and errors by kind. */
    public static JsonNode tree(DetectionEstimates estimates, Map<String, ?> provenance) {
        ObjectNode root = tree(estimates.evaluation(), provenance);
        EstimatesJson.add(root, estimates);
        return root;
    }

    /** The content of the file. */
    public static ObjectNode tree(DetectionEvaluation evaluation, Map<String, ?> provenance) {
        ObjectNode root = JsonNodes.object();
        root.put("task", "detection");
        JsonNodes.put(root, "map50", evaluation.map50());
        JsonNodes.put(root, "map50_95", evaluation.map50_95());
        JsonNodes.put(root, "precision", evaluation.precision());
        JsonNodes.put(root, "recall", evaluation.recall());
        JsonNodes.put(root, "f1", evaluation.f1());
        JsonNodes.put(root, "best_confidence", evaluation.bestConfidence());
        root.put("images", evaluation.images());
        root.put("objects", evaluation.objects());
        root.put("detections", evaluation.detections());
        ArrayNode classes = root.putArray("classes");
        evaluation.perClass().forEach(row -> classes.add(row(row)));
        root.set("calibration", calibration(evaluation.calibration(), evaluation));
        root.set("localisation_calibration", calibration(evaluation.localisationCalibration(), evaluation));
        root.set("confidence", histogram(evaluation.histogram()));
        root.set("score_histogram", scores(evaluation.scores()));
        root.set("false_alarms_per_image", falseAlarms(evaluation));
        root.set("lrp", lrp(evaluation.lrp(), evaluation));
        root.set("coco", coco(evaluation.coco()));
        root.set("yolo_rule", yolo(evaluation.yolo()));
        root.set("confusion", confusion(evaluation));
        root.set("settings", settings(evaluation.settings()));
        root.set("provenance", JsonNodes.of(provenance));
        return root;
    }

    /** The figures of a class. */
    static ObjectNode row(DetectionEvaluation.OfClass row) {
        ObjectNode node = JsonNodes.object();
        node.put("index", row.classIndex());
        node.put("name", row.name());
        node.put("images", row.images());
        node.put("objects", row.objects());
        node.put("detections", row.detections());
        JsonNodes.put(node, "precision", row.precision());
        JsonNodes.put(node, "recall", row.recall());
        JsonNodes.put(node, "f1", row.f1());
        JsonNodes.put(node, "map50", row.map50());
        JsonNodes.put(node, "map50_95", row.map50_95());
        return node;
    }

    private static ObjectNode calibration(CalibrationError error, DetectionEvaluation evaluation) {
        Reliability pooled = error.pooled();
        ObjectNode node = JsonNodes.object();
        JsonNodes.measure(node, error.expected());
        JsonNodes.put(node, "absolute", error.absolute().value());
        JsonNodes.put(node, "maximum", pooled.maximum());
        JsonNodes.put(node, "signed_gap", pooled.signedGap());
        JsonNodes.put(node, "brier", pooled.brier());
        JsonNodes.put(node, "log_loss", pooled.logLoss());
        JsonNodes.put(node, "mean_confidence", pooled.meanConfidence());
        JsonNodes.put(node, "mean_outcome", pooled.meanOutcome());
        node.put("detections", pooled.count());
        ArrayNode bins = node.putArray("bins");
        pooled.bins().forEach(bin -> bins.add(JsonNodes.bin(bin)));
        ArrayNode classes = node.putArray("classes");
        for (CalibrationError.OfClass row : error.classes()) {
            ObjectNode one = classes.addObject();
            one.put("name", evaluation.classes().name(row.classIndex()));
            one.put("detections", row.reliability().count());
            JsonNodes.put(one, "value", row.reliability().error());
            JsonNodes.put(one, "signed_gap", row.reliability().signedGap());
        }
        return node;
    }

    private static ObjectNode histogram(ConfidenceHistogram histogram) {
        ObjectNode node = JsonNodes.object();
        JsonNodes.put(node, "mean_right", histogram.meanRight());
        JsonNodes.put(node, "mean_wrong", histogram.meanWrong());
        node.set("right", JsonNodes.of(histogram.right()));
        node.set("wrong", JsonNodes.of(histogram.wrong()));
        JsonNodes.put(node, "confidence_floor", histogram.confidenceFloor());
        JsonNodes.put(node, "iou", histogram.iou());
        return node;
    }

    private static ObjectNode scores(ScoreHistogram scores) {
        ObjectNode node = JsonNodes.object();
        node.put("images", scores.images());
        node.put("bins", ScoreHistogram.BINS);
        node.put("edges", "equal width, lower edge included");
        JsonNodes.put(node, "dispersion_floor", ScoreHistogram.RATE_FLOOR);
        ArrayNode classes = node.putArray("classes");
        for (ScoreHistogram.OfClass row : scores.classes()) {
            ObjectNode one = classes.addObject();
            one.put("name", row.name());
            one.set("counts", JsonNodes.of(row.counts()));
            JsonNodes.put(one, "dispersion", row.dispersion());
        }
        return node;
    }

    private static ObjectNode falseAlarms(DetectionEvaluation evaluation) {
        ObjectNode node = JsonNodes.object();
        JsonNodes.put(node, "highest_recall", evaluation.operating().highestRecall());
        ArrayNode rows = node.putArray("at_recall");
        for (double recall : RECALLS) {
            ObjectNode row = rows.addObject();
            row.put("recall", recall);
            JsonNodes.put(
                    row, "value", evaluation.operating().falseAlarmsAt(recall).value());
            JsonNodes.put(
                    row,
                    "confidence",
                    evaluation.operating().confidenceAt(recall).orElse(Double.NaN));
        }
        Definition definition =
                evaluation.operating().falseAlarmsAt(.5).definition().without("recall");
        node.set("definition", JsonNodes.of(definition.choices()));
        return node;
    }

    private static ObjectNode lrp(Lrp lrp, DetectionEvaluation evaluation) {
        ObjectNode node = JsonNodes.object();
        JsonNodes.measure(node, lrp.measure());
        JsonNodes.put(node, "localisation", lrp.localisation());
        JsonNodes.put(node, "false_positives", lrp.falsePositives());
        JsonNodes.put(node, "false_negatives", lrp.falseNegatives());
        ArrayNode classes = node.putArray("classes");
        for (Lrp.OfClass row : lrp.classes()) {
            ObjectNode one = classes.addObject();
            one.put("name", evaluation.classes().name(row.classIndex()));
            JsonNodes.put(one, "value", row.error());
            JsonNodes.put(one, "threshold", row.threshold());
            JsonNodes.put(one, "localisation", row.localisation());
            JsonNodes.put(one, "false_positives", row.falsePositives());
            JsonNodes.put(one, "false_negatives", row.falseNegatives());
        }
        return node;
    }

    private static ObjectNode coco(CocoAveragePrecision coco) {
        ObjectNode node = JsonNodes.object();
        JsonNodes.put(node, "ap", coco.ap());
        JsonNodes.put(node, "ap50", coco.ap50());
        JsonNodes.put(node, "ap75", coco.ap75());
        JsonNodes.put(node, "ap_small", coco.apSmall());
        JsonNodes.put(node, "ap_medium", coco.apMedium());
        JsonNodes.put(node, "ap_large", coco.apLarge());
        JsonNodes.put(node, "ar_1", coco.recall1());
        JsonNodes.put(node, "ar_10", coco.recall10());
        JsonNodes.put(node, "ar_100", coco.recall100());
        JsonNodes.put(node, "ar_small", coco.recallSmall());
        JsonNodes.put(node, "ar_medium", coco.recallMedium());
        JsonNodes.put(node, "ar_large", coco.recallLarge());
        node.set("definition", JsonNodes.of(coco.definition().choices()));
        return node;
    }

    private static ObjectNode yolo(YoloAveragePrecision yolo) {
        ObjectNode node = JsonNodes.object();
        JsonNodes.put(node, "map50", yolo.map50());
        JsonNodes.put(node, "map75", yolo.map75());
        JsonNodes.put(node, "map50_95", yolo.map50_95());
        JsonNodes.put(node, "precision", yolo.precision());
        JsonNodes.put(node, "recall", yolo.recall());
        JsonNodes.put(node, "best_confidence", yolo.curves().bestConfidence());
        node.set("definition", JsonNodes.of(yolo.definition().choices()));
        return node;
    }

    private static ObjectNode confusion(DetectionEvaluation evaluation) {
        ConfusionMatrix matrix = evaluation.confusion();
        ObjectNode node = JsonNodes.object();
        ArrayNode names = node.putArray("names");
        evaluation.classes().names().forEach(names::add);
        names.add("background");
        node.put("rows", "predicted class");
        node.put("columns", "true class");
        node.set("counts", JsonNodes.of(matrix.counts()));
        JsonNodes.put(node, "confidence", matrix.confidence());
        JsonNodes.put(node, "iou", matrix.iou());
        return node;
    }

    private static JsonNode settings(EvaluationSettings settings) {
        ObjectNode node = JsonNodes.object();
        JsonNodes.put(node, "iou", settings.iou());
        JsonNodes.put(node, "confidence_floor", settings.confidenceFloor());
        node.put("max_detections", settings.maxDetections());
        JsonNodes.put(node, "confusion_confidence", settings.confusionConfidence());
        JsonNodes.put(node, "confusion_iou", settings.confusionIou());
        return node;
    }
}
