package io.candor.data.read;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.Split;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Everything a data set says: its classes and, per split, which images there are and what is on them. Pixels are read
 * later.
 *
 * @param source the {@code data.yaml}, COCO JSON or VOC folder it was read from
 * @param samples per split, in a fixed order; a split the source does not have is absent
 * @param skipped what was found and cannot be used, in reading order
 * @param notes sentences to print once, about things a user may not expect
 */
public record Dataset(
        Path source, Classes classes, Map<Split, List<Sample>> samples, List<Skipped> skipped, List<String> notes) {

    public Dataset {
        Map<Split, List<Sample>> copy = new EnumMap<>(Split.class);
        samples.forEach((split, list) -> copy.put(split, List.copyOf(list)));
        samples = java.util.Collections.unmodifiableMap(copy);
        skipped = List.copyOf(skipped);
        notes = List.copyOf(notes);
    }

    public Dataset(Path source, Classes classes, Map<Split, List<Sample>> samples, List<Skipped> skipped) {
        this(source, classes, samples, skipped, List.of());
    }

    /** The samples of a split; empty if the source does not have it. */
    public List<Sample> split(Split split) {
        return samples.getOrDefault(split, List.of());
    }

    /**
     * The samples of a split that a job cannot do without.
     *
     * @throws InvalidInput when the source has no such split, no usable image in it, or not one usable label
     */
    public List<Sample> require(Split split) {
        String name = split.name().toLowerCase(Locale.ROOT);
        List<Sample> found = split(split);
        if (!samples.containsKey(split)) {
            throw new InvalidInput(
                    "split-missing",
                    "%s has no split `%s`. Add the key `%s` with a folder of images or a text list of them."
                            .formatted(source, name, name));
        }
        if (found.isEmpty()) {
            throw new InvalidInput(
                    "no-images", "%s: no usable image in the split `%s`.%s".formatted(source, name, examples()));
        }
        if (found.stream().allMatch(sample -> sample.labels().isEmpty())) {
            throw new InvalidInput("no-labels", noLabels(name, found));
        }
        return found;
    }

    /** Number of labels in a split. */
    public int labels(Split split) {
        return split(split).stream()
                .map(Sample::labels)
                .mapToInt(List<Label>::size)
                .sum();
    }

    private String noLabels(String name, List<Sample> found) {
        return ("%s: not one label for the %d images of the split `%s`. Labels of YOLO text are looked for beside the images"
                        + " with /images/ replaced by /labels/, here for instance %s.%s")
                .formatted(source, found.size(), name, LabelFile.of(found.get(0).image()), examples());
    }

    private String examples() {
        StringBuilder text = new StringBuilder();
        if (!skipped.isEmpty()) {
            text.append(" %d things were skipped, the first of them:".formatted(skipped.size()));
        }
        skipped.stream().limit(3).forEach(each -> text.append("\n  ").append(each));
        return text.toString();
    }
}
