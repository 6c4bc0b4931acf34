package io.candor.network;

import io.candor.tensor.Precision;
import io.candor.tensor.Scope;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Prints images per second of a network's forward and backward pass, by wall clock and by processor time. Run by hand
 * with: precision, batch, image size, steps, threads.
 */
public final class ThroughputProfile {

    private ThroughputProfile() {}

    public static void main(String[] arguments) {
        Precision precision = Precision.valueOf(arguments[0]);
        int batch = Integer.parseInt(arguments[1]);
        int size = Integer.parseInt(arguments[2]);
        int steps = Integer.parseInt(arguments[3]);
        torch.set_num_threads(Integer.parseInt(arguments[4]));
        boolean train = arguments.length < 6 || arguments[5].equals("train");
        try (Network network = YoloV8.of(Scale.N, 6).initialise(1).precision(precision);
                Scope scope = Scope.open()) {
            Network run = train ? network : arguments[5].equals("fused") ? network.fused() : network.eval();
            Tensor images = torch.rand(batch, 3, size, size);
            for (int i = 0; i < 3; i++) {
                step(run, images, train);
            }
            long wall = System.nanoTime();
            long cpu = processorNanos();
            for (int i = 0; i < steps; i++) {
                step(run, images, train);
            }
            double seconds = (System.nanoTime() - wall) / 1e9;
            double used = (processorNanos() - cpu) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s %s batch %d size %d: %.1f images/s, %.1f images per processor second, %.0f ms per step%n",
                    precision,
                    train ? "train" : arguments[5],
                    batch,
                    size,
                    steps * batch / seconds,
                    steps * batch / used,
                    1000 * seconds / steps);
        }
    }

    private static void step(Network network, Tensor images, boolean train) {
        try (Scope scope = Scope.open()) {
            Maps maps = network.forward(images);
            if (train) {
                Tensor sum = null;
                for (Tensor map : maps.levels()) {
                    Tensor term = map.mul(map).mean();
                    sum = sum == null ? term : sum.add(term);
                }
                sum.backward();
                for (Tensor parameter : network.parameters().all()) {
                    parameter.mutable_grad().zero_();
                }
            }
        }
    }

    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
