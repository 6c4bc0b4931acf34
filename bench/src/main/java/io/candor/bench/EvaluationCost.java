package io.candor.bench;

import io.candor.data.Classes;
import io.candor.metric.AveragePrecision;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.EvaluationSet;
import io.candor.metric.EvaluationSettings;
import io.candor.predictions.DetectionFiles;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Prints what evaluation costs. With an annotations and a predictions file in COCO format: average precision on them, best
 * of 15. Without arguments: everything about a random set of the size of COCO, 1.5 million detections.
 */
public final class EvaluationCost {

    private EvaluationCost() {}

    public static void main(String[] arguments) {
        if (arguments.length == 2) {
            EvaluationSet set = DetectionFiles.coco(Path.of(arguments[0]), Path.of(arguments[1]));
            double best = bestMillis(15, () -> AveragePrecision.coco(set).ap());
            System.out.printf("COCO AP of %d detections: %.1f ms%n", set.detections(), best);
        } else {
            large();
        }
    }

    private static void large() {
        EvaluationSet.Builder builder = cocoSized(new Random(1));
        long start = System.nanoTime();
        EvaluationSet set = builder.build();
        double built = (System.nanoTime() - start) / 1e9;
        double ap = bestMillis(2, () -> AveragePrecision.coco(set).ap());
        double all = bestMillis(
                2,
                () -> DetectionEvaluation.of(set, EvaluationSettings.defaults()).map50());
        System.out.printf("%d detections: build %.2f s, AP %.0f ms, all %.0f ms%n", set.detections(), built, ap, all);
    }

    private static EvaluationSet.Builder cocoSized(Random random) {
        EvaluationSet.Builder builder = EvaluationSet.builder(
                new Classes(IntStream.range(0, 80).mapToObj(String::valueOf).toList()));
        for (int i = 0; i < 5000; i++) {
            int image = builder.image(String.valueOf(i));
            double[][] boxes = new double[7][];
            int[] classes = new int[7];
            for (int o = 0; o < 7; o++) {
                classes[o] = random.nextInt(3) == 0 ? 0 : random.nextInt(80);
                boxes[o] = box(random);
                builder.object(image, classes[o], boxes[o][0], boxes[o][1], boxes[o][2], boxes[o][3]);
            }
            for (int d = 0; d < 300; d++) {
                int o = random.nextInt(7);
                boolean near = random.nextInt(4) == 0;
                double[] box = near ? shaken(boxes[o], random) : box(random);
                int k = near ? classes[o] : random.nextInt(3) == 0 ? 0 : random.nextInt(80);
                builder.detection(image, k, box, Math.pow(random.nextDouble(), near ? 1 : 6));
            }
        }
        return builder;
    }

    private static double[] box(Random random) {
        double x = 600 * random.nextDouble();
        double y = 440 * random.nextDouble();
        return new double[] {x, y, x + 10 + 200 * random.nextDouble(), y + 10 + 200 * random.nextDouble()};
    }

    private static double[] shaken(double[] box, Random random) {
        double[] shaken = box.clone();
        for (int i = 0; i < 4; i++) {
            shaken[i] += 3 * random.nextGaussian();
        }
        shaken[2] = Math.max(shaken[2], shaken[0] + 1);
        shaken[3] = Math.max(shaken[3], shaken[1] + 1);
        return shaken;
    }

    private static double bestMillis(int repeats, Supplier<Double> work) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            double value = work.get();
            if (Double.isInfinite(value)) {
                throw new IllegalStateException("the work was optimised away");
            }
            best = Math.min(best, (System.nanoTime() - start) / 1e6);
        }
        return best;
    }
}
