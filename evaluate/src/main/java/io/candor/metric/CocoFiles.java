package io.candor.metric;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads COCO annotations and a COCO results file into an {@link EvaluationSet}, keeping crowd regions and annotated
 * areas. Class order is ascending category id. Images are
 * known by their id, a number or a text.
 */
public final class CocoFiles {

    static final String HELP = "predictions-file";

    private final Map<String, Integer> images = new HashMap<>();
    private final Map<Long, Integer> classes = new HashMap<>();
    private EvaluationSet.Builder builder;

    private CocoFiles() {}

    /** Annotations and detections of the same images. */
    public static EvaluationSet read(Path annotations, Path predictions) {
        CocoFiles files = new CocoFiles();
        files.readAnnotations(annotations);
        files.readPredictions(predictions);
        return files.builder.build();
    }

    @SuppressWarnings("ArrayRecordComponent") // parsed and consumed at once
    private record Row(String image, long category, double[] box, double area, boolean crowd, double score) {}

    private void readAnnotations(Path file) {
        TreeMap<Long, String> categories = new TreeMap<>();
        List<String> ids = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        parse(file, parser -> {
            require(parser.nextToken() == JsonToken.START_OBJECT, file, parser, "a JSON object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "images" -> eachObject(file, parser, p -> ids.add(imageId(p)));
                    case "categories" -> eachObject(file, parser, p -> readCategory(p, categories));
                    case "annotations" -> eachObject(file, parser, p -> rows.add(row(file, p)));
                    default -> parser.skipChildren();
                }
            }
        });
        begin(file, categories, ids);
        for (Row row : rows) {
            double[] b = corners(row.box());
            double boxArea = row.box()[2] * row.box()[3];
            double area = Double.isNaN(row.area()) ? boxArea : row.area();
            builder.object(image(file, row), classIndex(file, row), b, boxArea, area, row.crowd());
        }
    }

    private void begin(Path file, SortedMap<Long, String> categories, List<String> ids) {
        categories.keySet().forEach(id -> classes.put(id, classes.size()));
        builder = EvaluationSet.builder(new Classes(List.copyOf(categories.values())));
        Set<String> seen = new HashSet<>();
        for (String id : ids) {
            if (!seen.add(id)) {
                throw new InvalidInput(
                        HELP, "%s: image id %s occurs twice. Every image needs its own id.".formatted(file, id));
            }
            images.put(id, builder.image(id));
        }
    }

    private void readPredictions(Path file) {
        parse(file, parser -> {
            require(parser.nextToken() == JsonToken.START_ARRAY, file, parser, "a JSON array of detections");
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Row row = row(file, parser);
                if (!(row.score() >= 0 && row.score() <= 1)) {
                    throw invalid(file, parser, "score is " + row.score(), "a number from 0 to 1");
                }
                double boxArea = row.box()[2] * row.box()[3];
                builder.detection(image(file, row), classIndex(file, row), corners(row.box()), boxArea, row.score());
            }
            require(parser.currentToken() == JsonToken.END_ARRAY, file, parser, "the end of the array");
        });
    }

    private int image(Path file, Row row) {
        Integer image = images.get(row.image());
        if (image == null) {
            throw new InvalidInput(
                    HELP,
                    "%s: image_id %s is not among the images of the annotations. Evaluate predictions against the annotations of the same split."
                            .formatted(file, row.image()));
        }
        return image;
    }

    private int classIndex(Path file, Row row) {
        Integer index = classes.get(row.category());
        if (index == null) {
            throw new InvalidInput(
                    HELP,
                    "%s: category_id %d is not among the categories of the annotations (%d categories, ids %s). Use the ids of the annotation file."
                            .formatted(file, row.category(), classes.size(), someIds()));
        }
        return index;
    }

    private String someIds() {
        long[] ids =
                classes.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        return ids.length <= 10 ? Arrays.toString(ids) : "%d to %d".formatted(ids[0], ids[ids.length - 1]);
    }

    private static double[] corners(double[] b) {
        return new double[] {b[0], b[1], b[0] + b[2], b[1] + b[3]};
    }

    private static String imageId(JsonParser parser) throws IOException {
        String id = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            if (key.equals("id")) {
                id = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        return id;
    }

    private static void readCategory(JsonParser parser, Map<Long, String> categories) throws IOException {
        long id = -1;
        String name = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            switch (key) {
                case "id" -> id = parser.getLongValue();
                case "name" -> name = parser.getText();
                default -> parser.skipChildren();
            }
        }
        categories.put(id, name == null ? String.valueOf(id) : name);
    }

    private static Row row(Path file, JsonParser parser) throws IOException {
        String image = "";
        long category = -1;
        double[] box = null;
        double area = Double.NaN;
        double score = Double.NaN;
        boolean crowd = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            switch (key) {
                case "image_id" -> image = parser.getText();
                case "category_id" -> category = parser.getLongValue();
                case "bbox" -> box = box(file, parser);
                case "area" -> area = parser.getDoubleValue();
                case "score" -> score = parser.getDoubleValue();
                case "iscrowd" -> crowd = parser.getValueAsInt() != 0;
                default -> parser.skipChildren();
            }
        }
        require(box != null, file, parser, "bbox: [x, y, width, height]");
        return new Row(image, category, box, area, crowd, score);
    }

    private static double[] box(Path file, JsonParser parser) throws IOException {
        double[] box = new double[4];
        require(parser.currentToken() == JsonToken.START_ARRAY, file, parser, "bbox: [x, y, width, height]");
        for (int i = 0; i < 4; i++) {
            require(parser.nextToken().isNumeric(), file, parser, "four numbers in bbox");
            box[i] = parser.getDoubleValue();
        }
        require(parser.nextToken() == JsonToken.END_ARRAY, file, parser, "four numbers in bbox");
        if (box[2] < 0 || box[3] < 0) {
            throw invalid(file, parser, "bbox is " + Arrays.toString(box), "a width and height of at least 0");
        }
        return box;
    }

    private interface Step {
        void run(JsonParser parser) throws IOException;
    }

    private static void eachObject(Path file, JsonParser parser, Step step) throws IOException {
        require(parser.currentToken() == JsonToken.START_ARRAY, file, parser, "an array");
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            step.run(parser);
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, file, parser, "an array of objects");
    }

    private static void parse(Path file, Step step) {
        try (InputStream stream = Files.newInputStream(file);
                JsonParser parser = new JsonFactory().createParser(stream)) {
            step.run(parser);
        } catch (JsonProcessingException e) {
            throw new InvalidInput(
                    HELP,
                    "%s, line %d: this is not valid JSON (%s). If the file was cut short, write it again."
                            .formatted(
                                    file,
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getLineNr(),
                                    e.getOriginalMessage()),
                    e);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new InvalidInput(HELP, "%s: there is no such file. Check the path.".formatted(file), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(boolean met, Path file, JsonParser parser, String expected) throws IOException {
        if (!met) {
            throw invalid(file, parser, "found " + parser.currentToken(), expected);
        }
    }

    private static InvalidInput invalid(Path file, JsonParser parser, String found, String expected) {
        return new InvalidInput(
                HELP,
                "%s, line %d, column %d: %s, expected %s. The file must hold COCO annotations or COCO results."
                        .formatted(
                                file,
                                parser.currentLocation().getLineNr(),
                                parser.currentLocation().getColumnNr(),
                                found,
                                expected));
    }
}
