package io.candor.metric;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order of images that decides between detections of equal confidence: numbers by value, then other names by
 * character. It depends on the names alone, so results do not depend on the order in which images were evaluated.
 */
final class ImageOrder {

    private static final Comparator<String> BY_NAME =
            Comparator.comparingLong(ImageOrder::number).thenComparing(Comparator.naturalOrder());

    private ImageOrder() {}

    /** Per image, its rank. */
    static int[] ranks(List<String> names) {
        int[] sorted = IntStream.range(0, names.size())
                .boxed()
                .sorted(Comparator.comparing(names::get, BY_NAME))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] ranks = new int[sorted.length];
        for (int rank = 0; rank < sorted.length; rank++) {
            ranks[sorted[rank]] = rank;
        }
        return ranks;
    }

    private static long number(String name) {
        boolean number = !name.isEmpty() && name.length() <= 18 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.parseLong(name) : Long.MAX_VALUE;
    }
}
