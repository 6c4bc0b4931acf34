package io.candor.predictions;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The order of classes that only a file of predictions names: numbers by value, then names by character. */
final class ClassOrder {

    private ClassOrder() {}

    static List<String> sorted(Collection<String> names) {
        return names.stream()
                .sorted(Comparator.comparingLong(ClassOrder::number).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static long number(String name) {
        return name.matches("[0-9]{1,18}") ? Long.parseLong(name) : Long.MAX_VALUE;
    }
}
