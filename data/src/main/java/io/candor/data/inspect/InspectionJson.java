package io.candor.data.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** An {@link Inspection} as JSON; {@code docs/formats.md} describes the keys. */
final class InspectionJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private InspectionJson() {}

    static String of(Inspection inspection) {
        ObjectNode root = JSON.createObjectNode();
        root.put("source", inspection.source().toString());
        root.set("classes", JSON.valueToTree(inspection.classes().names()));
        ObjectNode splits = root.putObject("splits");
        inspection
                .splits()
                .forEach((split, summary) -> splits.set(split.name().toLowerCase(Locale.ROOT), split(summary)));
        ArrayNode findings = root.putArray("findings");
        inspection.findings().forEach(finding -> findings.add(finding(finding)));
        root.set("notes", JSON.valueToTree(inspection.notes()));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot fail to be written", e);
        }
    }

    private static ObjectNode split(SplitSummary summary) {
        ObjectNode node = JSON.createObjectNode();
        node.put("images", summary.images());
        node.put("labels", summary.labels());
        node.put("background", summary.background());
        node.set("classes", JSON.valueToTree(summary.classes()));
        node.set("boxSizes", JSON.valueToTree(summary.boxSizes()));
        node.set("objects", JSON.valueToTree(summary.objects()));
        summary.imageSizes().ifPresent(sizes -> node.set("imageSizes", JSON.valueToTree(sizes)));
        return node;
    }

    private static ObjectNode finding(Finding finding) {
        ObjectNode node = JSON.createObjectNode();
        node.put("fault", finding.fault().name().toLowerCase(Locale.ROOT));
        node.put("consequence", finding.fault().consequence().name().toLowerCase(Locale.ROOT));
        node.put("file", finding.file().toString());
        node.put("line", finding.line());
        node.put("detail", finding.detail());
        return node;
    }
}
