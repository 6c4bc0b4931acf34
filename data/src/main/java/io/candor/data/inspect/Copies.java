package io.candor.data.inspect;

import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.Dataset;
import io.candor.data.read.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds images that are there more than once, byte for byte: in one split, or, worse, in two. */
final class Copies {

    private final Dataset data;
    private final Map<Path, String> checksums;

    Copies(Dataset data, Map<Path, String> checksums) {
        this.data = data;
        this.checksums = checksums;
    }

    List<Finding> find() {
        List<Finding> findings = new ArrayList<>();
        Map<Split, Map<String, Path>> firsts = new HashMap<>();
        for (Split split : Split.values()) {
            firsts.put(split, within(split, findings));
            for (Split earlier : Split.values()) {
                if (earlier.compareTo(split) < 0 && !data.split(earlier).equals(data.split(split))) {
                    between(earlier, split, firsts, findings);
                }
            }
        }
        return findings;
    }

    /** The first image of each content in a split. */
    private Map<String, Path> within(Split split, List<Finding> findings) {
        Map<String, Path> firsts = new HashMap<>();
        for (Sample sample : data.split(split)) {
            String checksum = checksums.getOrDefault(sample.image(), "");
            Path first = checksum.isEmpty() ? null : firsts.putIfAbsent(checksum, sample.image());
            if (first != null) {
                findings.add(new Finding(Fault.IDENTICAL_IMAGE, sample.image(), 0, "is the same image as " + first));
            }
        }
        return firsts;
    }

    private static void between(Split one, Split other, Map<Split, Map<String, Path>> firsts, List<Finding> findings) {
        firsts.get(other).entrySet().stream()
                .filter(entry -> firsts.get(one).containsKey(entry.getKey()))
                .sorted(Map.Entry.comparingByValue())
                .forEach(entry -> findings.add(new Finding(
                        Fault.LEAKED_IMAGE,
                        entry.getValue(),
                        0,
                        "of `%s` is the same image as %s of `%s`"
                                .formatted(name(other), firsts.get(one).get(entry.getKey()), name(one)))));
    }

    private static String name(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }
}
