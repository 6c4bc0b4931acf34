package io.candor.predictions;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.data.InvalidInput;
import io.candor.data.read.CocoSegmentation;
import io.candor.metric.CornerBox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A JSON file read piece by piece, that can say where it is. */
public final class JsonFile {

    static final String HELP = "predictions-file";

    /** NaN is not JSON, but other tools write it; it is refused with the name of the value, not as a syntax error. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private static final ObjectMapper TREES = new ObjectMapper();

    final Path path;
    final JsonParser parser;

    private JsonFile(Path path, JsonParser parser) {
        this.path = path;
        this.parser = parser;
    }

    /** What to do with the file while it is open. */
    public interface Step {
        void run(JsonFile file) throws IOException;
    }

    /** Opens the file and runs the step; everything wrong with it becomes {@link InvalidInput}. */
    static void read(Path path, Step step) {
        read(path, HELP, step);
    }

    /**
     * Opens the file and runs the step.
     *
     * @param help anchor in the troubleshooting guide
     * @throws InvalidInput if the file is missing, empty or no JSON
     */
    public static void read(Path path, String help, Step step) {
        try (InputStream stream = Files.newInputStream(path);
                JsonParser parser = FACTORY.createParser(stream)) {
            parser.setCodec(TREES);
            JsonFile file = new JsonFile(path, parser);
            if (parser.nextToken() == null) {
                throw new InvalidInput(
                        help, "%s is empty. Expected JSON; a detector that found nothing writes [].".formatted(path));
            }
            step.run(file);
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
            throw new InvalidInput(
                    help,
                    "%s, line %d, column %d (byte %d): this is not valid JSON (%s). If the file was cut short, write it again."
                            .formatted(
                                    path,
                                    where.getLineNr(),
                                    where.getColumnNr(),
                                    where.getByteOffset(),
                                    e.getOriginalMessage()),
                    e);
        } catch (NoSuchFileException e) {
            throw new InvalidInput(help, "%s: there is no such file. Check the path.".formatted(path), e);
        } catch (IOException e) {
            throw new InvalidInput(help, "%s cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    /** What reads it, at its first token when a step begins. */
    public JsonParser parser() {
        return parser;
    }

    /** Runs the step on every object of the array that begins here. */
    void eachObject(Step step) throws IOException {
        require(parser.currentToken() == JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            step.run(this);
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, "an array of objects");
    }

    /** Goes to the value of the next key of an object; null at its end. */
    String nextKey() throws IOException {
        if (parser.nextToken() != JsonToken.FIELD_NAME) {
            return null;
        }
        String key = parser.currentName();
        parser.nextToken();
        return key;
    }

    double number(String key) throws IOException {
        require(parser.currentToken().isNumeric(), key + " as a number");
        return parser.getDoubleValue();
    }

    long wholeNumber(String key) throws IOException {
        require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT, key + " as a whole number");
        return parser.getLongValue();
    }

    String text(String key) throws IOException {
        require(parser.currentToken().isScalarValue(), key + " as a number or a text");
        return parser.getText();
    }

    /** Four numbers, read into {@code out}. */
    void fourNumbers(String key, double[] out) throws IOException {
        require(parser.currentToken() == JsonToken.START_ARRAY, key + " as an array of four numbers");
        for (int i = 0; i < out.length; i++) {
            require(parser.nextToken().isNumeric(), "four numbers in " + key);
            out[i] = parser.getDoubleValue();
        }
        require(parser.nextToken() == JsonToken.END_ARRAY, "four numbers in " + key);
    }

    /** x, y, width, height. */
    CornerBox cornerBox(String key) throws IOException {
        double[] b = new double[4];
        fourNumbers(key, b);
        return checked(key, new CornerBox(b[0], b[1], b[2], b[3]));
    }

    /** The outlines or the mask that begin here. */
    CocoSegmentation segmentation() throws IOException {
        return CocoSegmentation.of(parser.<JsonNode>readValueAsTree());
    }

    CornerBox checked(String key, CornerBox box) {
        boolean finite = Double.isFinite(box.x() + box.y() + box.width() + box.height());
        if (!finite || box.width() < 0 || box.height() < 0) {
            throw invalid(
                    "%s is x %s, y %s, width %s, height %s".formatted(key, box.x(), box.y(), box.width(), box.height()),
                    "finite numbers and a width and height of at least 0");
        }
        return box;
    }

    void require(boolean met, String expected) {
        if (!met) {
            throw invalid("found " + parser.currentToken(), expected);
        }
    }

    InvalidInput invalid(String found, String expected) {
        return new InvalidInput(
                HELP,
                "%s: %s, expected %s. See the formats of predictions and annotations in docs/formats.md."
                        .formatted(place(), found, expected));
    }

    int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    /** File, line and column of where reading is. */
    String place() {
        JsonLocation where = parser.currentTokenLocation();
        return "%s, line %d, column %d".formatted(path, where.getLineNr(), where.getColumnNr());
    }
}
