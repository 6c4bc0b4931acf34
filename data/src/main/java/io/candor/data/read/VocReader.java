package io.candor.data.read;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.VocFile.Difficulty;
import io.candor.data.read.VocFile.VocObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamException;

/**
 * A Pascal VOC folder: {@code Annotations/*.xml}, {@code JPEGImages}, and optionally {@code ImageSets/Main/*.txt}. The
 * classes are the names found in all annotations, sorted. Objects marked difficult are left out, as the challenge does.
 */
final class VocReader {

    private final Path folder;
    private final Map<String, VocFile> annotations = new TreeMap<>(); // by name without extension
    private final Map<String, Path> images = new HashMap<>(); // by name without extension
    private final List<Skipped> skipped = new ArrayList<>();
    private List<String> classes = List.of();

    private VocReader(Path folder) {
        this.folder = folder;
    }

    static Dataset read(Path folder, ReadOptions options) {
        return new VocReader(folder).read(options);
    }

    private record Parsed(Path file, Optional<VocFile> voc, String error) {}

    private Dataset read(ReadOptions options) {
        readAnnotations();
        listImages(options.images().orElse(folder.resolve("JPEGImages")));
        Map<Split, List<String>> lists = lists();
        if (lists.isEmpty()) {
            Reading all = samples(List.copyOf(annotations.keySet()));
            Map<Split, List<Sample>> splits = HoldOut.split(all.samples(), options.holdOut());
            return dataset(splits, all.skipped(), List.of(HoldOut.note(folder, splits, options.holdOut())));
        }
        Map<Split, List<Sample>> splits = new EnumMap<>(Split.class);
        List<Reading> readings = new ArrayList<>();
        lists.forEach((split, names) -> {
            Reading reading = samples(names);
            splits.put(split, reading.samples());
            readings.add(reading);
        });
        return dataset(splits, Reading.joined(readings).skipped(), List.of());
    }

    private Dataset dataset(Map<Split, List<Sample>> splits, List<Skipped> more, List<String> notes) {
        List<Skipped> all = new ArrayList<>(skipped);
        all.addAll(more);
        return new Dataset(folder, new Classes(classes), splits, all, notes);
    }

    private void readAnnotations() {
        List<Path> files = ImageList.files(folder.resolve("Annotations")).stream()
                .filter(file -> ImageFile.extension(file.toString()).equals("xml"))
                .toList();
        for (Parsed parsed : files.parallelStream().map(VocReader::parse).toList()) {
            if (parsed.voc().isPresent()) {
                annotations.put(stem(parsed.file()), parsed.voc().get());
            } else {
                skipped.add(new Skipped(parsed.file(), 0, Fault.WRONG_FORMAT, parsed.error()));
            }
        }
        TreeSet<String> names = new TreeSet<>();
        annotations.values().forEach(voc -> voc.objects().forEach(object -> names.add(object.name())));
        names.remove("");
        if (names.isEmpty()) {
            throw new InvalidInput(
                    "pascal-voc",
                    "%s: no objects in the %d annotation files of Annotations. Expected <annotation><object><name>... files.%s"
                            .formatted(
                                    folder,
                                    files.size(),
                                    skipped.isEmpty() ? "" : " First problem: " + skipped.get(0)));
        }
        classes = List.copyOf(names);
    }

    private static Parsed parse(Path file) {
        try {
            return new Parsed(file, Optional.of(VocFile.read(file)), "");
        } catch (XMLStreamException e) {
            String message = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
            return new Parsed(file, Optional.empty(), "is no Pascal VOC annotation: " + message);
        } catch (IOException e) {
            return new Parsed(file, Optional.empty(), "cannot be read: " + e.getMessage());
        }
    }

    private void listImages(Path images) {
        if (!Files.isDirectory(images)) {
            throw new InvalidInput(
                    "folder-not-found",
                    "the folder of images %s does not exist. Give it with --images.".formatted(images));
        }
        ImageList.inFolder(images).forEach(image -> this.images.put(stem(image), image));
        if (this.images.isEmpty()) {
            throw ImageList.noImages(List.of(images));
        }
    }

    /** The names in {@code ImageSets/Main}: train (else trainval), val (else test), test; empty if there are no lists. */
    private Map<Split, List<String>> lists() {
        Map<Split, List<String>> lists = new EnumMap<>(Split.class);
        put(lists, Split.TRAIN, "train", "trainval");
        put(lists, Split.VAL, "val", "test");
        put(lists, Split.TEST, "test");
        if (!lists.containsKey(Split.TRAIN) && !lists.containsKey(Split.VAL)) {
            return Map.of();
        }
        return lists;
    }

    private void put(Map<Split, List<String>> lists, Split split, String... names) {
        for (String name : names) {
            Path list = folder.resolve("ImageSets").resolve("Main").resolve(name + ".txt");
            if (Files.exists(list) && !lists.containsKey(split)) {
                lists.put(split, lines(list));
            }
        }
    }

    private static List<String> lines(Path list) {
        try {
            return Files.readAllLines(list).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(line -> line.split("\\s+", 2)[0])
                    .toList();
        } catch (IOException e) {
            throw ImageList.unreadable(list, e);
        }
    }

    private Reading samples(List<String> names) {
        return Reading.each(names, this::sample);
    }

    private Reading sample(String name) {
        VocFile voc = annotations.get(name);
        Path image = images.get(name);
        if (image == null && voc != null) {
            image = images.get(stem(Path.of(voc.fileName().isBlank() ? name : voc.fileName())));
        }
        if (image == null) {
            Path where = voc == null ? folder.resolve("JPEGImages").resolve(name) : voc.file();
            return Reading.leftOut(
                    new Skipped(where, 0, Fault.MISSING_IMAGE, "the image `%s` is missing".formatted(name)));
        }
        if (voc == null) {
            Path expected = folder.resolve("Annotations").resolve(name + ".xml");
            return Files.exists(expected) ? Reading.leftOut(List.of()) : background(image);
        }
        return annotated(image, voc);
    }

    private Reading background(Path image) {
        return Reading.ofImage(image, size -> new LabelCollector(image, classes.size()).of(image, size));
    }

    private Reading annotated(Path image, VocFile voc) {
        return Reading.ofImage(image, size -> {
            Size stated = voc.size();
            if (stated.width() > 0 && stated.height() > 0 && !stated.equals(size)) {
                String reason = "is %s pixels (upright), but %s says %s".formatted(size, voc.file(), stated);
                return Reading.leftOut(new Skipped(image, 0, Fault.SIZE_MISMATCH, reason));
            }
            LabelCollector labels = new LabelCollector(voc.file(), classes.size());
            voc.objects().forEach(object -> add(labels, object, size));
            return labels.of(image, size);
        });
    }

    private void add(LabelCollector labels, VocObject object, Size size) {
        if (object.difficulty() == Difficulty.DIFFICULT) {
            labels.skip(object.line(), Fault.DIFFICULT_OBJECT, "`%s` is marked difficult".formatted(object.name()));
        } else {
            labels.addInside(object.line(), classes.indexOf(object.name()), object.box(), new double[0], size);
        }
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
