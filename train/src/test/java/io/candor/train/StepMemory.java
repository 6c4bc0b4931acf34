package io.candor.train;

import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import io.candor.tensor.Scope;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Measures what a forward pass in training keeps, in a process of its own: in one that has trained before, the C library
 * hands out memory that it already holds, and the process does not grow.
 */
final class StepMemory {

    static final int SIZE = 256;
    static final int BATCH = 8;

    private StepMemory() {}

    /** Bytes; 0 where the system does not say. */
    static long inFreshProcess() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        Process process = new ProcessBuilder(java, "-cp", classes, "-Xmx256m", StepMemory.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Long.parseLong(printed.strip());
    }

    public static void main(String[] arguments) {
        PrintStream out = System.out;
        try (Scope scope = Scope.open();
                Network network = YoloV8.of(Scale.N, 6).initialise(1).train()) {
            Tensor images = torch.rand(BATCH, 3, SIZE, SIZE);
            long before = ResidentMemory.bytes();
            Tensor sum = network.forward(images).levels().get(0).sum();
            if (!Double.isFinite(sum.item_double())) {
                throw new IllegalStateException("the sum is " + sum.item_double());
            }
            out.println(before > 0 ? ResidentMemory.bytes() - before : 0);
        }
    }
}
