package io.candor.train;

import io.candor.data.Batch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Pictures of noise with one bright object each. */
final class RandomBatches {

    static final int SIZE = 32;

    private RandomBatches() {}

    static List<Batch> of(int count, int size) {
        List<Batch> batches = new ArrayList<>();
        Random random = new Random(7);
        for (int batch = 0; batch < count; batch++) {
            batches.add(batch(random, batch * size, size));
        }
        return batches;
    }

    private static Batch batch(Random random, int first, int size) {
        byte[] rgb = new byte[size * SIZE * SIZE * 3];
        random.nextBytes(rgb);
        int[] images = new int[size];
        int[] classes = new int[size];
        float[] boxes = new float[4 * size];
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            images[i] = i;
            classes[i] = random.nextInt(Toy.CLASSES.size());
            boxes[4 * i] = 2 + random.nextFloat() * 6;
            boxes[4 * i + 1] = 2 + random.nextFloat() * 6;
            boxes[4 * i + 2] = 18 + random.nextFloat() * 12;
            boxes[4 * i + 3] = 18 + random.nextFloat() * 12;
            files.add(Path.of("picture%d.png".formatted(first + i)));
        }
        return new Batch(SIZE, SIZE, rgb, images, classes, boxes, files);
    }
}
