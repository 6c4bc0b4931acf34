package io.candor.drift;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.candor.data.InvalidInput;
import io.candor.predictions.CategoryRange;
import io.candor.predictions.FirstCategory;
import io.candor.predictions.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Reads the confidences out of a COCO results file, whose category ids count the classes from 0 or 1, or of the
 * {@code predictions.json} of {@code candor predict}, whose class numbers count from 0.
 */
public final class NewScoresReader {

    private static final String HELP = "drift-predictions";

    private final Path file;
    private final int classes;
    private final int first;
    private final Map<String, List<NewScores.Score>> images = new LinkedHashMap<>();

    private NewScoresReader(Path file, int classes, FirstCategory counted) {
        this.file = file;
        this.classes = classes;
        first = CategoryRange.first(file, classes, counted);
    }

    /**
     * Reads a file.
     *
     * @param classes number of classes of the reference
     * @param counted what category ids of a results file are counted from
     * @param images number of images that were predicted on; a results file does not list those without detections, so
     *     without this number they are missing from the rates
     * @throws InvalidInput if the file is none of these, or disagrees with the number of classes or images
     */
    public static NewScores read(Path file, int classes, FirstCategory counted, OptionalInt images) {
        NewScoresReader reader = new NewScoresReader(file, classes, counted);
        reader.parse();
        return reader.filled(images);
    }

    private NewScores filled(OptionalInt count) {
        List<List<NewScores.Score>> all = new ArrayList<>(images.values());
        if (count.isPresent() && count.getAsInt() < all.size()) {
            throw new InvalidInput(
                    HELP,
                    "%s: it has detections on %d images, but only %d images are said to be there. Correct --new-images."
                            .formatted(file, all.size(), count.getAsInt()));
        }
        while (all.size() < count.orElse(0)) {
            all.add(List.of());
        }
        if (all.isEmpty()) {
            throw new InvalidInput(
                    HELP,
                    "%s: there is no image in it. If nothing was found on any image, say how many there were with --new-images."
                            .formatted(file));
        }
        return new NewScores(all);
    }

    private void parse() {
        JsonFile.read(file, HELP, json -> {
            JsonParser parser = json.parser();
            JsonToken opening = parser.currentToken();
            if (opening == JsonToken.START_ARRAY) {
                results(parser);
            } else if (opening == JsonToken.START_OBJECT) {
                predictions(parser);
            } else {
                throw invalid(parser, "found " + opening, "a JSON array of detections");
            }
        });
    }

    private void results(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            String image = "";
            int classIndex = -1;
            double confidence = Double.NaN;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "image_id" -> image = parser.getText();
                    case "category_id" -> classIndex = parser.getIntValue() - first;
                    case "score" -> confidence = parser.getDoubleValue();
                    default -> parser.skipChildren();
                }
            }
            add(parser, images.computeIfAbsent(image, name -> new ArrayList<>()), classIndex, confidence);
        }
        requireEnd(parser);
    }

    private void predictions(JsonParser parser) throws IOException {
        objects(parser, "images", () -> image(parser));
    }

    private void image(JsonParser parser) throws IOException {
        List<NewScores.Score> scores = images.computeIfAbsent("image " + images.size(), name -> new ArrayList<>());
        objects(parser, "detections", () -> detection(parser, scores));
    }

    /** Reads every object of a list under a key, and passes over the other keys. */
    private void objects(JsonParser parser, String list, Reading object) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            if (key.equals(list)) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    object.read();
                }
                requireEnd(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Reads an object whose opening was met. */
    private interface Reading {
        void read() throws IOException;
    }

    private void detection(JsonParser parser, List<NewScores.Score> scores) throws IOException {
        int classIndex = -1;
        double confidence = Double.NaN;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            switch (key) {
                case "class" -> classIndex = parser.getIntValue();
                case "confidence" -> confidence = parser.getDoubleValue();
                default -> parser.skipChildren();
            }
        }
        add(parser, scores, classIndex, confidence);
    }

    private void add(JsonParser parser, List<NewScores.Score> scores, int classIndex, double confidence) {
        if (classIndex < 0 || classIndex >= classes) {
            throw invalid(
                    parser,
                    "class number " + classIndex + " (counted from 0)",
                    "one of the reference's %d classes".formatted(classes));
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw invalid(parser, "confidence is " + confidence, "a number from 0 to 1");
        }
        scores.add(new NewScores.Score(classIndex, confidence));
    }

    private void requireEnd(JsonParser parser) {
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw invalid(parser, "found " + parser.currentToken(), "an object or the end of the array");
        }
    }

    private InvalidInput invalid(JsonParser parser, String found, String expected) {
        return new InvalidInput(
                HELP,
                "%s, line %d: %s, expected %s. Give a COCO results file or the predictions.json of 'candor predict'."
                        .formatted(file, parser.currentLocation().getLineNr(), found, expected));
    }
}
