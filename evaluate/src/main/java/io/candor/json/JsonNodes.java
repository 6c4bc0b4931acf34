package io.candor.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.AtomicFile;
import io.candor.data.InvalidInput;
import io.candor.metric.Estimate;
import io.candor.metric.Interval;
import io.candor.metric.Measure;
import io.candor.metric.ReliabilityBin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** How figures look in JSON files; what is not a finite number is null. */
public final class JsonNodes {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private JsonNodes() {}

    /** A new, empty object. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /**
     * The content of a file.
     *
     * @param help anchor in the troubleshooting guide
     * @param mend how to get such a file: a sentence
     * @throws InvalidInput if it is missing, cannot be read or is no JSON
     */
    public static JsonNode read(Path file, String help, String mend) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new InvalidInput(
                    help,
                    "%s, line %d: this is not valid JSON (%s). %s"
                            .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage(), mend),
                    e);
        } catch (NoSuchFileException e) {
            throw new InvalidInput(help, "%s: there is no such file. %s".formatted(file, mend), e);
        } catch (IOException e) {
            throw new InvalidInput(help, "%s cannot be read: %s. %s".formatted(file, e.getMessage(), mend), e);
        }
    }

    /** Maps, lists, texts and numbers as a tree. */
    public static JsonNode of(Object value) {
        return JSON.valueToTree(value);
    }

    /** Writes the file whole or not at all. */
    public static void write(JsonNode tree, Path file) {
        AtomicFile.write(file, temporary -> JSON.writeValue(temporary.toFile(), tree));
    }

    /** Adds a number, or null if it is not finite: JSON has no word for that. */
    public static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }

    /** Adds the two ends as two numbers, {@code key_low} and {@code key_high}. */
    public static void put(ObjectNode node, String key, Interval interval) {
        put(node, key + "_low", interval.low());
        put(node, key + "_high", interval.high());
    }

    /** Value, interval and definition. */
    public static ObjectNode estimate(Estimate estimate) {
        ObjectNode node = object();
        measure(node, estimate.measure());
        interval(node, estimate.interval());
        return node;
    }

    /** Adds name, value and definition. */
    public static void measure(ObjectNode node, Measure measure) {
        node.put("metric", measure.definition().metric());
        put(node, "value", measure.value());
        node.set("definition", of(measure.definition().choices()));
    }

    /** Adds the two ends. */
    public static void interval(ObjectNode node, Interval interval) {
        ArrayNode ends = node.putArray("interval");
        for (double end : new double[] {interval.low(), interval.high()}) {
            if (Double.isFinite(end)) {
                ends.add(end);
            } else {
                ends.addNull();
            }
        }
    }

    /** A bin of a reliability diagram. */
    public static ObjectNode bin(ReliabilityBin bin) {
        ObjectNode node = object();
        put(node, "low", bin.low());
        put(node, "high", bin.high());
        node.put("count", bin.count());
        put(node, "mean_confidence", bin.meanConfidence());
        put(node, "mean_outcome", bin.meanOutcome());
        put(node, "interval_low", bin.lowest());
        put(node, "interval_high", bin.highest());
        return node;
    }
}
