package io.candor.loss;

import io.candor.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/**
 * A batch drawn from a seed: maps whose sides are prime numbers, labels from specks to the whole image, crowds,
 * duplicates, and images without any.
 *
 * @param maps per level B * (64 + K) * height * width logits in row-major order
 * @param shapes per level height and width
 */
@SuppressWarnings("ArrayRecordComponent")
record RandomCase(int images, int classes, int[][] shapes, float[][] maps, Targets targets) {

    static RandomCase of(long seed) {
        var random = new Random(seed);
        int images = 1 + random.nextInt(4);
        int classes = 1 + random.nextInt(7);
        int[][] shapes = {{17, 23}, {7, 11}, {3, 5}};
        float[][] maps = new float[3][];
        for (int level = 0; level < 3; level++) {
            maps[level] = new float[images * (64 + classes) * shapes[level][0] * shapes[level][1]];
            for (int i = 0; i < maps[level].length; i++) {
                maps[level][i] = (float) (2 * random.nextGaussian());
            }
        }
        return new RandomCase(images, classes, shapes, maps, targets(random, images, classes));
    }

    private static Targets targets(Random random, int images, int classes) {
        List<int[]> index = new ArrayList<>();
        List<float[]> boxes = new ArrayList<>();
        for (int image = 0; image < images; image++) {
            int count = List.of(0, 1, 3, 25).get(random.nextInt(4));
            for (int label = 0; label < count; label++) {
                boolean duplicate = label > 0 && random.nextInt(8) == 0;
                index.add(new int[] {image, random.nextInt(classes)});
                boxes.add(duplicate ? boxes.get(boxes.size() - 1) : box(random));
            }
        }
        float[] flat = new float[4 * boxes.size()];
        for (int label = 0; label < boxes.size(); label++) {
            System.arraycopy(boxes.get(label), 0, flat, 4 * label, 4);
        }
        return new Targets(
                index.stream().mapToInt(each -> each[0]).toArray(),
                index.stream().mapToInt(each -> each[1]).toArray(),
                flat);
    }

    private static float[] box(Random random) {
        double width = Math.exp(random.nextDouble() * Math.log(184));
        double height = Math.exp(random.nextDouble() * Math.log(136));
        double x = random.nextDouble() * (184 - width);
        double y = random.nextDouble() * (136 - height);
        return new float[] {(float) x, (float) y, (float) (x + width), (float) (y + height)};
    }

    /** The maps as leaves that collect gradients. */
    List<Tensor> tensors() {
        List<Tensor> tensors = new ArrayList<>();
        for (int level = 0; level < 3; level++) {
            tensors.add(Tensors.of(maps[level], images, 64 + classes, shapes[level][0], shapes[level][1])
                    .requires_grad_(true));
        }
        return tensors;
    }

    int anchors() {
        int anchors = 0;
        for (int[] shape : shapes) {
            anchors += shape[0] * shape[1];
        }
        return anchors;
    }

    /** Level, row and column of an anchor. */
    int[] cell(int anchor) {
        int level = 0;
        int rest = anchor;
        while (rest >= shapes[level][0] * shapes[level][1]) {
            rest -= shapes[level][0] * shapes[level][1];
            level++;
        }
        return new int[] {level, rest / shapes[level][1], rest % shapes[level][1]};
    }

    double logit(int image, int anchor, int channel) {
        return maps[cell(anchor)[0]][position(image, anchor, channel)];
    }

    int position(int image, int anchor, int channel) {
        int[] cell = cell(anchor);
        int[] shape = shapes[cell[0]];
        return ((image * (64 + classes) + channel) * shape[0] + cell[1]) * shape[1] + cell[2];
    }
}
