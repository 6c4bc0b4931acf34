package io.candor.run.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.json.JsonNodes;
import io.candor.run.experiment.Experiment.Arm;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Experiment.Cell;
import io.candor.run.experiment.Experiment.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** {@code comparison.json}: every number of a comparison. Numbers that do not exist are null. */
public final class ExperimentJson {

    private ExperimentJson() {}

    /** Writes the file whole or not at all. */
    public static void write(Path file, Experiment experiment) {
        JsonNodes.write(tree(experiment), file);
    }

    static ObjectNode tree(Experiment experiment) {
        ObjectNode root = JsonNodes.object();
        root.put("title", experiment.title());
        root.set("story", JsonNodes.of(experiment.story()));
        ArrayNode blocks = root.putArray("conditions");
        experiment.blocks().forEach(block -> blocks.add(block(block, new Verdict(block, experiment.subject()))));
        root.set("definitions", JsonNodes.of(experiment.definitions()));
        root.set("provenance", JsonNodes.of(experiment.provenance()));
        return root;
    }

    private static ObjectNode block(Block block, Verdict verdict) {
        ObjectNode node = JsonNodes.object();
        node.put("name", block.name());
        node.put("images", block.images());
        JsonNodes.put(node, "matched_recall", block.matchedRecall());
        node.put("verdict", verdict.headline());
        node.set("sentences", JsonNodes.of(verdict.sentences()));
        ArrayNode arms = node.putArray("arms");
        for (int a = 0; a < block.arms().size(); a++) {
            arms.add(arm(block, a));
        }
        return node;
    }

    private static ObjectNode arm(Block block, int index) {
        Arm arm = block.arms().get(index);
        ObjectNode node = JsonNodes.object();
        node.put("name", arm.name());
        node.put("settings", arm.settings());
        node.set("seeds", JsonNodes.of(arm.seeds()));
        ObjectNode figures = node.putObject("figures");
        for (Row row : block.rows()) {
            figures.set(row.figure().key(), cell(row, index));
        }
        ObjectNode perClass = node.putObject("per_class");
        arm.perClass().forEach((name, value) -> JsonNodes.put(perClass, name, value));
        ObjectNode curves = node.putObject("curves");
        arm.curves().forEach(curve -> {
            ArrayNode paths = curves.putArray(curve.column());
            curve.perSeed().forEach(path -> numbers(paths.addArray(), path));
        });
        return node;
    }

    private static ObjectNode cell(Row row, int arm) {
        Cell cell = row.cells().get(arm);
        ObjectNode node = JsonNodes.object();
        node.put("name", row.figure().toString());
        node.put("note", row.note());
        JsonNodes.put(node, "value", cell.value());
        JsonNodes.interval(node, cell.interval());
        numbers(node.putArray("per_seed"), cell.perSeed());
        if (arm > 0) {
            JsonNodes.put(node, "difference", cell.difference());
            JsonNodes.put(node, "difference", cell.differenceInterval());
            numbers(
                    node.putArray("difference_per_seed"),
                    cell.differences(row.cells().get(0)));
            node.put("effect", row.effect(arm).name().toLowerCase(Locale.ROOT));
        }
        return node;
    }

    private static void numbers(ArrayNode array, List<Double> values) {
        for (double value : values) {
            if (Double.isFinite(value)) {
                array.add(value);
            } else {
                array.addNull();
            }
        }
    }
}
