package io.candor.bench;

import io.candor.data.target.Smoothing;
import io.candor.loss.DetectionLoss;
import io.candor.loss.Gains;
import io.candor.loss.Targets;
import io.candor.network.Catalogue;
import io.candor.network.Definition;
import io.candor.network.Network;
import io.candor.tensor.Precision;
import io.candor.tensor.Scope;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What a training step (forward, loss, backward) of each smallest network costs, relative to YOLOv8n, beside what its
 * operation count says it should cost. Networks take turns, so that a busy moment hits all; medians are compared. In each
 * turn only the second step counts: after the first, memory is as this network leaves it, as in training.
 */
public final class StepCost {

    private static final List<String> NETWORKS = List.of("yolov8n", "yolov10n", "yolo11n");
    private static final int CLASSES = 6;
    private static final int BATCH = 8;
    private static final int SIZE = 320;
    private static final int ROUNDS = 11;

    /** Until Java has compiled what a step calls: its compilers take cores from libtorch's threads. */
    private static final int WARM_UP = 6;

    private StepCost() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        List<Network> networks = NETWORKS.stream()
                .map(name -> new Network(Catalogue.definition(name, CLASSES).orElseThrow()))
                .map(network -> network.initialise(0).train())
                .toList();
        System.out.printf("threads %d, batch %d, %d px%n", torch.get_num_threads(), BATCH, SIZE);
        System.out.println("precision  network    step ms  ratio  operations  ratio / operations");
        for (Precision precision : Precision.values()) {
            report(precision, networks);
        }
        networks.forEach(Network::close);
    }

    private static void report(Precision precision, List<Network> networks) {
        double[][] times = new double[networks.size()][ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int i = 0; i < networks.size(); i++) {
                Network network = networks.get(i).precision(precision);
                step(network);
                double time = step(network);
                if (round >= 0) {
                    times[i][round] = time;
                }
            }
        }
        double base = median(times[0]);
        for (int i = 0; i < networks.size(); i++) {
            double ratio = median(times[i]) / base;
            double operations = operations(networks.get(i).definition())
                    / operations(networks.get(0).definition());
            System.out.printf(
                    "%-9s  %-9s  %7.0f  %5.2f  %10.2f  %18.2f%n",
                    precision, networks.get(i).name(), median(times[i]), ratio, operations, ratio / operations);
        }
    }

    /** Of training: of every branch. */
    private static double operations(Definition definition) {
        return definition.trainingMultiplyAdds(SIZE);
    }

    /** Milliseconds. */
    private static double step(Network network) {
        try (Scope scope = Scope.open()) {
            Tensor images = torch.rand(BATCH, 3, SIZE, SIZE);
            long started = System.nanoTime();
            new DetectionLoss(CLASSES, new Smoothing.None(), Gains.published())
                    .of(network.forward(images), targets())
                    .total()
                    .backward();
            long ended = System.nanoTime();
            network.parameters()
                    .all()
                    .forEach(parameter -> parameter.mutable_grad().reset());
            return (ended - started) / 1e6;
        }
    }

    private static Targets targets() {
        int[] image = new int[4 * BATCH];
        float[] boxes = new float[4 * image.length];
        for (int i = 0; i < image.length; i++) {
            image[i] = i / 4;
            float corner = 20f + 60 * (i % 4);
            System.arraycopy(new float[] {corner, corner, corner + 50, corner + 40}, 0, boxes, 4 * i, 4);
        }
        return new Targets(image, new int[image.length], boxes);
    }

    private static double median(double... times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
