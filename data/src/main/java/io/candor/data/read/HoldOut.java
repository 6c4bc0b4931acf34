package io.candor.data.read;

import io.candor.data.Sample;
import io.candor.data.Split;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Sets a share of the images aside for validation when the source does not say which. Each image is judged by the
 * checksum of its name: the choice is the same on every machine and for every order, and adding images moves none.
 */
final class HoldOut {

    private static final double CHECKSUMS = 0x1p32;

    private HoldOut() {}

    /** Splits into {@code TRAIN} and {@code VAL}; a share of 0 puts every sample into both. */
    static Map<Split, List<Sample>> split(List<Sample> samples, double share) {
        Map<Split, List<Sample>> splits = new EnumMap<>(Split.class);
        if (share == 0) {
            splits.put(Split.TRAIN, samples);
            splits.put(Split.VAL, samples);
            return splits;
        }
        List<Sample> train = new ArrayList<>();
        List<Sample> val = new ArrayList<>();
        samples.forEach(sample -> (position(sample.image()) < share ? val : train).add(sample));
        if (val.isEmpty() && train.size() > 1) {
            Sample first = java.util.Collections.min(train, Comparator.comparingDouble(s -> position(s.image())));
            train.remove(first);
            val.add(first);
        }
        splits.put(Split.TRAIN, train);
        splits.put(Split.VAL, val);
        return splits;
    }

    static String note(Path source, Map<Split, List<Sample>> splits, double share) {
        if (share == 0) {
            return "%s does not divide its images: all of them serve as `train` and as `val`.".formatted(source);
        }
        return "%s does not divide its images: %d are held out as `val`, chosen by name, and %d are left for `train`."
                .formatted(
                        source,
                        splits.get(Split.VAL).size(),
                        splits.get(Split.TRAIN).size());
    }

    /** In [0, 1), evenly spread over names. */
    private static double position(Path image) {
        CRC32 checksum = new CRC32();
        checksum.update(image.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        return checksum.getValue() / CHECKSUMS;
    }
}
