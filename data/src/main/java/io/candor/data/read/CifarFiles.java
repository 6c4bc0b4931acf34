package io.candor.data.read;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The binary version of CIFAR: records of labels and 32 x 32 pixels in three planes.
 *
 * @param folder of the files
 * @param train files
 * @param test file
 * @param labelBytes before the pixels of each record; the last one is the label
 * @param classes K
 * @param names file of class names, which may be missing
 */
record CifarFiles(Path folder, List<Path> train, Path test, int labelBytes, int classes, String names) {

    static final String HELP = "cifar-file";

    private static final Size SIZE = new Size(32, 32);
    private static final int PLANES = 3;

    /** The files of a folder, if they are there. */
    static Optional<CifarFiles> in(Path folder) {
        if (Files.isRegularFile(folder.resolve("data_batch_1.bin"))) {
            List<Path> train = IntStream.rangeClosed(1, 5)
                    .mapToObj(number -> folder.resolve("data_batch_" + number + ".bin"))
                    .filter(Files::isRegularFile)
                    .toList();
            return Optional.of(
                    new CifarFiles(folder, train, folder.resolve("test_batch.bin"), 1, 10, "batches.meta.txt"));
        }
        if (Files.isRegularFile(folder.resolve("train.bin"))) {
            return Optional.of(new CifarFiles(
                    folder,
                    List.of(folder.resolve("train.bin")),
                    folder.resolve("test.bin"),
                    2,
                    100,
                    "fine_label_names.txt"));
        }
        return Optional.empty();
    }

    ClassificationSet read() {
        Map<Path, PackedImage> pixels = new HashMap<>();
        Map<Split, List<Sample>> splits = new EnumMap<>(Split.class);
        List<Sample> samples = new ArrayList<>();
        train.forEach(file -> samples.addAll(read(file, pixels)));
        splits.put(Split.TRAIN, samples);
        List<Sample> tested = read(test, pixels);
        splits.put(Split.VAL, tested);
        splits.put(Split.TEST, tested);
        Dataset dataset = new Dataset(
                folder,
                classNames(),
                splits,
                List.of(),
                List.of(ClassificationReader.sharedTest(test.getFileName().toString())));
        return new ClassificationSet(dataset, pixels, Map.of());
    }

    private Classes classNames() {
        Path file = folder.resolve(names);
        if (!Files.isRegularFile(file)) {
            return ClassificationReader.names(folder, classes);
        }
        List<String> found = ClassificationReader.lines(file);
        if (found.size() != classes) {
            throw new InvalidInput(
                    HELP, "%s: found %d names, expected %d, one per line.".formatted(file, found.size(), classes));
        }
        return new Classes(found);
    }

    private List<Sample> read(Path file, Map<Path, PackedImage> pixels) {
        byte[] bytes = bytes(file);
        int record = labelBytes + PLANES * SIZE.width() * SIZE.height();
        if (bytes.length == 0 || bytes.length % record != 0) {
            throw new InvalidInput(
                    HELP,
                    "%s: found %d bytes, expected a multiple of %d, the size of a record; the file is cut short. Fetch it again."
                            .formatted(file, bytes.length, record));
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < bytes.length / record; i++) {
            int label = bytes[i * record + labelBytes - 1] & 0xff;
            ClassificationReader.requireClass(file, i, label, classes);
            PackedImage image = new PackedImage(bytes, i * record + labelBytes, SIZE, PLANES);
            samples.add(ClassificationReader.packed(image, file, i, label, pixels));
        }
        return samples;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InvalidInput(HELP, "%s cannot be read: %s. Is it missing?".formatted(file, e.getMessage()), e);
        }
    }
}
