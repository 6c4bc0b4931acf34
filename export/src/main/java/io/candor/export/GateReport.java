package io.candor.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.AtomicFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the gate found.
 *
 * @param images number of images both saw
 * @param worstImage the image with the largest difference of a score
 * @param checks in the order they are told
 * @param provenance what was compared with what
 */
public record GateReport(int images, String worstImage, List<Check> checks, Map<String, String> provenance) {

    public GateReport {
        checks = List.copyOf(checks);
        provenance = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** True if every check passed. */
    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    /** A table and a verdict. */
    public String text() {
        StringBuilder text = new StringBuilder();
        checks.forEach(check -> text.append(check.line()).append('\n'));
        long failed = checks.stream().filter(check -> !check.passed()).count();
        return text.append(
                        failed == 0
                                ? "Equal within the limits on %d images.".formatted(images)
                                : "NOT EQUAL: %d of %d checks failed on %d images; the largest difference is on %s."
                                        .formatted(failed, checks.size(), images, worstImage))
                .toString();
    }

    /** Writes the report as JSON, whole or not at all. */
    public void write(Path file) {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = mapper.createObjectNode();
        root.put("format", "candor-verification").put("version", 1).put("passed", passed());
        root.put("images", images).put("worst_image", worstImage);
        ObjectNode compared = root.putObject("compared");
        provenance.forEach(compared::put);
        ArrayNode all = root.putArray("checks");
        for (Check check : checks) {
            ObjectNode node = all.addObject();
            node.put("name", check.name()).put("passed", check.passed());
            if (check.asked()) {
                node.put("value", check.value());
            } else {
                node.putNull("value");
            }
            node.put("bound", check.bound().name().toLowerCase(Locale.ROOT)).put("limit", check.limit());
            node.put("words", check.words());
        }
        AtomicFile.write(file, temporary -> mapper.writeValue(temporary.toFile(), root));
    }
}
