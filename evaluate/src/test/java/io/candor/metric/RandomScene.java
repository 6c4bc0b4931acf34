package io.candor.metric;

import io.candor.data.Classes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Random objects and detections on a coarse grid, so that ties, duplicates, empty images and classes all occur. */
final class RandomScene {

    static final Classes CLASSES = new Classes(List.of("a", "b", "c", "empty"));

    final List<String> images;
    final List<SlowCoco.Truth> truths = new ArrayList<>();
    final List<SlowCoco.Found> founds = new ArrayList<>();

    RandomScene(long seed) {
        Random random = new Random(seed);
        images = IntStream.range(0, 1 + random.nextInt(6))
                .mapToObj(i -> String.valueOf(10 * i))
                .toList();
        int objects = random.nextInt(25);
        for (int i = 0; i < objects; i++) {
            double[] box = box(random);
            double area = (box[2] - box[0]) * (box[3] - box[1]) * (random.nextBoolean() ? 1 : .7);
            truths.add(new SlowCoco.Truth(image(random), random.nextInt(3), box, area, random.nextInt(8) == 0));
        }
        int detections = random.nextInt(80);
        for (int i = 0; i < detections; i++) {
            boolean near = !truths.isEmpty() && random.nextInt(3) > 0;
            SlowCoco.Truth truth = near ? truths.get(random.nextInt(truths.size())) : null;
            double[] box = near ? moved(truth.box(), random) : box(random);
            String image = near ? truth.image() : image(random);
            int classIndex = near && random.nextInt(6) > 0 ? truth.classIndex() : random.nextInt(3);
            founds.add(new SlowCoco.Found(image, classIndex, box, random.nextInt(6) / 5d));
        }
    }

    SlowCoco slow() {
        return new SlowCoco(images, truths, founds);
    }

    EvaluationSet set() {
        return slow().set(CLASSES);
    }

    /** The same set with images, and therefore detections, added in another order. */
    EvaluationSet shuffled(long seed) {
        List<String> order = new ArrayList<>(images);
        Collections.shuffle(order, new Random(seed));
        return new SlowCoco(order, truths, founds).set(CLASSES);
    }

    private String image(Random random) {
        return images.get(random.nextInt(images.size()));
    }

    private static double[] box(Random random) {
        double x = 10 * random.nextInt(20);
        double y = 10 * random.nextInt(20);
        return new double[] {x, y, x + 10 + 10 * random.nextInt(12), y + 10 + 10 * random.nextInt(12)};
    }

    private static double[] moved(double[] box, Random random) {
        double[] moved = box.clone();
        moved[random.nextInt(2)] -= 5 * random.nextInt(3);
        moved[2 + random.nextInt(2)] += 5 * random.nextInt(3);
        return moved;
    }
}
