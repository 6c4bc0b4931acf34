package io.candor.run;

import io.candor.data.read.Dataset;
import io.candor.data.read.Fault;
import io.candor.data.read.Skipped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a run left out of its data set: counted for the user, listed in a file. */
final class SkippedList {

    static final String FILE = "skipped.txt";

    private SkippedList() {}

    /** Writes the list, if there is anything on it, and says so once. */
    static void write(RunFolder folder, List<Skipped> skipped, RunListener listener) throws IOException {
        if (skipped.isEmpty()) {
            return;
        }
        Path file = update(folder, skipped);
        listener.say("Skipped %s. The list is in %s.".formatted(counts(skipped), file));
    }

    /** Writes the list anew if images turned out to be unreadable when they were decoded, and says so. */
    static void extend(RunFolder folder, List<Skipped> known, List<Skipped> undecodable, RunListener listener)
            throws IOException {
        Set<Skipped> all = new LinkedHashSet<>(known);
        if (all.addAll(undecodable)) {
            write(folder, List.copyOf(all), listener);
        }
    }

    /** What to say when fewer labels can be used than not; empty otherwise. */
    static Optional<String> warning(Dataset dataset) {
        long dropped = dataset.skipped().stream()
                .filter(entry -> entry.fault().consequence() == Fault.Consequence.LABEL_LEFT_OUT)
                .filter(entry -> entry.fault() != Fault.DUPLICATE_LABEL && entry.fault() != Fault.CROWD_REGION)
                .count();
        long used = dataset.samples().values().stream()
                .flatMap(List::stream)
                .mapToLong(sample -> sample.labels().size())
                .sum();
        return dropped <= used
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "Warning: %d of %d labels (%.0f %%) cannot be used, so this is hardly the data set that was meant: look at the list above before you train.",
                        dropped,
                        dropped + used,
                        100.0 * dropped / (dropped + used)));
    }

    private static Path update(RunFolder folder, List<Skipped> skipped) throws IOException {
        String lines = skipped.stream().map(Skipped::toString).collect(Collectors.joining("\n", "", "\n"));
        return folder.write(FILE, lines);
    }

    private static String counts(List<Skipped> skipped) {
        Map<String, Long> byFault = skipped.stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.fault().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        LinkedHashMap::new,
                        Collectors.counting()));
        return byFault.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(entry -> entry.getValue() + " x " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
