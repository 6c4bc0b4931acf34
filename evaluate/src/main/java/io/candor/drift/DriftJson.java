package io.candor.drift;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.json.JsonNodes;
import java.util.Map;

/** {@code drift.json}: every number of a comparison. Numbers that do not exist are null. */
public final class DriftJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DriftJson() {}

    /**
     * The content of the file.
     *
     * @param provenance what was compared with what and by which version
     */
    public static ObjectNode tree(Drift drift, Map<String, ?> provenance) {
        ObjectNode root = JSON.createObjectNode();
        root.put("verdict", DriftWords.words(drift.verdict()));
        ArrayNode words = root.putArray("summary");
        DriftWords.sentences(drift).forEach(words::add);
        root.put("reference_images", drift.referenceImages());
        root.put("new_images", drift.newImages());
        root.set("all", shift(drift.all()));
        ArrayNode classes = root.putArray("classes");
        drift.classes().forEach(row -> classes.add(shift(row)));
        ObjectNode settings = root.putObject("settings");
        JsonNodes.put(settings, "floor", drift.settings().floor());
        settings.put("bins", drift.settings().bins());
        JsonNodes.put(settings, "moderate", drift.settings().moderate());
        JsonNodes.put(settings, "major", drift.settings().major());
        settings.put("intervals", drift.settings().bootstrap().words(drift.newImages()));
        root.set("provenance", JSON.valueToTree(provenance));
        return root;
    }

    private static ObjectNode shift(Drift.Shift shift) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", shift.name());
        node.put("verdict", DriftWords.words(shift.verdict()));
        node.put("reference_detections", shift.referenceDetections());
        node.put("new_detections", shift.newDetections());
        JsonNodes.put(node, "stability_index", shift.stabilityIndex());
        JsonNodes.put(node, "stability_index", shift.stabilityInterval());
        JsonNodes.put(node, "stability_index_by_chance", shift.chanceIndex());
        JsonNodes.put(node, "kolmogorov_smirnov", shift.distance());
        JsonNodes.put(node, "kolmogorov_smirnov_p", shift.chance());
        JsonNodes.put(node, "reference_per_image", shift.rate().reference());
        JsonNodes.put(node, "new_per_image", shift.rate().current());
        JsonNodes.put(node, "new_per_image", shift.rate().interval());
        node.put("rate_changed", shift.rate().changed());
        return node;
    }
}
