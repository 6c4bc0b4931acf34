package io.candor.run;

import io.candor.metric.ConfidenceHistogram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code confidence.csv}: per epoch, how many right and wrong detections have which confidence, on the validation split
 * and on a sample of the training images.
 */
final class ConfidenceTable {

    static final String FILE = "confidence.csv";

    private ConfidenceTable() {}

    /** Begins the table, or drops the rows of {@code epoch} (counted from 0) and later ones from an existing one. */
    static void resume(RunFolder folder, int epoch) throws IOException {
        Path file = folder.file(FILE);
        List<String> kept = new ArrayList<>(List.of(header()));
        if (epoch > 0 && Files.exists(file)) {
            List<String> rows = Files.readAllLines(file);
            rows.stream()
                    .filter(row -> row.matches("\\d{1,9},.*")) // neither the header nor a row cut short by a kill
                    .filter(row -> Integer.parseInt(row.substring(0, row.indexOf(','))) <= epoch)
                    .forEach(kept::add);
        }
        folder.write(FILE, String.join("\n", kept) + "\n");
    }

    static void append(RunFolder folder, int epoch, ConfidenceJudge judge) throws IOException {
        String rows = row(epoch, "train", "right", judge.trainHistogram().right())
                + row(epoch, "train", "wrong", judge.trainHistogram().wrong())
                + row(epoch, "val", "right", judge.valHistogram().right())
                + row(epoch, "val", "wrong", judge.valHistogram().wrong());
        Files.writeString(folder.file(FILE), rows, StandardOpenOption.APPEND);
    }

    private static String header() {
        return IntStream.range(0, ConfidenceHistogram.BINS)
                .mapToObj(bin -> String.format(Locale.ROOT, "%.2f", (double) bin / ConfidenceHistogram.BINS))
                .collect(Collectors.joining(",", "epoch,split,detections,", ""));
    }

    private static String row(int epoch, String split, String kind, int[] counts) {
        return Arrays.stream(counts)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "%d,%s,%s,".formatted(epoch + 1, split, kind), "\n"));
    }
}
