package io.candor.train;

import io.candor.data.InvalidInput;

/** Range checks of recipe settings, worded for the person who chose the value. */
final class Setting {

    static final String HELP = "training-settings";

    private Setting() {}

    static void atLeast(String key, long value, long smallest) {
        check(value >= smallest, key, value, "a whole number of at least " + smallest);
    }

    /** {@code value} in [low, high]; NaN is refused. */
    static void within(String key, double value, double low, double high) {
        check(value >= low && value <= high, key, value, "a number from %s to %s".formatted(plain(low), plain(high)));
    }

    /** {@code value} above zero and finite. */
    static void positive(String key, double value) {
        check(value > 0 && Double.isFinite(value), key, value, "a number greater than 0");
    }

    private static void check(boolean holds, String key, Number found, String expected) {
        if (!holds) {
            throw new InvalidInput(
                    HELP,
                    "%s: found %s, expected %s. Change the option --%s or the key in the configuration file."
                            .formatted(key, plain(found.doubleValue()), expected, key.replace('_', '-')));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
