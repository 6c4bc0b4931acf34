package io.candor.data.read;

import io.candor.data.ClassOrder;
import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads pictures with classes: a folder per class (with or without {@code train}, {@code val} and {@code test} above
 * them), the IDX files of the MNIST family, the binary files of CIFAR, or a CSV of paths and labels or probabilities.
 */
public final class ClassificationReader {

    static final String HELP = "classification-data";

    /** Share of the pictures held out as val when nobody says which. */
    private static final double HELD_OUT = 0.2;

    private static final Map<Split, List<String>> FOLDERS = Map.of(
            Split.TRAIN, List.of("train"),
            Split.VAL, List.of("val", "valid", "validation"),
            Split.TEST, List.of("test"));

    private ClassificationReader() {}

    /**
     * Reads a data set.
     *
     * @param data a folder or a {@code .csv} file
     * @throws InvalidInput if it is none of the known forms, is cut short, or contradicts itself
     */
    public static ClassificationSet read(Path data) {
        if (Files.isRegularFile(data)
                && data.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            return new ClassificationCsv(data).read();
        }
        if (!Files.isDirectory(data)) {
            throw new InvalidInput(
                    "data-not-found",
                    "%s: expected a folder of class folders, of IDX or of CIFAR files, or a .csv of paths and labels."
                            .formatted(data));
        }
        if (find(data, "train-images-idx3-ubyte").isPresent()) {
            return idx(data);
        }
        return CifarFiles.in(data).map(CifarFiles::read).orElseGet(() -> folders(data));
    }

    /**
     * Whether {@code data} looks like pictures with classes, and not like pictures with boxes; false for what is not
     * there.
     */
    public static boolean recognises(Path data) {
        if (!Files.isDirectory(data)) {
            return Files.isRegularFile(data)
                    && data.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        }
        boolean boxes =
                Files.isDirectory(data.resolve("Annotations")) || Files.isRegularFile(data.resolve("data.yaml"));
        return !boxes && (isPacked(data) || hasClassFolders(data.resolve("train")) || hasClassFolders(data));
    }

    private static boolean isPacked(Path folder) {
        return find(folder, "train-images-idx3-ubyte").isPresent()
                || CifarFiles.in(folder).isPresent();
    }

    private static boolean hasClassFolders(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        List<Path> inside = children(folder).stream().filter(Files::isDirectory).toList();
        return inside.size() >= 2
                && inside.stream()
                        .map(each -> each.getFileName().toString())
                        .noneMatch(List.of("images", "labels", "train", "val", "test")::contains);
    }

    static Optional<Path> find(Path folder, String name) {
        return Stream.of(name, name + ".gz")
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static ClassificationSet idx(Path folder) {
        Map<Path, PackedImage> pixels = new HashMap<>();
        Map<Split, List<Sample>> splits = new EnumMap<>(Split.class);
        IdxFile trainLabels = IdxFile.read(required(folder, "train-labels-idx1-ubyte"), 1);
        int classes = 1
                + IntStream.range(0, trainLabels.count())
                        .map(trainLabels::label)
                        .max()
                        .orElse(0);
        splits.put(Split.TRAIN, idx(required(folder, "train-images-idx3-ubyte"), trainLabels, classes, pixels));
        IdxFile testLabels = IdxFile.read(required(folder, "t10k-labels-idx1-ubyte"), 1);
        List<Sample> test = idx(required(folder, "t10k-images-idx3-ubyte"), testLabels, classes, pixels);
        splits.put(Split.VAL, test);
        splits.put(Split.TEST, test);
        return new ClassificationSet(
                new Dataset(folder, names(folder, classes), splits, List.of(), List.of(sharedTest("t10k"))),
                pixels,
                Map.of());
    }

    static String sharedTest(String name) {
        return "%s serves as `val` and as `test`: the best epoch is chosen by it, so its figures are a little flattered."
                .formatted(name);
    }

    private static Path required(Path folder, String name) {
        return find(folder, name)
                .orElseThrow(() -> new InvalidInput(
                        IdxFile.HELP, "%s: %s(.gz) is missing beside the other IDX files.".formatted(folder, name)));
    }

    private static List<Sample> idx(Path file, IdxFile labels, int classes, Map<Path, PackedImage> pixels) {
        IdxFile images = IdxFile.read(file, 3);
        if (images.count() != labels.count()) {
            throw new InvalidInput(
                    IdxFile.HELP,
                    "%s has %d pictures and %s %d labels."
                            .formatted(file, images.count(), labels.file(), labels.count()));
        }
        Size size = new Size(images.sizes()[2], images.sizes()[1]);
        List<Sample> samples = new ArrayList<>(images.count());
        for (int i = 0; i < images.count(); i++) {
            requireClass(labels.file(), i, labels.label(i), classes);
            int offset = images.start() + i * size.width() * size.height();
            samples.add(packed(new PackedImage(images.bytes(), offset, size, 1), file, i, labels.label(i), pixels));
        }
        return samples;
    }

    /** A picture inside a file, noted under its name. */
    static Sample packed(PackedImage image, Path file, int number, int classIndex, Map<Path, PackedImage> pixels) {
        Path name = file.resolveSibling("%s#%06d".formatted(file.getFileName(), number));
        pixels.put(name, image);
        return ClassificationSet.sample(name, image.size(), classIndex);
    }

    /** @throws InvalidInput if a label is no class */
    static void requireClass(Path file, int number, int label, int classes) {
        if (label < 0 || label >= classes) {
            throw new InvalidInput(
                    HELP,
                    "%s: label %d of picture %d, expected 0 to %d as in the training split."
                            .formatted(file, label, number, classes - 1));
        }
    }

    /** Names from {@code classes.txt}, one per line, or numbers. */
    static Classes names(Path folder, int classes) {
        Path file = folder.resolve("classes.txt");
        if (!Files.isRegularFile(file)) {
            return new Classes(
                    IntStream.range(0, classes).mapToObj(Integer::toString).toList());
        }
        List<String> names = lines(file);
        if (names.size() != classes) {
            throw new InvalidInput(
                    HELP, "%s: found %d names, expected %d, one per line.".formatted(file, names.size(), classes));
        }
        return new Classes(names);
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static ClassificationSet folders(Path folder) {
        Map<Split, Path> places = new EnumMap<>(Split.class);
        FOLDERS.forEach((split, names) -> names.stream()
                .map(folder::resolve)
                .filter(Files::isDirectory)
                .findFirst()
                .ifPresent(place -> places.put(split, place)));
        List<Skipped> skipped = new ArrayList<>();
        Map<Split, List<Sample>> splits = new EnumMap<>(Split.class);
        List<String> notes = new ArrayList<>();
        Path first = places.getOrDefault(Split.TRAIN, folder);
        Classes classes = new Classes(classFolders(first).stream()
                .map(each -> each.getFileName().toString())
                .toList());
        if (!places.containsKey(Split.TRAIN)) {
            splits.putAll(HoldOut.split(pictures(folder, classes, skipped), HELD_OUT));
            notes.add(HoldOut.note(folder, splits, HELD_OUT));
        } else {
            places.forEach((split, place) -> splits.put(split, pictures(place, classes, skipped)));
            holdOutIfAlone(folder, splits, notes);
        }
        return new ClassificationSet(new Dataset(folder, classes, splits, skipped, notes), Map.of(), Map.of());
    }

    /** A val split from what there is, if the source has none: the test split, or a part of the training split. */
    static void holdOutIfAlone(Path source, Map<Split, List<Sample>> splits, List<String> notes) {
        if (splits.containsKey(Split.VAL)) {
            return;
        }
        if (splits.containsKey(Split.TEST)) {
            splits.put(Split.VAL, splits.get(Split.TEST));
            notes.add(sharedTest("test"));
        } else {
            splits.putAll(HoldOut.split(splits.get(Split.TRAIN), HELD_OUT));
            notes.add(HoldOut.note(source, splits, HELD_OUT));
        }
    }

    private static List<Path> classFolders(Path folder) {
        List<Path> classes = children(folder).stream()
                .filter(Files::isDirectory)
                .sorted(Comparator.comparing(each -> each.getFileName().toString(), ClassOrder.COMPARATOR))
                .toList();
        if (classes.size() < 2) {
            throw new InvalidInput(
                    HELP,
                    "%s: found %d class folders, expected at least 2, each with the pictures of one class."
                            .formatted(folder, classes.size()));
        }
        return classes;
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(each -> !each.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InvalidInput("folder-permission", "%s cannot be listed: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static List<Sample> pictures(Path split, Classes classes, List<Skipped> skipped) {
        List<String> found = classFolders(split).stream()
                .map(each -> each.getFileName().toString())
                .toList();
        if (!found.equals(classes.names())) {
            throw new InvalidInput(
                    HELP,
                    "%s: found the class folders %s, expected %s as in the training split."
                            .formatted(split, found, classes.names()));
        }
        List<Sample> samples = new ArrayList<>();
        for (int index = 0; index < classes.size(); index++) {
            Path folder = split.resolve(classes.name(index));
            int before = samples.size();
            for (Path file : children(folder)) {
                if (ImageFile.isNamedLikeOne(file)) {
                    picture(file, index, skipped).ifPresent(samples::add);
                }
            }
            if (samples.size() == before) {
                throw new InvalidInput(
                        HELP, "%s: found no usable picture, expected at least one of the class.".formatted(folder));
            }
        }
        return samples;
    }

    /** A picture file as a sample, or a note why not. */
    static Optional<Sample> picture(Path file, int classIndex, List<Skipped> skipped) {
        try {
            return Optional.of(ClassificationSet.sample(file, ImageReader.size(file), classIndex));
        } catch (UnreadableImage unreadable) {
            skipped.add(Skipped.of(file, unreadable));
            return Optional.empty();
        }
    }
}
