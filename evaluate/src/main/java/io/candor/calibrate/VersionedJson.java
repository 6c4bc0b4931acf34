package io.candor.calibrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.AtomicFile;
import io.candor.data.InvalidInput;
import io.candor.json.JsonNodes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * JSON files of ours that begin with {@code format} and {@code version}.
 *
 * @param format the name that must stand in the file
 * @param version the only one that is understood
 * @param help anchor in the troubleshooting guide
 * @param mend how to get such a file: a sentence
 */
public record VersionedJson(String format, int version, String help, String mend) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Reads part of a file; IllegalArgumentException says what does not fit. */
    public interface Parser<T> {
        T parse(JsonNode root);
    }

    /** A root to fill. */
    public ObjectNode root() {
        return JSON.createObjectNode().put("format", format).put("version", version);
    }

    public void write(Path file, JsonNode root) {
        try {
            AtomicFile.write(file, JSON.writeValueAsString(root) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /**
     * What a file holds.
     *
     * @throws InvalidInput if it is missing, no JSON, of another format or version, or incomplete
     */
    public <T> T read(Path file, Parser<T> parser) {
        JsonNode root = JsonNodes.read(file, help, mend);
        if (!format.equals(root.path("format").asText())) {
            throw invalid(file, "this is no %s file.".formatted(format));
        }
        if (root.path("version").asInt(-1) != version) {
            throw invalid(
                    file,
                    "the file has format version %s, but only version %d is understood."
                            .formatted(root.path("version"), version));
        }
        try {
            return parser.parse(root);
        } catch (IllegalArgumentException e) {
            throw new InvalidInput(help, "%s: %s. %s".formatted(file, e.getMessage(), mend), e);
        }
    }

    private InvalidInput invalid(Path file, String what) {
        return new InvalidInput(help, "%s: %s %s".formatted(file, what, mend));
    }

    /** Sixteen hexadecimal digits that change when the tree does. */
    public static String fingerprint(JsonNode tree) {
        try {
            byte[] text = tree.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
