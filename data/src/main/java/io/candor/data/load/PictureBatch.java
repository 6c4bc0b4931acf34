package io.candor.data.load;

import io.candor.data.Batch;
import io.candor.data.Image;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Collects square pictures of one size, without labels, into a {@link Batch}. */
final class PictureBatch {

    private final int size;
    private final byte[] rgb;
    private final List<Path> files = new ArrayList<>();
    private final List<Batch.Mixture> mixtures = new ArrayList<>();

    PictureBatch(int size, int capacity) {
        this.size = size;
        rgb = new byte[Math.multiplyExact(capacity, Math.multiplyExact(size, size) * Image.CHANNELS)];
    }

    void add(Path file, Image image, Batch.Mixture mixture) {
        int offset = files.size() * image.bgr().length;
        byte[] bgr = image.bgr();
        for (int i = 0; i < bgr.length; i += Image.CHANNELS) {
            rgb[offset + i] = bgr[i + 2];
            rgb[offset + i + 1] = bgr[i + 1];
            rgb[offset + i + 2] = bgr[i];
        }
        files.add(file);
        mixtures.add(mixture);
    }

    /** The batch; empty when nothing was added. */
    Optional<Batch> build() {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        int length = files.size() * size * size * Image.CHANNELS;
        byte[] used = length == rgb.length ? rgb : Arrays.copyOf(rgb, length);
        boolean mixed = mixtures.stream().anyMatch(mixture -> mixture.share() < 1);
        return Optional.of(new Batch(
                size,
                size,
                used,
                new int[0],
                new int[0],
                new float[0],
                files,
                mixed ? mixtures : List.of(),
                new int[0]));
    }
}
