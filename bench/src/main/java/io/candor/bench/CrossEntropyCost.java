package io.candor.bench;

import io.candor.loss.SoftCrossEntropy;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What smoothed cross entropy and its gradient cost beside libtorch's plain one, for 8,192 samples of 1,000 classes.
 *
 * <p>Without arguments: milliseconds, best and median, measured in turns. With the name of one contender: the process'
 * largest resident memory after some steps, minus what it had before, to be compared between runs.
 */
public final class CrossEntropyCost {

    private static final int SAMPLES = 8192;
    private static final int CLASSES = 1000;
    private static final double EPSILON = 0.1;
    private static final int REPETITIONS = 40;
    private static final int WARM = 5;
    private static final double MEBIBYTE = 1 << 20;

    private CrossEntropyCost() {}

    /** @param arguments nothing, or {@code plain}, {@code candor}, {@code libtorch} */
    public static void main(String[] arguments) {
        try (Scope scope = Scope.open()) {
            Tensor logits = torch.randn(SAMPLES, CLASSES).mul(new Scalar(3.0));
            Tensor target = torch.randint(CLASSES, new long[] {SAMPLES}).to(ScalarType.Long);
            Map<String, UnaryOperator<Tensor>> contenders = contenders(target);
            if (arguments.length == 0) {
                time(contenders, logits);
            } else {
                memory(arguments[0], contenders.get(arguments[0]), logits);
            }
        }
    }

    private static Map<String, UnaryOperator<Tensor>> contenders(Tensor target) {
        Map<String, UnaryOperator<Tensor>> contenders = new LinkedHashMap<>();
        SoftCrossEntropy smoothed = SoftCrossEntropy.mean(EPSILON);
        contenders.put("plain", logits -> libtorch(logits, target, 0));
        contenders.put("candor", logits -> smoothed.of(logits, target));
        contenders.put("libtorch", logits -> libtorch(logits, target, EPSILON));
        return contenders;
    }

    private static Tensor libtorch(Tensor logits, Tensor target, double epsilon) {
        return torch.cross_entropy_loss(
                logits, target, new TensorOptional(), /* reduction= mean */ 1, SoftCrossEntropy.IGNORED, epsilon);
    }

    private static void time(Map<String, UnaryOperator<Tensor>> contenders, Tensor logits) {
        Map<String, double[]> times = new LinkedHashMap<>();
        contenders.keySet().forEach(name -> times.put(name, new double[REPETITIONS]));
        for (int i = -WARM; i < REPETITIONS; i++) {
            for (Map.Entry<String, UnaryOperator<Tensor>> each : contenders.entrySet()) {
                double milliseconds = step(each.getValue(), logits);
                times.get(each.getKey())[Math.max(0, i)] = milliseconds;
            }
        }
        times.values().forEach(Arrays::sort);
        System.out.printf("threads %d, %d samples, %d classes%n", torch.get_num_threads(), SAMPLES, CLASSES);
        double[] plain = times.get("plain");
        times.forEach((name, own) -> System.out.printf(
                "%-8s  best %6.2f ms (%.3f of plain)  median %6.2f ms (%.3f of plain)%n",
                name, own[0], own[0] / plain[0], own[REPETITIONS / 2], own[REPETITIONS / 2] / plain[REPETITIONS / 2]));
    }

    private static double step(UnaryOperator<Tensor> loss, Tensor logits) {
        try (Scope scope = Scope.open()) {
            Tensor leaf = logits.detach().requires_grad_(true);
            long start = System.nanoTime();
            Tensor value = loss.apply(leaf);
            value.backward();
            double found = Tensors.item(value);
            if (!Double.isFinite(found)) {
                throw new IllegalStateException("the loss is " + found);
            }
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private static void memory(String name, UnaryOperator<Tensor> loss, Tensor logits) {
        double before = peak();
        for (int i = 0; i < WARM; i++) {
            step(loss, logits);
        }
        System.out.printf(
                "%-8s  %.1f MiB of peak memory beside logits of %.1f MiB%n",
                name, peak() - before, SAMPLES * (double) CLASSES * Float.BYTES / MEBIBYTE);
    }

    /** Largest resident memory of this process so far, in MiB; Linux only. */
    private static double peak() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                            .filter(line -> line.startsWith("VmHWM:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .max()
                            .orElseThrow()
                    / 1024.0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
