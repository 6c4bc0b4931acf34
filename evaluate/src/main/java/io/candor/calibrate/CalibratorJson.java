package io.candor.calibrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;

/** Calibrators as JSON objects: {@code method} and its parameters. */
final class CalibratorJson {

    private CalibratorJson() {}

    static ObjectNode tree(Calibrator calibrator) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("method", calibrator.method().label());
        if (calibrator instanceof Temperature temperature) {
            node.put("temperature", temperature.temperature());
        } else if (calibrator instanceof Platt platt) {
            node.put("slope", platt.slope()).put("shift", platt.shift());
        } else if (calibrator instanceof Beta beta) {
            node.put("a", beta.a()).put("b", beta.b()).put("c", beta.c());
        } else if (calibrator instanceof Isotonic isotonic) {
            put(node, "x", isotonic.x());
            put(node, "y", isotonic.y());
            node.put("between", isotonic.between().name().toLowerCase(Locale.ROOT));
        } else if (calibrator instanceof Histogram histogram) {
            put(node, "edges", histogram.edges());
            put(node, "values", histogram.values());
        }
        return node;
    }

    /** The calibrator; IllegalArgumentException with what is wrong if there is none. */
    static Calibrator read(JsonNode node) {
        String name = text(node, "method");
        return switch (method(name)) {
            case IDENTITY -> new Identity();
            case TEMPERATURE -> new Temperature(number(node, "temperature"));
            case PLATT -> new Platt(number(node, "slope"), number(node, "shift"));
            case BETA -> new Beta(number(node, "a"), number(node, "b"), number(node, "c"));
            case ISOTONIC ->
                new Isotonic(
                        numbers(node, "x"),
                        numbers(node, "y"),
                        text(node, "between").equals("step") ? Isotonic.Between.STEP : Isotonic.Between.LINE);
            case HISTOGRAM -> new Histogram(numbers(node, "edges"), numbers(node, "values"));
        };
    }

    private static Method method(String name) {
        return Arrays.stream(Method.values())
                .filter(method -> method.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("method is '" + name + "', which is none"));
    }

    static String text(JsonNode node, String key) {
        if (!node.path(key).isTextual()) {
            throw new IllegalArgumentException(key + " is missing or no text");
        }
        return node.get(key).asText();
    }

    static double number(JsonNode node, String key) {
        if (!node.path(key).isNumber()) {
            throw new IllegalArgumentException(key + " is missing or no number");
        }
        return node.get(key).asDouble();
    }

    static double[] numbers(JsonNode node, String key) {
        if (!node.path(key).isArray()) {
            throw new IllegalArgumentException(key + " is missing or no list");
        }
        double[] numbers = new double[node.get(key).size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!node.get(key).get(i).isNumber()) {
                throw new IllegalArgumentException(key + " holds something that is no number");
            }
            numbers[i] = node.get(key).get(i).asDouble();
        }
        return numbers;
    }

    private static void put(ObjectNode node, String key, double[] values) {
        for (double value : values) {
            node.withArray(key).add(value);
        }
        if (values.length == 0) {
            node.putArray(key);
        }
    }
}
