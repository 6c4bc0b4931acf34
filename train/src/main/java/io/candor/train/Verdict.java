package io.candor.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a validator found.
 *
 * @param fitness what "better" means, usually mAP50-95; NaN for nothing found out
 * @param columns named numbers for the run's table, in order
 */
public record Verdict(double fitness, Map<String, Double> columns) {

    /** No opinion. */
    public static final Verdict NONE = new Verdict(Double.NaN, Map.of());

    public Verdict {
        columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
}
