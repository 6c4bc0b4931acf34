package io.candor.metric;

/** Ends of an interval; NaN where it is not known. */
public record Interval(double low, double high) {

    /** Of a figure that too many resamples lack. */
    public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

    public boolean isKnown() {
        return !Double.isNaN(low);
    }

    /** Whether an interval of a difference tells it from none. */
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }
}
