package io.candor.metric;

import java.util.Locale;

/** One of an enum of figures, whose values stand in arrays in the order of the constants. */
public interface OrderedFigure {

    /** As enums have it. */
    int ordinal();

    /** As enums have it. */
    String name();

    /** Where the figure stands among all of them. */
    default int position() {
        return ordinal();
    }

    /** Name in JSON files, such as {@code map50_95}. */
    default String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
