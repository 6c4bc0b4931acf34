package io.candor.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON texts for the metadata of weight files. */
final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** {@code value}, made of texts, numbers, lists and maps. */
    static String of(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value: " + value, e);
        }
    }
}
