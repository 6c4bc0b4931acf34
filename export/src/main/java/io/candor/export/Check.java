package io.candor.export;

import java.util.Locale;

/**
 * One question the gate asks.
 *
 * @param name what is looked at, as in the JSON report
 * @param value what was found; not a number if the images gave no occasion to ask
 * @param bound on which side of the limit a value is good
 * @param limit the last good value
 * @param words what the value says, one sentence
 */
public record Check(String name, double value, Bound bound, double limit, String words) {

    /** On which side of a limit a value is good. */
    public enum Bound {
        AT_MOST,
        AT_LEAST
    }

    static Check atMost(String name, double value, double limit, String words) {
        return new Check(name, value, Bound.AT_MOST, limit, words);
    }

    static Check atLeast(String name, double value, double limit, String words) {
        return new Check(name, value, Bound.AT_LEAST, limit, words);
    }

    /** False if the images gave no occasion to ask. */
    public boolean asked() {
        return !Double.isNaN(value);
    }

    /** True if the value is good, or the question could not be asked. */
    public boolean passed() {
        return !asked() || (bound == Bound.AT_MOST ? value <= limit : value >= limit);
    }

    /** One line: verdict, name, value, limit. */
    String line() {
        String verdict = !asked() ? "-" : passed() ? "ok" : "FAILED";
        String found = asked() ? "%.3g".formatted(value) : "nothing to compare";
        return String.format(
                Locale.ROOT,
                "%-6s  %-28s %-10s %s %.3g  %s",
                verdict,
                name,
                found,
                bound == Bound.AT_MOST ? "<=" : ">=",
                limit,
                words);
    }
}
