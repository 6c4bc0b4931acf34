package io.candor.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.ClassificationSet;
import io.candor.data.read.Dataset;
import io.candor.data.target.ClassTarget;
import io.candor.json.JsonNodes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a run was trained with, to be recognised when it is resumed: the same wherever the data set lies, another when
 * classes, images or labels differ. Names and sizes stand for images, whose pixels are not read.
 *
 * @param classes names in order
 * @param parts by name of the split
 */
record DataFingerprint(List<String> classes, Map<String, Part> parts) {

    /** In the run folder. */
    static final String FILE = "data.json";

    private static final List<Split> TRAINED = List.of(Split.TRAIN, Split.VAL);

    /**
     * A split.
     *
     * @param names SHA-256 of names, relative to the folder that holds all images, and sizes
     * @param marks SHA-256 of the labels, image by image
     */
    record Part(int images, long labels, String names, String marks) {}

    DataFingerprint {
        classes = List.copyOf(classes);
        parts = Map.copyOf(parts);
    }

    static DataFingerprint of(Dataset dataset) {
        return of(dataset, Map.of());
    }

    static DataFingerprint of(ClassificationSet set) {
        return of(set.dataset(), set.opinions());
    }

    private static DataFingerprint of(Dataset dataset, Map<Path, ClassTarget> opinions) {
        Path root = root(
                TRAINED.stream().flatMap(split -> dataset.split(split).stream()).toList());
        Map<String, Part> parts = new LinkedHashMap<>();
        for (Split split : TRAINED) {
            parts.put(split.name().toLowerCase(Locale.ROOT), part(dataset.split(split), root, opinions));
        }
        return new DataFingerprint(dataset.classes().names(), parts);
    }

    /** The innermost folder that all images are in. */
    private static Path root(List<Sample> samples) {
        Path root = samples.isEmpty() ? Path.of("") : place(samples.get(0)).getParent();
        for (Sample sample : samples) {
            while (root != null && !place(sample).startsWith(root)) {
                root = root.getParent();
            }
        }
        return root == null ? Path.of("") : root;
    }

    private static Path place(Sample sample) {
        return sample.image().toAbsolutePath().normalize();
    }

    private record Named(String name, Sample sample) {}

    private static Part part(List<Sample> samples, Path root, Map<Path, ClassTarget> opinions) {
        MessageDigest names = sha256();
        MessageDigest marks = sha256();
        long labels = 0;
        for (Named named : named(samples, root)) {
            Sample sample = named.sample();
            update(names, "%s %d %d".formatted(named.name(), sample.width(), sample.height()));
            update(marks, named.name());
            for (Label label : sample.labels()) {
                update(marks, label.classIndex() + " " + label.box() + Arrays.toString(label.polygon()));
            }
            ClassTarget opinion = opinions.get(sample.image());
            update(marks, opinion == null ? "" : opinion.toString());
            labels += sample.labels().size();
        }
        HexFormat hexadecimal = HexFormat.of();
        return new Part(
                samples.size(), labels, hexadecimal.formatHex(names.digest()), hexadecimal.formatHex(marks.digest()));
    }

    private static List<Named> named(List<Sample> samples, Path root) {
        return samples.stream()
                .map(sample -> new Named(name(sample, root), sample))
                .sorted(Comparator.comparing(Named::name))
                .toList();
    }

    private static String name(Sample sample, Path root) {
        Path place = place(sample);
        return (place.startsWith(root) ? root.relativize(place) : place)
                .toString()
                .replace('\\', '/');
    }

    private static void update(MessageDigest digest, String line) {
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** How classes differ, in words; empty if names and order are the same. */
    static Optional<String> difference(List<String> then, List<String> now) {
        return Optional.of("the classes were %s and are %s".formatted(String.join(", ", then), String.join(", ", now)))
                .filter(words -> !then.equals(now));
    }

    /** What differs, in words; empty if nothing does. */
    List<String> differences(DataFingerprint now) {
        List<String> differences = new ArrayList<>();
        difference(classes, now.classes).ifPresent(differences::add);
        parts.forEach((split, then) -> {
            Part part = now.parts.get(split);
            if (then.images() != part.images()) {
                differences.add("%s had %d images and has %d".formatted(split, then.images(), part.images()));
            } else if (!then.names().equals(part.names())) {
                differences.add(
                        "%s has other images, by name or size, though as many (%d)".formatted(split, part.images()));
            } else if (!then.marks().equals(part.marks())) {
                differences.add("%s has other labels on the same images (%d then, %d now)"
                        .formatted(split, then.labels(), part.labels()));
            }
        });
        return differences;
    }

    void write(RunFolder folder) {
        ObjectNode root = JsonNodes.object();
        root.set("classes", JsonNodes.of(classes));
        for (Split split : TRAINED) {
            String name = split.name().toLowerCase(Locale.ROOT);
            Part part = parts.get(name);
            ObjectNode node = root.putObject(name);
            node.put("images", part.images());
            node.put("labels", part.labels());
            node.put("images_sha256", part.names());
            node.put("labels_sha256", part.marks());
        }
        JsonNodes.write(root, folder.file(FILE));
    }

    /** What a run recorded; empty for one that recorded nothing. */
    static Optional<DataFingerprint> read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        JsonNode root = JsonNodes.read(
                file, "resume-data", "It is written when a run begins. Start a new run with another --out.");
        List<String> classes = new ArrayList<>();
        root.path("classes").forEach(name -> classes.add(name.asText()));
        Map<String, Part> parts = new LinkedHashMap<>();
        for (Split split : TRAINED) {
            String name = split.name().toLowerCase(Locale.ROOT);
            JsonNode node = root.path(name);
            parts.put(
                    name,
                    new Part(
                            node.path("images").asInt(),
                            node.path("labels").asLong(),
                            node.path("images_sha256").asText(),
                            node.path("labels_sha256").asText()));
        }
        return Optional.of(new DataFingerprint(classes, parts));
    }
}
