package io.candor.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.metric.CalibrationError;
import io.candor.metric.CocoAveragePrecision;
import io.candor.metric.ConfidenceHistogram;
import io.candor.metric.ConfusionMatrix;
import io.candor.metric.Definition;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.EvaluationSettings;
import io.candor.metric.Lrp;
import io.candor.metric.Measure;
import io.candor.metric.Reliability;
import io.candor.metric.ReliabilityBin;
import io.candor.metric.ScoreHistogram;
import io.candor.metric.YoloAveragePrecision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * {@code evaluation.json}: every number of an evaluation with its definition. Numbers that do not exist, such as the
 * precision of a class without objects, are null.
 */
public final class EvaluationJson {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private static final double[] RECALLS = {.5, .6, .7, .8, .85, .9, .95};

    private EvaluationJson() {}

    /**
     * Writes the file, by way of a temporary one in the same folder.
     *
     * @param provenance what was evaluated on what and by which version: names and printable values
     */
    public static void write(DetectionEvaluation evaluation, Map<String, ?> provenance, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            Path partial = Files.createTempFile(folder, file.getFileName().toString(), ".part");
            try {
                JSON.writeValue(partial.toFile(), tree(evaluation, provenance));
                Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** The content of the file. */
    public static JsonNode tree(DetectionEvaluation evaluation, Map<String, ?> provenance) {
        ObjectNode root = JSON.createObjectNode();
        put(root, "map50", evaluation.map50());
        put(root, "map50_95", evaluation.map50_95());
        put(root, "precision", evaluation.precision());
        put(root, "recall", evaluation.recall());
        put(root, "f1", evaluation.f1());
        put(root, "best_confidence", evaluation.bestConfidence());
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
        root.set("provenance", JSON.valueToTree(provenance));
        return root;
    }

    private static ObjectNode row(DetectionEvaluation.OfClass row) {
        ObjectNode node = JSON.createObjectNode();
        node.put("index", row.classIndex());
        node.put("name", row.name());
        node.put("images", row.images());
        node.put("objects", row.objects());
        node.put("detections", row.detections());
        put(node, "precision", row.precision());
        put(node, "recall", row.recall());
        put(node, "f1", row.f1());
        put(node, "map50", row.map50());
        put(node, "map50_95", row.map50_95());
        return node;
    }

    private static ObjectNode calibration(CalibrationError error, DetectionEvaluation evaluation) {
        Reliability pooled = error.pooled();
        ObjectNode node = JSON.createObjectNode();
        measure(node, error.expected());
        put(node, "absolute", error.absolute().value());
        put(node, "maximum", pooled.maximum());
        put(node, "signed_gap", pooled.signedGap());
        put(node, "brier", pooled.brier());
        put(node, "log_loss", pooled.logLoss());
        put(node, "mean_confidence", pooled.meanConfidence());
        put(node, "mean_outcome", pooled.meanOutcome());
        node.put("detections", pooled.count());
        ArrayNode bins = node.putArray("bins");
        pooled.bins().forEach(bin -> bins.add(bin(bin)));
        ArrayNode classes = node.putArray("classes");
        for (CalibrationError.OfClass row : error.classes()) {
            ObjectNode one = classes.addObject();
            one.put("name", evaluation.classes().name(row.classIndex()));
            one.put("detections", row.reliability().count());
            put(one, "value", row.reliability().error());
            put(one, "signed_gap", row.reliability().signedGap());
        }
        return node;
    }

    private static ObjectNode bin(ReliabilityBin bin) {
        ObjectNode node = JSON.createObjectNode();
        put(node, "low", bin.low());
        put(node, "high", bin.high());
        node.put("count", bin.count());
        put(node, "mean_confidence", bin.meanConfidence());
        put(node, "mean_outcome", bin.meanOutcome());
        put(node, "interval_low", bin.lowest());
        put(node, "interval_high", bin.highest());
        return node;
    }

    private static ObjectNode histogram(ConfidenceHistogram histogram) {
        ObjectNode node = JSON.createObjectNode();
        put(node, "mean_right", histogram.meanRight());
        put(node, "mean_wrong", histogram.meanWrong());
        node.set("right", JSON.valueToTree(histogram.right()));
        node.set("wrong", JSON.valueToTree(histogram.wrong()));
        put(node, "confidence_floor", histogram.confidenceFloor());
        put(node, "iou", histogram.iou());
        return node;
    }

    private static ObjectNode scores(ScoreHistogram scores) {
        ObjectNode node = JSON.createObjectNode();
        node.put("images", scores.images());
        node.put("bins", ScoreHistogram.BINS);
        node.put("edges", "equal width, lower edge included");
        put(node, "dispersion_floor", ScoreHistogram.RATE_FLOOR);
        ArrayNode classes = node.putArray("classes");
        for (ScoreHistogram.OfClass row : scores.classes()) {
            ObjectNode one = classes.addObject();
            one.put("name", row.name());
            one.set("counts", JSON.valueToTree(row.counts()));
            put(one, "dispersion", row.dispersion());
        }
        return node;
    }

    private static ObjectNode falseAlarms(DetectionEvaluation evaluation) {
        ObjectNode node = JSON.createObjectNode();
        put(node, "highest_recall", evaluation.operating().highestRecall());
        ArrayNode rows = node.putArray("at_recall");
        for (double recall : RECALLS) {
            ObjectNode row = rows.addObject();
            row.put("recall", recall);
            put(row, "value", evaluation.operating().falseAlarmsAt(recall).value());
            put(row, "confidence", evaluation.operating().confidenceAt(recall).orElse(Double.NaN));
        }
        Definition definition =
                evaluation.operating().falseAlarmsAt(.5).definition().without("recall");
        node.set("definition", JSON.valueToTree(definition.choices()));
        return node;
    }

    private static ObjectNode lrp(Lrp lrp, DetectionEvaluation evaluation) {
        ObjectNode node = JSON.createObjectNode();
        measure(node, lrp.measure());
        put(node, "localisation", lrp.localisation());
        put(node, "false_positives", lrp.falsePositives());
        put(node, "false_negatives", lrp.falseNegatives());
        ArrayNode classes = node.putArray("classes");
        for (Lrp.OfClass row : lrp.classes()) {
            ObjectNode one = classes.addObject();
            one.put("name", evaluation.classes().name(row.classIndex()));
            put(one, "value", row.error());
            put(one, "threshold", row.threshold());
            put(one, "localisation", row.localisation());
            put(one, "false_positives", row.falsePositives());
            put(one, "false_negatives", row.falseNegatives());
        }
        return node;
    }

    private static ObjectNode coco(CocoAveragePrecision coco) {
        ObjectNode node = JSON.createObjectNode();
        put(node, "ap", coco.ap());
        put(node, "ap50", coco.ap50());
        put(node, "ap75", coco.ap75());
        put(node, "ap_small", coco.apSmall());
        put(node, "ap_medium", coco.apMedium());
        put(node, "ap_large", coco.apLarge());
        put(node, "ar_1", coco.recall1());
        put(node, "ar_10", coco.recall10());
        put(node, "ar_100", coco.recall100());
        put(node, "ar_small", coco.recallSmall());
        put(node, "ar_medium", coco.recallMedium());
        put(node, "ar_large", coco.recallLarge());
        node.set("definition", JSON.valueToTree(coco.definition().choices()));
        return node;
    }

    private static ObjectNode yolo(YoloAveragePrecision yolo) {
        ObjectNode node = JSON.createObjectNode();
        put(node, "map50", yolo.map50());
        put(node, "map75", yolo.map75());
        put(node, "map50_95", yolo.map50_95());
        put(node, "precision", yolo.precision());
        put(node, "recall", yolo.recall());
        put(node, "best_confidence", yolo.curves().bestConfidence());
        node.set("definition", JSON.valueToTree(yolo.definition().choices()));
        return node;
    }

    private static ObjectNode confusion(DetectionEvaluation evaluation) {
        ConfusionMatrix matrix = evaluation.confusion();
        ObjectNode node = JSON.createObjectNode();
        ArrayNode names = node.putArray("names");
        evaluation.classes().names().forEach(names::add);
        names.add("background");
        node.put("rows", "predicted class");
        node.put("columns", "true class");
        node.set("counts", JSON.valueToTree(matrix.counts()));
        put(node, "confidence", matrix.confidence());
        put(node, "iou", matrix.iou());
        return node;
    }

    private static JsonNode settings(EvaluationSettings settings) {
        ObjectNode node = JSON.createObjectNode();
        put(node, "iou", settings.iou());
        put(node, "confidence_floor", settings.confidenceFloor());
        node.put("max_detections", settings.maxDetections());
        put(node, "confusion_confidence", settings.confusionConfidence());
        put(node, "confusion_iou", settings.confusionIou());
        return node;
    }

    private static void measure(ObjectNode node, Measure measure) {
        node.put("metric", measure.definition().metric());
        put(node, "value", measure.value());
        node.set("definition", JSON.valueToTree(measure.definition().choices()));
    }

    private static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }
}
