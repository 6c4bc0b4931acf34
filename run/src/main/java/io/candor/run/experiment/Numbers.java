package io.candor.run.experiment;

import io.candor.metric.Interval;
import java.util.Locale;

/** Numbers for people. */
final class Numbers {

    private Numbers() {}

    /** Three digits after the point, or a dash for what does not exist. */
    static String plain(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** With its sign, a true minus. */
    static String signed(double value) {
        String sign = value > 0 ? "+" : value < 0 ? "−" : "";
        return sign + plain(Math.abs(value));
    }

    /** The ends with their signs; empty if they are not known. */
    static String range(Interval interval) {
        return interval.isKnown() ? signed(interval.low()) + " to " + signed(interval.high()) : "";
    }
}
