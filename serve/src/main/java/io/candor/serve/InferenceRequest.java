package io.candor.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client of the Open Inference Protocol asks for, as it wrote it: nothing has been compared with a model yet.
 *
 * @param id to be repeated in the answer
 * @param inputs in their order
 * @param outputs names of those wanted, and how; empty for all
 * @param binary whether outputs are wanted in binary unless they say otherwise themselves
 */
record InferenceRequest(Optional<String> id, List<Input> inputs, List<Output> outputs, boolean binary) {

    /** Texts may be images in Base64; bodies have a limit already. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final int FIRST_ROOM = 1 << 12;

    /** More inputs, outputs and sizes than any model has: longer lists are refused while they are read. */
    private static final int MOST = 64;

    /** An input; its content is in {@code data} or {@code text}, or follows the JSON in {@code binarySize} bytes. */
    @SuppressWarnings("ArrayRecordComponent") // consumed once
    record Input(
            String name,
            String datatype,
            long[] shape,
            Optional<float[]> data,
            Optional<String> text,
            OptionalLong binarySize) {}

    /** A wanted output. */
    record Output(String name, Optional<Boolean> binary) {}

    /**
     * Reads the JSON.
     *
     * @throws Problem 400 that names the place if it is not as the protocol wants it
     */
    static InferenceRequest read(ByteBuffer json) {
        try (JsonParser parser = JSON.createParser(json.array(), json.arrayOffset(), json.remaining())) {
            InferenceRequest request = new Reader(parser).request();
            if (parser.nextToken() != null) {
                throw new Problem(400, "Something follows the JSON object.");
            }
            return request;
        } catch (JsonProcessingException e) {
            throw new Problem(
                    400,
                    "The body is not valid JSON: %s (byte %d)."
                            .formatted(
                                    e.getOriginalMessage(),
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getByteOffset()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory can always be read", impossible);
        }
    }

    /** Walks through the tokens; numbers never become objects, since an image has millions. */
    private static final class Reader {

        private final JsonParser parser;

        Reader(JsonParser parser) {
            this.parser = parser;
        }

        InferenceRequest request() throws IOException {
            expect(parser.nextToken(), JsonToken.START_OBJECT, "the body", "an object");
            Optional<String> id = Optional.empty();
            List<Input> inputs = new ArrayList<>();
            List<Output> outputs = new ArrayList<>();
            boolean binary = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (key) {
                    case "id" -> id = Optional.of(text(value, "id"));
                    case "parameters" ->
                        binary = flag("parameters", "binary_data_output").orElse(binary);
                    case "inputs" -> {
                        expect(value, JsonToken.START_ARRAY, "inputs", "a list");
                        while (parser.nextToken() != JsonToken.END_ARRAY) {
                            inputs.add(input(place("inputs", inputs.size())));
                        }
                    }
                    case "outputs" -> {
                        expect(value, JsonToken.START_ARRAY, "outputs", "a list");
                        while (parser.nextToken() != JsonToken.END_ARRAY) {
                            outputs.add(output(place("outputs", outputs.size())));
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
            return new InferenceRequest(id, inputs, outputs, binary);
        }

        private Input input(String place) throws IOException {
            expect(parser.currentToken(), JsonToken.START_OBJECT, place, "an object");
            String name = null;
            String datatype = null;
            long[] shape = null;
            float[] data = null;
            String text = null;
            OptionalLong binarySize = OptionalLong.empty();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (key) {
                    case "name" -> name = text(value, place + ".name");
                    case "datatype" -> datatype = text(value, place + ".datatype");
                    case "shape" -> shape = sizes(value, place + ".shape");
                    case "data" -> {
                        expect(value, JsonToken.START_ARRAY, place + ".data", "a list of numbers");
                        if (parser.nextToken() == JsonToken.VALUE_STRING) {
                            text = onlyText(place + ".data");
                        } else {
                            data = numbers(place + ".data");
                        }
                    }
                    case "parameters" -> binarySize = size(place + ".parameters");
                    default -> parser.skipChildren();
                }
            }
            return new Input(
                    given(name, place + ".name"),
                    given(datatype, place + ".datatype"),
                    given(shape, place + ".shape"),
                    Optional.ofNullable(data),
                    Optional.ofNullable(text),
                    binarySize);
        }

        private Output output(String place) throws IOException {
            expect(parser.currentToken(), JsonToken.START_OBJECT, place, "an object");
            String name = null;
            Optional<Boolean> binary = Optional.empty();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (key) {
                    case "name" -> name = text(value, place + ".name");
                    case "parameters" -> binary = flag(place + ".parameters", "binary_data");
                    default -> parser.skipChildren();
                }
            }
            return new Output(given(name, place + ".name"), binary);
        }

        private Optional<Boolean> flag(String place, String wanted) throws IOException {
            expect(parser.currentToken(), JsonToken.START_OBJECT, place, "an object");
            Optional<Boolean> found = Optional.empty();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                if (!key.equals(wanted)) {
                    parser.skipChildren();
                } else if (value == JsonToken.VALUE_TRUE || value == JsonToken.VALUE_FALSE) {
                    found = Optional.of(value == JsonToken.VALUE_TRUE);
                } else {
                    throw wrong(place + "." + wanted, "true or false");
                }
            }
            return found;
        }

        private OptionalLong size(String place) throws IOException {
            expect(parser.currentToken(), JsonToken.START_OBJECT, place, "an object");
            OptionalLong found = OptionalLong.empty();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                if (key.equals("binary_data_size")) {
                    found = OptionalLong.of(whole(value, place + ".binary_data_size"));
                } else {
                    parser.skipChildren();
                }
            }
            return found;
        }

        private long[] sizes(JsonToken value, String place) throws IOException {
            expect(value, JsonToken.START_ARRAY, place, "a list of whole numbers");
            List<Long> sizes = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                sizes.add(whole(next, place(place, sizes.size())));
            }
            return sizes.stream().mapToLong(Long::longValue).toArray();
        }

        private long whole(JsonToken value, String place) throws IOException {
            if (value != JsonToken.VALUE_NUMBER_INT
                    || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    || parser.getLongValue() < 0) {
                throw wrong(place, "a whole number of at least 0");
            }
            return parser.getLongValue();
        }

        private static String place(String list, int index) {
            if (index == MOST) {
                throw new Problem(400, "%s is longer than %d.".formatted(list, MOST));
            }
            return "%s[%d]".formatted(list, index);
        }

        /** The one text of a list, from the current token to its end: millions of texts are not collected first. */
        private String onlyText(String place) throws IOException {
            String only = parser.getText();
            JsonToken next = parser.nextToken();
            if (next == JsonToken.VALUE_STRING) {
                throw new Problem(
                        400, "%s holds more than one text; expected one, an image file in Base64.".formatted(place));
            }
            expect(next, JsonToken.END_ARRAY, place + ", number 1", "a text");
            return only;
        }

        /** Numbers, flat or nested row by row, from the current token to the end of the list. */
        private float[] numbers(String place) throws IOException {
            float[] numbers = new float[FIRST_ROOM];
            int size = 0;
            int depth = 1;
            for (JsonToken next = parser.currentToken(); ; next = parser.nextToken()) {
                if (next == JsonToken.START_ARRAY) {
                    depth++;
                } else if (next == JsonToken.END_ARRAY) {
                    depth--;
                    if (depth == 0) {
                        return Arrays.copyOf(numbers, size);
                    }
                } else if (next == JsonToken.VALUE_NUMBER_FLOAT || next == JsonToken.VALUE_NUMBER_INT) {
                    if (size == numbers.length) {
                        numbers = Arrays.copyOf(numbers, 2 * size);
                    }
                    numbers[size++] = parser.getFloatValue();
                } else {
                    throw wrong("%s, number %d".formatted(place, size), "a number");
                }
            }
        }

        private String text(JsonToken value, String place) throws IOException {
            expect(value, JsonToken.VALUE_STRING, place, "a text");
            return parser.getText();
        }

        private void expect(JsonToken found, JsonToken wanted, String place, String words) throws IOException {
            if (found != wanted) {
                throw wrong(place, words);
            }
        }

        private Problem wrong(String place, String expected) throws IOException {
            String found = parser.currentToken() == null ? "nothing" : parser.getText();
            return new Problem(
                    400,
                    "%s is %s; expected %s."
                            .formatted(place, found.length() > 40 ? found.substring(0, 40) + "..." : found, expected));
        }

        private static <T> T given(T value, String place) {
            if (value == null) {
                throw new Problem(400, "%s is missing.".formatted(place));
            }
            return value;
        }
    }

    /** @throws Problem 400 unless there is one input, of this name */
    static Input only(InferenceRequest request, String wanted) {
        List<Input> inputs = request.inputs();
        if (inputs.size() != 1 || !inputs.get(0).name().equals(wanted)) {
            throw new Problem(
                    400,
                    "The inputs are %s; expected one, '%s'."
                            .formatted(inputs.stream().map(Input::name).toList(), wanted));
        }
        return inputs.get(0);
    }

    /** The numbers of an input, from the JSON or from the bytes behind it. */
    static FloatBuffer values(Input input, TensorType type, ByteBuffer binary) {
        long count = count(input);
        if (input.binarySize().isPresent()) {
            long size = input.binarySize().getAsLong();
            if (size != count * type.size() || size != binary.remaining()) {
                throw new Problem(
                        400,
                        "%s: binary_data_size is %d and %d bytes follow the JSON; shape %s of %s needs %d."
                                .formatted(
                                        input.name(),
                                        size,
                                        binary.remaining(),
                                        Arrays.toString(input.shape()),
                                        type,
                                        count * type.size()));
            }
            return type.values(binary);
        }
        float[] data = input.data()
                .orElseThrow(() -> new Problem(
                        400,
                        input.text().isEmpty()
                                ? "%s: data is missing.".formatted(input.name())
                                : "%s: data holds texts; expected numbers.".formatted(input.name())));
        if (type == TensorType.FP16) {
            throw new Problem(400, "%s: FP16 is taken in binary only.".formatted(input.name()));
        }
        if (data.length != count) {
            throw new Problem(
                    400,
                    "%s: there are %d numbers; shape %s needs %d."
                            .formatted(input.name(), data.length, Arrays.toString(input.shape()), count));
        }
        return TensorType.direct(data.length).put(data).flip();
    }

    private static long count(Input input) {
        long count = 1;
        for (long size : input.shape()) {
            if (size < 1 || size > Integer.MAX_VALUE / count) {
                throw new Problem(
                        400,
                        "%s: shape %s is empty or too large.".formatted(input.name(), Arrays.toString(input.shape())));
            }
            count *= size;
        }
        return count;
    }
}
