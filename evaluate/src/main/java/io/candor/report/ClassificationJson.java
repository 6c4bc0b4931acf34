package io.candor.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.json.JsonNodes;
import io.candor.metric.ClassConfusion;
import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ClassificationFigure;
import io.candor.metric.ClassificationSettings;
import io.candor.metric.Reliability;
import io.candor.metric.RiskCoverage;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code evaluation.json} of a classifier: every number with its definition and its interval. Numbers that do not exist
 * are null.
 */
public final class ClassificationJson {

    private static final int CURVE_POINTS = 200;

    /** A larger confusion matrix is not written. */
    private static final int MOST_CLASSES = 200;

    private ClassificationJson() {}

    /**
     * Writes the file, by way of a temporary one in the same folder.
     *
     * @param provenance what was evaluated and by which version: names and printable values
     */
    public static void write(ClassificationEvaluation evaluation, Map<String, ?> provenance, Path file) {
        JsonNodes.write(tree(evaluation, provenance), file);
    }

    /**
     * Writes the file with one more part.
     *
     * @param name of the part
     * @param part printable values by name
     */
    public static void write(
            ClassificationEvaluation evaluation,
            Map<String, ?> provenance,
            String name,
            Map<String, ?> part,
            Path file) {
        ObjectNode root = (ObjectNode) tree(evaluation, provenance);
        root.set(name, JsonNodes.of(part));
        JsonNodes.write(root, file);
    }

    /** The content of the file. */
    public static JsonNode tree(ClassificationEvaluation evaluation, Map<String, ?> provenance) {
        ObjectNode root = JsonNodes.object();
        root.put("task", "classification");
        root.put("rows", evaluation.rows());
        root.put("images", evaluation.images());
        ObjectNode figures = root.putObject("figures");
        for (ClassificationFigure figure : ClassificationFigure.values()) {
            figures.set(figure.key(), JsonNodes.estimate(evaluation.figure(figure)));
        }
        root.put("intervals", evaluation.bootstrap());
        root.set("reliability", reliability(evaluation.reliability()));
        root.set("adaptive_reliability", reliability(evaluation.adaptive()));
        ArrayNode classes = root.putArray("classes");
        evaluation.perClass().forEach(row -> classes.add(row(row)));
        root.set("risk_coverage", curve(evaluation.riskCoverage().thinned(CURVE_POINTS)));
        evaluation
                .confusion()
                .filter(matrix -> matrix.counts().length <= MOST_CLASSES)
                .ifPresent(matrix -> root.set("confusion", confusion(matrix, evaluation)));
        root.set("settings", settings(evaluation.settings()));
        root.set("provenance", JsonNodes.of(provenance));
        return root;
    }

    private static ObjectNode reliability(Reliability reliability) {
        ObjectNode node = JsonNodes.object();
        JsonNodes.put(node, "mean_confidence", reliability.meanConfidence());
        JsonNodes.put(node, "mean_outcome", reliability.meanOutcome());
        node.put("count", reliability.count());
        ArrayNode bins = node.putArray("bins");
        reliability.bins().forEach(bin -> bins.add(JsonNodes.bin(bin)));
        return node;
    }

    private static ObjectNode row(ClassificationEvaluation.OfClass row) {
        ObjectNode node = JsonNodes.object();
        node.put("index", row.classIndex());
        return put(node, row);
    }

    /** The figures of a class, into a node. */
    static ObjectNode put(ObjectNode node, ClassificationEvaluation.OfClass row) {
        node.put("name", row.name());
        node.put("rows", row.rows());
        node.put("predicted", row.predicted());
        JsonNodes.put(node, "recall", row.recall());
        JsonNodes.put(node, "precision", row.precision());
        JsonNodes.put(node, "signed_gap", row.signedGap());
        JsonNodes.put(node, "calibration_error", row.calibrationError());
        return node;
    }

    private static ObjectNode curve(RiskCoverage curve) {
        ObjectNode node = JsonNodes.object();
        node.set("coverage", JsonNodes.of(curve.coverage()));
        node.set("risk", JsonNodes.of(curve.risk()));
        node.set("confidence", JsonNodes.of(curve.confidence()));
        return node;
    }

    private static ObjectNode confusion(ClassConfusion matrix, ClassificationEvaluation evaluation) {
        ObjectNode node = JsonNodes.object();
        node.set("names", JsonNodes.of(evaluation.classes().names()));
        node.put("rows", "predicted class");
        node.put("columns", "true class");
        node.set("counts", JsonNodes.of(matrix.counts()));
        return node;
    }

    private static ObjectNode settings(ClassificationSettings settings) {
        ObjectNode node = JsonNodes.object();
        node.put("bins", settings.bins());
        node.put("edges", settings.edges().toString());
        JsonNodes.put(node, "tace_floor", settings.floor());
        return node;
    }
}
