package io.candor.metric;

/**
 * A number together with what it means.
 *
 * @param value NaN where the number does not exist, such as the precision of nothing
 */
public record Measure(double value, Definition definition) {

    /**
     * How much larger this number is than the other.
     *
     * @throws DifferentDefinitions if they do not measure the same thing
     */
    public double minus(Measure other) {
        definition.requireSame(other.definition);
        return value - other.value;
    }
}
