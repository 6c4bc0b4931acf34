package io.candor.data.load;

import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.read.Skipped;
import io.candor.data.read.UnreadableImage;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** Which samples' files cannot be read, by index; none is tried twice. */
final class Unreadable {

    private final List<Sample> samples;
    private final Map<Integer, Skipped> reasons = new ConcurrentHashMap<>();

    Unreadable(List<Sample> samples) {
        this.samples = samples;
    }

    /** What {@code read} makes of a sample's file; empty if it cannot be read, now or before. */
    <T> Optional<T> unless(int index, Supplier<T> read) {
        if (reasons.containsKey(index)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read.get());
        } catch (UnreadableImage failure) {
            reasons.put(index, Skipped.of(samples.get(index).image(), failure));
            return Optional.empty();
        }
    }

    /**
     * The first position of an order from {@code position} on, around the ring, whose sample can be read.
     *
     * @throws InvalidInput if none can
     */
    int firstReadable(int[] order, int position, IntPredicate readable) {
        for (int i = 0; i < order.length; i++) {
            int candidate = (position + i) % order.length;
            if (readable.test(order[candidate])) {
                return candidate;
            }
        }
        throw new InvalidInput(
                "no-readable-image",
                "None of the %d images can be read; the first: %s. Run candor inspect on the data set."
                        .formatted(order.length, reasons.get(order[0])));
    }

    /** All so far, by file name. */
    List<Skipped> skipped() {
        return reasons.values().stream()
                .sorted(Comparator.comparing(Skipped::file))
                .toList();
    }
}
