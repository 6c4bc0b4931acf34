package io.candor.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Everything that was decided before a number could be computed: bins, edges, matching rule, thresholds, data.
 *
 * @param metric the name of the number, such as {@code D-ECE}
 * @param choices name of each decision and its value, in reading order
 */
public record Definition(String metric, Map<String, String> choices) {

    /** The choice that names the annotations: a fingerprint of images and labels. */
    public static final String DATA = "data";

    public Definition {
        choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
    }

    public static Definition of(String metric) {
        return new Definition(metric, Map.of());
    }

    /** This definition with one more, or another, choice. */
    public Definition with(String choice, Object value) {
        Map<String, String> more = new LinkedHashMap<>(choices);
        more.put(choice, String.valueOf(value));
        return new Definition(metric, more);
    }

    /** This definition with the annotations of a set, and what of them is compared if it is not their boxes. */
    Definition on(EvaluationSet set) {
        Definition named = set.extent() == Extent.BOX
                ? this
                : with("overlap", "of " + set.extent().words());
        return named.with(DATA, set.fingerprint());
    }

    /** This definition without a choice: for comparing deliberately across it, such as train with val. */
    public Definition without(String choice) {
        Map<String, String> fewer = new LinkedHashMap<>(choices);
        fewer.remove(choice);
        return new Definition(metric, fewer);
    }

    /** One sentence per difference; empty when numbers of both definitions may be compared. */
    public List<String> differences(Definition other) {
        List<String> differences = new ArrayList<>();
        if (!metric.equals(other.metric)) {
            differences.add("metric: %s and %s".formatted(metric, other.metric));
        }
        TreeSet<String> names = new TreeSet<>(choices.keySet());
        names.addAll(other.choices.keySet());
        for (String name : names) {
            String left = choices.getOrDefault(name, "not stated");
            String right = other.choices.getOrDefault(name, "not stated");
            if (!Objects.equals(left, right)) {
                differences.add("%s: %s and %s".formatted(name, left, right));
            }
        }
        return differences;
    }

    /**
     * Returns if numbers under both definitions may be compared.
     *
     * @throws DifferentDefinitions naming every difference
     */
    public void requireSame(Definition other) {
        List<String> differences = differences(other);
        if (!differences.isEmpty()) {
            throw new DifferentDefinitions(differences);
        }
    }
}
