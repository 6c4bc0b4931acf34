package io.candor.run;

import io.candor.data.read.Skipped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
