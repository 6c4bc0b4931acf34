package io.candor.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The order of classes where a source has none but their names: whole numbers by value, so that grades 1 to 12 are a
 * scale, then other names by character.
 */
public final class ClassOrder {

    /** The order as a comparator. */
    public static final Comparator<String> COMPARATOR =
            Comparator.comparingLong(ClassOrder::number).thenComparing(Comparator.naturalOrder());

    private ClassOrder() {}

    /** Names in this order. */
    public static List<String> sorted(Collection<String> names) {
        return names.stream().sorted(COMPARATOR).toList();
    }

    private static long number(String name) {
        return name.matches("[0-9]{1,18}") ? Long.parseLong(name) : Long.MAX_VALUE;
    }
}
