package io.candor.bench;

import io.candor.data.Classes;
import io.candor.metric.AveragePrecision;
import io.candor.metric.Bootstrap;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.CalibrationError;
import io.candor.metric.CalibrationSettings;
import io.candor.metric.DetectionEstimates;
import io.candor.metric.DetectionFigures;
import io.candor.metric.ErrorSplit;
import io.candor.metric.EvaluationSet;
import io.candor.metric.EvaluationSettings;
import io.candor.metric.Lrp;
import io.candor.metric.Resampled;
import io.candor.predictions.DetectionFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Prints what evaluation costs. With an annotations and a predictions file in COCO format: average precision on them, best
 * of 15. Without arguments: everything about random sets of the size of COCO with a quarter, half and all of 1.5 million
 * detections, and intervals on 500 images.
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
        for (int perImage : new int[] {75, 150, 300}) {
            EvaluationSet.Builder builder = cocoSized(new Random(1), perImage);
            EvaluationSet[] built = new EvaluationSet[1];
            System.out.printf("%d detections an image%n", perImage);
            line("laid out for counting", 1, () -> {
                built[0] = builder.build();
                return 0d;
            });
            each(built[0]);
        }
        intervals();
    }

    private static void each(EvaluationSet set) {
        CalibrationSettings detection = CalibrationSettings.detection(0, 300);
        CalibrationSettings localisation = CalibrationSettings.localisationAware(0, 300);
        line("COCO AP", 3, () -> AveragePrecision.coco(set).ap());
        line("D-ECE", 3, () -> CalibrationError.of(set, detection).expected().value());
        line(
                "LaECE0",
                3,
                () -> CalibrationError.of(set, localisation).expected().value());
        line("oLRP", 3, () -> Lrp.optimal(set, .5).error());
        line("errors by kind", 3, () -> errors(set, 1));
        line(
                "everything, no intervals",
                2,
                () -> DetectionEstimates.of(
                                set,
                                EvaluationSettings.defaults(),
                                BootstrapSettings.defaults().withResamples(1))
                        .evaluation()
                        .map50());
        System.gc(); // so that what is printed is what the set holds, not what is left to collect
        Runtime runtime = Runtime.getRuntime();
        System.out.printf("  %-28s %8d MB%n", "heap held", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }

    private static double errors(EvaluationSet set, int resamples) {
        return ErrorSplit.of(set, .25, BootstrapSettings.defaults().withResamples(resamples))
                .falsePositives()
                .value();
    }

    /** What 1,000 resamples cost on a set of the size users have. */
    private static void intervals() {
        EvaluationSet all = cocoSized(new Random(2), 300).build();
        EvaluationSet set = all.onImages(image -> image < 500);
        System.out.printf("%d images, %d detections%n", set.images().size(), set.detections());
        Resampled figures = DetectionFigures.of(set, EvaluationSettings.defaults());
        line(
                "1,000 resamples, figures",
                1,
                () -> Bootstrap.intervals(set.images().size(), figures, BootstrapSettings.defaults())
                        .get(0)
                        .low());
        line("1,000 resamples, errors", 1, () -> errors(set, 1000));
    }

    /** Prints the best of several repeats, by the clock and in processor time, which other processes change less. */
    private static void line(String what, int repeats, Supplier<Double> work) {
        double clock = Double.MAX_VALUE;
        double processor = Double.MAX_VALUE;
        for (int i = 0; i < repeats; i++) {
            double before = processorMillis();
            clock = Math.min(clock, bestMillis(1, work));
            processor = Math.min(processor, processorMillis() - before);
        }
        System.out.printf("  %-28s %8.0f ms %8.0f ms of processor%n", what, clock, processor);
    }

    private static double processorMillis() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElse(0L);
    }

    private static EvaluationSet.Builder cocoSized(Random random, int perImage) {
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
            for (int d = 0; d < perImage; d++) {
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
