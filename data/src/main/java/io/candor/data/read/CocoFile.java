package io.candor.data.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The content of a COCO detection JSON (Lin et al. 2014), read element by element: the file for 118,000 images has half
 * a gigabyte and is never held as a whole.
 */
final class CocoFile {

    private static final String HELP = "coco-json";

    /** Nothing stated: 0. */
    record CocoImage(long id, String fileName, int width, int height, int line) {}

    /**
     * One object.
     *
     * @param box x, y, width, height in pixels from the upper left corner; empty if it is not four numbers
     * @param segmentation outline or mask, if there is one
     */
    @SuppressWarnings("ArrayRecordComponent") // read once and never compared
    record CocoAnnotation(
            long id, long image, long category, double[] box, CocoSegmentation segmentation, Crowd crowd, int line) {}

    /** Whether an annotation outlines one object or a group of them. */
    enum Crowd {
        SINGLE,
        GROUP
    }

    private final Path file;
    private final List<CocoImage> images = new ArrayList<>();
    private final List<CocoAnnotation> annotations = new ArrayList<>();
    private final NavigableMap<Long, String> categories = new TreeMap<>();

    private CocoFile(Path file) {
        this.file = file;
    }

    static CocoFile read(Path file) {
        CocoFile coco = new CocoFile(file);
        try (JsonParser parser = new JsonFactory().setCodec(new ObjectMapper()).createParser(file.toFile())) {
            coco.read(parser);
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            throw coco.invalid(where == null ? 1 : where.getLineNr(), "is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new InvalidInput(HELP, file + " cannot be read: " + e.getMessage(), e);
        }
        if (coco.images.isEmpty() || coco.categories.isEmpty()) {
            throw coco.invalid(
                    1,
                    "lists %d images and %d categories. Expected the COCO form: {\"images\": [...], \"annotations\": [...], \"categories\": [...]}."
                            .formatted(coco.images.size(), coco.categories.size()));
        }
        return coco;
    }

    Path file() {
        return file;
    }

    List<CocoImage> images() {
        return images;
    }

    List<CocoAnnotation> annotations() {
        return annotations;
    }

    /** Names by category id, ascending. */
    NavigableMap<Long, String> categories() {
        return categories;
    }

    private void read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw invalid(1, "starts with no object. Expected the COCO form: {\"images\": [...], ...}.");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            boolean list = parser.nextToken() == JsonToken.START_ARRAY;
            switch (list ? key : "") {
                case "images" -> each(parser, this::image);
                case "annotations" -> each(parser, this::annotation);
                case "categories" -> each(parser, this::category);
                default -> parser.skipChildren();
            }
        }
    }

    private interface Element {
        void take(JsonNode node, int line);
    }

    private void each(JsonParser parser, Element element) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int line = parser.currentTokenLocation().getLineNr();
            JsonNode node = parser.readValueAsTree();
            if (node == null || !node.isObject()) {
                throw invalid(line, "expected an object {...} in each list.");
            }
            element.take(node, line);
        }
    }

    private void image(JsonNode node, int line) {
        String name = node.path("file_name").asText("");
        if (name.isEmpty()) {
            throw invalid(line, "an image without `file_name`.");
        }
        images.add(new CocoImage(
                id(node, "id", line),
                name,
                node.path("width").asInt(),
                node.path("height").asInt(),
                line));
    }

    private void category(JsonNode node, int line) {
        long id = id(node, "id", line);
        String earlier = categories.putIfAbsent(id, node.path("name").asText("class" + id));
        if (earlier != null) {
            throw invalid(line, "the category id %d is there twice (first as `%s`).".formatted(id, earlier));
        }
    }

    private void annotation(JsonNode node, int line) {
        Crowd crowd = node.path("iscrowd").asInt() == 0 ? Crowd.SINGLE : Crowd.GROUP;
        annotations.add(new CocoAnnotation(
                node.path("id").asLong(),
                id(node, "image_id", line),
                id(node, "category_id", line),
                numbers(node.path("bbox")),
                CocoSegmentation.of(node.path("segmentation")),
                crowd,
                line));
    }

    private long id(JsonNode node, String key, int line) {
        JsonNode value = node.path(key);
        if (!value.canConvertToLong()) {
            throw invalid(
                    line,
                    "`%s` must be a whole number, found %s.".formatted(key, value.isMissingNode() ? "nothing" : value));
        }
        return value.asLong();
    }

    static double[] numbers(JsonNode list) {
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i).isNumber() ? list.get(i).doubleValue() : Double.NaN;
        }
        return numbers;
    }

    private InvalidInput invalid(int line, String text) {
        return new InvalidInput(HELP, "%s:%d: %s".formatted(file, line, text));
    }
}
