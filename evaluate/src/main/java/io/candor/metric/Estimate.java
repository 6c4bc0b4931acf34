package io.candor.metric;

/**
 * A number, what it means, and how far it may be due to the images it was measured on.
 *
 * @param interval unknown where none was computed
 */
public record Estimate(Measure measure, Interval interval) {

    public double value() {
        return measure.value();
    }

    public Definition definition() {
        return measure.definition();
    }
}
