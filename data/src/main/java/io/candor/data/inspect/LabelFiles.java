package io.candor.data.inspect;

import io.candor.data.Sample;
import io.candor.data.read.Fault;
import io.candor.data.read.LabelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the images of a YOLO data set with the label files beside them. */
final class LabelFiles {

    private LabelFiles() {}

    static List<Finding> find(List<Sample> samples) {
        List<Finding> findings = new ArrayList<>();
        Set<Path> folders = new TreeSet<>();
        for (Sample sample : samples) {
            folders.add(sample.image().toAbsolutePath().getParent());
            Path labels = LabelFile.of(sample.image());
            if (Files.notExists(labels)) {
                findings.add(new Finding(Fault.MISSING_LABEL_FILE, sample.image(), 0, "has no label file " + labels));
            }
        }
        folders.forEach(folder -> findings.addAll(orphans(folder)));
        return findings;
    }

    private static List<Finding> orphans(Path images) {
        Path labels = LabelFile.of(images.resolve("any.jpg")).getParent();
        if (!Files.isDirectory(labels)) {
            return List.of();
        }
        Set<String> stems = files(images).stream()
                .filter(file -> !file.toString().endsWith(".txt"))
                .map(LabelFiles::stem)
                .collect(Collectors.toSet());
        return files(labels).stream()
                .filter(file -> file.toString().endsWith(".txt"))
                .filter(file -> !file.endsWith("classes.txt")) // written by annotation tools beside the labels
                .filter(file -> !stems.contains(stem(file)))
                .map(file -> new Finding(Fault.ORPHAN_LABEL_FILE, file, 0, "has no image in " + images))
                .toList();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
