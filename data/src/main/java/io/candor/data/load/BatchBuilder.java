package io.candor.data.load;

import io.candor.data.Batch;
import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Label;
import io.candor.data.augment.Scene;
import io.candor.data.load.LoaderOptions.Masks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Collects square scenes of one size into a {@link Batch}. */
final class BatchBuilder {

    private final int size;
    private final byte[] rgb;
    private final List<Path> files = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private final List<Integer> imageIndex = new ArrayList<>();
    private final Masks masks;

    BatchBuilder(int size, int capacity, Masks masks) {
        this.size = size;
        this.masks = masks;
        this.rgb = new byte[Math.multiplyExact(capacity, imageBytes(size))];
    }

    private static int imageBytes(int size) {
        return Math.multiplyExact(Math.multiplyExact(size, size), Image.CHANNELS);
    }

    void add(Path file, Scene scene) {
        writeRgb(scene.image().bgr(), files.size() * imageBytes(size));
        for (Label label : scene.labels()) {
            labels.add(label);
            imageIndex.add(files.size());
        }
        files.add(file);
    }

    private void writeRgb(byte[] bgr, int offset) {
        for (int i = 0; i < bgr.length; i += Image.CHANNELS) {
            rgb[offset + i] = bgr[i + 2];
            rgb[offset + i + 1] = bgr[i + 1];
            rgb[offset + i + 2] = bgr[i];
        }
    }

    /** The batch; empty when nothing was added. */
    Optional<Batch> build() {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        int length = files.size() * imageBytes(size);
        byte[] used = length == rgb.length ? rgb : Arrays.copyOf(rgb, length);
        int[] classes = labels.stream().mapToInt(Label::classIndex).toArray();
        int[] images = imageIndex.stream().mapToInt(Integer::intValue).toArray();
        int[] drawn = masks == Masks.DRAWN ? new LabelMap(size, files.size()).draw(labels, imageIndex) : new int[0];
        return Optional.of(new Batch(size, size, used, images, classes, boxes(), files, List.of(), drawn));
    }

    private float[] boxes() {
        float[] boxes = new float[4 * labels.size()];
        for (int i = 0; i < labels.size(); i++) {
            Box box = labels.get(i).box();
            boxes[4 * i] = (float) box.x1();
            boxes[4 * i + 1] = (float) box.y1();
            boxes[4 * i + 2] = (float) box.x2();
            boxes[4 * i + 3] = (float) box.y2();
        }
        return boxes;
    }
}
