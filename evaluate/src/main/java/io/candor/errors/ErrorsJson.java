package io.candor.errors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.Box;
import io.candor.json.JsonNodes;
import io.candor.metric.EvaluationSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The mistakes as tables: {@code errors.json}, and one CSV file per kind. Numbers that do not exist are null. */
public final class ErrorsJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EvaluationSet set;
    private final ErrorAnalysis analysis;

    private ErrorsJson(EvaluationSet set, ErrorAnalysis analysis) {
        this.set = set;
        this.analysis = analysis;
    }

    /**
     * The content of errors.json.
     *
     * @param set what was analysed: its image names
     * @param provenance what was analysed and by which version
     */
    public static ObjectNode tree(EvaluationSet set, ErrorAnalysis analysis, Map<String, ?> provenance) {
        return new ErrorsJson(set, analysis).tree(provenance);
    }

    private ObjectNode tree(Map<String, ?> provenance) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode settings = root.putObject("settings");
        settings.put("confidence", analysis.settings().confidence());
        settings.put("iou", analysis.iou());
        settings.put("touching_gap", analysis.settings().touchingGap());
        settings.put("rare_share", analysis.settings().rareShare());
        settings.put(
                "intervals", analysis.settings().bootstrap().words(set.images().size()));
        root.set("slices", slices());
        root.set("false_alarms", falseAlarms());
        root.set("misses", misses(analysis.misses()));
        root.set("misses_by_neighbour", misses(analysis.missesByNeighbour()));
        root.set("confusions", confusions());
        root.set("clean_alarms", cleanAlarms());
        root.set("provenance", JSON.valueToTree(provenance));
        return root;
    }

    private ArrayNode slices() {
        ArrayNode rows = JSON.createArrayNode();
        for (ErrorAnalysis.Slice slice : analysis.slices()) {
            ObjectNode row = rows.addObject();
            row.put("name", slice.name());
            row.put("images", slice.images());
            row.put("objects", slice.objects());
            row.put("found", slice.found());
            JsonNodes.put(row, "recall", slice.recall());
            JsonNodes.put(row, "wilson_low", slice.wilson().low());
            JsonNodes.put(row, "wilson_high", slice.wilson().high());
            JsonNodes.put(row, "bootstrap_low", slice.bootstrap().low());
            JsonNodes.put(row, "bootstrap_high", slice.bootstrap().high());
            JsonNodes.put(row, "false_alarms_per_image", slice.falseAlarmsPerImage());
            JsonNodes.put(row, "false_alarms_low", slice.falseAlarmInterval().low());
            JsonNodes.put(row, "false_alarms_high", slice.falseAlarmInterval().high());
        }
        return rows;
    }

    private ArrayNode falseAlarms() {
        ArrayNode rows = JSON.createArrayNode();
        for (ErrorAnalysis.FalseAlarm alarm : analysis.falseAlarms()) {
            ObjectNode row = row(rows, alarm.image());
            row.put("class", analysis.classes().name(alarm.classIndex()));
            row.put("confidence", alarm.confidence());
            row.put("kind", alarm.kind().words());
            row.put("overlap", alarm.overlap());
            box(row, alarm.box());
        }
        return rows;
    }

    private ArrayNode misses(List<ErrorAnalysis.Miss> misses) {
        ArrayNode rows = JSON.createArrayNode();
        for (ErrorAnalysis.Miss miss : misses) {
            ObjectNode row = row(rows, miss.image());
            row.put("class", analysis.classes().name(miss.classIndex()));
            row.put("size", miss.size().name().toLowerCase(java.util.Locale.ROOT));
            row.put("neighbour_overlap", miss.neighbourOverlap());
            row.put("touching", miss.touching() == ErrorAnalysis.Touching.YES);
            row.put("best_confidence", miss.bestConfidence());
            box(row, miss.box());
        }
        return rows;
    }

    private ArrayNode confusions() {
        ArrayNode rows = JSON.createArrayNode();
        for (ErrorAnalysis.Confusion confusion : analysis.confusions()) {
            ObjectNode row = row(rows, confusion.image());
            row.put("found", analysis.classes().name(confusion.found()));
            row.put("true", analysis.classes().name(confusion.truth()));
            row.put("confidence", confusion.confidence());
            row.put("overlap", confusion.overlap());
            box(row, set.detectionBox(confusion.detection()));
        }
        return rows;
    }

    private ArrayNode cleanAlarms() {
        ArrayNode rows = JSON.createArrayNode();
        for (ErrorAnalysis.CleanAlarm alarm : analysis.cleanAlarms()) {
            ObjectNode row = row(rows, alarm.image());
            row.put("alarms", alarm.alarms());
            row.put("highest_confidence", alarm.highest());
        }
        return rows;
    }

    private ObjectNode row(ArrayNode rows, int image) {
        return rows.addObject().put("image", set.images().get(image));
    }

    private static void box(ObjectNode row, Box box) {
        row.put("x1", box.x1());
        row.put("y1", box.y1());
        row.put("x2", box.x2());
        row.put("y2", box.y2());
    }

    /** A table of the JSON file as CSV: the keys of its first row, then one line per row; empty without rows. */
    public static String csv(JsonNode table) {
        StringBuilder csv = new StringBuilder();
        if (!table.isEmpty()) {
            List<String> columns = new ArrayList<>();
            table.get(0).properties().forEach(entry -> columns.add(entry.getKey()));
            csv.append(String.join(",", columns)).append('\n');
            for (JsonNode row : table) {
                csv.append(columns.stream().map(column -> cell(row.get(column))).collect(Collectors.joining(",")))
                        .append('\n');
            }
        }
        return csv.toString();
    }

    /** Text that a spreadsheet would take for a formula is quoted with an apostrophe before it. */
    private static String cell(JsonNode value) {
        if (value == null || value.isNull()) {
            return "";
        }
        String text = value.asText();
        String safe = value.isTextual() && text.matches("[=+@-].*") ? "'" + text : text;
        return safe.matches("(?s).*[,\"\n\r].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
