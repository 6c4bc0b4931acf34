package io.candor.bench;

import io.candor.data.target.Smoothing;
import io.candor.loss.DetectionLoss;
import io.candor.loss.Gains;
import io.candor.loss.Targets;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import io.candor.tensor.Precision;
import io.candor.tensor.Scope;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * What the detection loss, its assigner and its gradient cost: milliseconds per batch of 16 images with 20 labels each.
 *
 * <p>Maps are random: the best and the median of the repetitions are printed, first for small objects, then for large
 * ones, whose boxes contain many more anchors. The last column is processor time, all threads together, and stays
 * meaningful on a busy machine.
 */
public final class LossCost {

    private static final int BATCH = 16;
    private static final int LABELS = 20;
    private static final int REPETITIONS = 20;

    private LossCost() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        System.out.printf("threads %d, batch %d, %d labels per image%n", torch.get_num_threads(), BATCH, LABELS);
        System.out.println("size  classes  objects    forward ms     backward ms        both ms    processor ms");
        for (int size : new int[] {320, 640}) {
            for (int classes : new int[] {6, 80}) {
                for (double extent : new double[] {0.06, 0.3}) {
                    measure(size, classes, extent);
                }
            }
            measureNetwork(size);
        }
    }

    private static void measure(int size, int classes, double extent) {
        var random = new Random(1);
        Targets targets = targets(random, size, classes, extent);
        var loss = new DetectionLoss(classes, new Smoothing.None(), Gains.published());
        double[] forward = new double[REPETITIONS];
        double[] backward = new double[REPETITIONS];
        double[] both = new double[REPETITIONS];
        double[] used = new double[REPETITIONS];
        try (Scope outer = Scope.open()) {
            List<Tensor> maps = maps(size, classes);
            for (int i = 0; i < REPETITIONS; i++) {
                try (Scope scope = Scope.open()) {
                    List<Tensor> leaves = maps.stream()
                            .map(map -> map.detach().requires_grad_(true))
                            .toList();
                    long processor = processorNanos();
                    long start = System.nanoTime();
                    Tensor total = loss.of(leaves, targets).total();
                    long middle = System.nanoTime();
                    total.backward();
                    long end = System.nanoTime();
                    forward[i] = (middle - start) / 1e6;
                    backward[i] = (end - middle) / 1e6;
                    both[i] = (end - start) / 1e6;
                    used[i] = (processorNanos() - processor) / 1e6;
                }
            }
        }
        for (double[] times : List.of(forward, backward, both, used)) {
            Arrays.sort(times);
        }
        System.out.printf(
                "%4d  %7d  %6.0f %%  %6.1f %6.1f  %6.1f %6.1f  %6.1f %6.1f  %6.1f %6.1f%n",
                size,
                classes,
                100 * extent,
                forward[0],
                forward[REPETITIONS / 2],
                backward[0],
                backward[REPETITIONS / 2],
                both[0],
                both[REPETITIONS / 2],
                used[0],
                used[REPETITIONS / 2]);
    }

    /** Forward and backward of YOLOv8n in bfloat16 with the loss, and the loss' share of it. */
    private static void measureNetwork(int size) {
        double[] step = new double[5];
        double[] share = new double[step.length];
        Targets targets = targets(new Random(1), size, 6, 0.06);
        var loss = new DetectionLoss(6, new Smoothing.None(), Gains.published());
        try (var network = YoloV8.of(Scale.N, 6).initialise(0).precision(Precision.BF16);
                Scope outer = Scope.open()) {
            Tensor images = torch.rand(new long[] {BATCH, 3, size, size});
            for (int i = 0; i < step.length; i++) {
                try (Scope scope = Scope.open()) {
                    long start = processorNanos();
                    List<Tensor> levels = network.forward(images).levels();
                    loss.of(levels, targets).total().backward();
                    long middle = processorNanos();
                    List<Tensor> leaves = levels.stream()
                            .map(map -> map.detach().requires_grad_(true))
                            .toList();
                    loss.of(leaves, targets).total().backward();
                    step[i] = (middle - start) / 1e6;
                    share[i] = (processorNanos() - middle) / 1e6 / step[i];
                }
            }
        }
        Arrays.sort(step);
        Arrays.sort(share);
        System.out.printf(
                "%4d  YOLOv8n, 6 classes, bf16: forward, loss, backward %.0f processor ms, the loss %.1f %% of it%n",
                size, step[step.length / 2], 100 * share[step.length / 2]);
    }

    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static List<Tensor> maps(int size, int classes) {
        List<Tensor> maps = new ArrayList<>();
        for (int stride = 8; stride <= 32; stride *= 2) {
            Tensor map = torch.randn(new long[] {BATCH, 64 + classes, size / stride, size / stride});
            maps.add(map.contiguous(MemoryFormat.ChannelsLast));
        }
        return maps;
    }

    /** Squares around a mean side of {@code extent} times the image's. */
    private static Targets targets(Random random, int size, int classes, double extent) {
        int count = BATCH * LABELS;
        int[] image = new int[count];
        int[] classIndex = new int[count];
        float[] boxes = new float[4 * count];
        for (int label = 0; label < count; label++) {
            image[label] = label / LABELS;
            classIndex[label] = random.nextInt(classes);
            double side = size * extent * (0.5 + random.nextDouble());
            double x = random.nextDouble() * (size - side);
            double y = random.nextDouble() * (size - side);
            boxes[4 * label] = (float) x;
            boxes[4 * label + 1] = (float) y;
            boxes[4 * label + 2] = (float) (x + side);
            boxes[4 * label + 3] = (float) (y + side);
        }
        return new Targets(image, classIndex, boxes);
    }
}
