package io.candor.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.calibrate.VersionedJson;
import io.candor.data.Classes;
import io.candor.json.JsonNodes;
import io.candor.metric.Extent;
import io.candor.metric.Interval;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code policy.json}: thresholds, how they were chosen and what they do. */
public final class PolicyFile {

    /** The name it has beside a model. */
    public static final String NAME = "policy.json";

    /** What {@code candor decide} judges by unless told otherwise, for files written before this was recorded. */
    private static final double UNRECORDED_IOU = .5;

    /** What was compared; boxes in files from before this was recorded. */
    private static final String OVERLAP = "overlap";

    static final String HELP = "policy-file";

    private static final VersionedJson FORMAT =
            new VersionedJson("candor-policy", 1, HELP, "Write it again with 'candor decide'.");

    private PolicyFile() {}

    /** Writes the file. */
    public static void write(Path file, DecisionPolicy policy, PolicyEffect effect) {
        ObjectNode root = FORMAT.root();
        root.put("rule", policy.rule());
        root.put("model_sha256", policy.origin().model());
        root.put("calibration_fingerprint", policy.origin().calibration());
        root.put("data_fingerprint", policy.origin().data());
        root.put(OVERLAP, policy.origin().extent().label());
        ArrayNode classes = root.putArray("classes");
        for (int k = 0; k < policy.classes().size(); k++) {
            ObjectNode one = classes.addObject();
            one.put("name", policy.classes().name(k));
            JsonNodes.put(one, "review_from", policy.bands().get(k).review());
            JsonNodes.put(one, "reject_from", policy.bands().get(k).reject());
        }
        ObjectNode node = root.putObject("effect");
        node.put("images", effect.images());
        node.put("objects", effect.objects());
        node.put("intervals", effect.intervals());
        node.put("match_iou", effect.iou());
        effect.costs().ifPresent(costs -> write(node.putObject("costs"), costs));
        ArrayNode figures = node.putArray("figures");
        for (PolicyEffect.Row row : effect.rows()) {
            ObjectNode one = figures.addObject();
            one.put("figure", row.figure().label());
            one.put("definition", row.figure().words());
            JsonNodes.put(one, "value", row.value());
            JsonNodes.put(one, "low", row.interval().low());
            JsonNodes.put(one, "high", row.interval().high());
        }
        FORMAT.write(file, root);
    }

    private static void write(ObjectNode node, Costs costs) {
        node.put("false_call", costs.falseCall());
        node.put("escape", costs.escape());
        node.put("review", costs.review());
    }

    static DecisionPolicy read(Path file) {
        return FORMAT.read(file, PolicyFile::policy);
    }

    static PolicyEffect readEffect(Path file) {
        return FORMAT.read(file, root -> effect(root.path("effect")));
    }

    private static PolicyEffect effect(JsonNode node) {
        List<PolicyEffect.Row> rows = new ArrayList<>();
        for (JsonNode one : node.path("figures")) {
            String label = text(one, "figure");
            PolicyFigure figure = Arrays.stream(PolicyFigure.values())
                    .filter(known -> known.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("figure is '" + label + "', which is none"));
            rows.add(new PolicyEffect.Row(
                    figure,
                    one.path("value").asDouble(Double.NaN),
                    new Interval(
                            one.path("low").asDouble(Double.NaN),
                            one.path("high").asDouble(Double.NaN))));
        }
        return new PolicyEffect(
                rows,
                node.path("images").asInt(),
                node.path("objects").asInt(),
                node.has("costs") ? Optional.of(costs(node.get("costs"))) : Optional.empty(),
                node.has("match_iou") ? number(node, "match_iou") : UNRECORDED_IOU,
                text(node, "intervals"));
    }

    private static Costs costs(JsonNode node) {
        return new Costs(number(node, "false_call"), number(node, "escape"), number(node, "review"));
    }

    private static double number(JsonNode node, String key) {
        if (!node.path(key).isNumber()) {
            throw new IllegalArgumentException(key + " is missing or no number");
        }
        return node.get(key).asDouble();
    }

    private static DecisionPolicy policy(JsonNode root) {
        List<String> names = new ArrayList<>();
        List<Band> bands = new ArrayList<>();
        for (JsonNode one : root.path("classes")) {
            names.add(text(one, "name"));
            bands.add(new Band(threshold(one, "review_from"), threshold(one, "reject_from")));
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("there are no classes");
        }
        return new DecisionPolicy(
                new Classes(names),
                bands,
                text(root, "rule"),
                new PolicyOrigin(
                        text(root, "model_sha256"),
                        text(root, "calibration_fingerprint"),
                        text(root, "data_fingerprint"),
                        Extent.of(root.path(OVERLAP).asText(Extent.BOX.label()))));
    }

    /** A number, or null for never. */
    private static double threshold(JsonNode node, String key) {
        if (!node.has(key) || !(node.get(key).isNull() || node.get(key).isNumber())) {
            throw new IllegalArgumentException(key + " is missing or neither a number nor null");
        }
        return node.get(key).isNull() ? Double.POSITIVE_INFINITY : node.get(key).asDouble();
    }

    private static String text(JsonNode node, String key) {
        if (!node.path(key).isTextual()) {
            throw new IllegalArgumentException(key + " is missing or no text");
        }
        return node.get(key).asText();
    }
}
