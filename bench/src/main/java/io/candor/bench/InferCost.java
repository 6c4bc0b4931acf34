package io.candor.bench;

import io.candor.data.augment.Letterbox;
import io.candor.infer.Detector;
import io.candor.infer.DetectorOptions;
import io.candor.infer.OnnxFile.Port;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Prints what a detector costs beyond ONNX Runtime: JPEG bytes to objects against the network alone on the same numbers,
 * turn by turn in one process. Arguments: ONNX file, image, threads, runs.
 */
public final class InferCost {

    private static final int WARM_UP = 5;

    private InferCost() {}

    public static void main(String[] arguments) throws IOException {
        byte[] image = Files.readAllBytes(Path.of(arguments[1]));
        int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
        int runs = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 50;
        try (Detector detector =
                Detector.load(Path.of(arguments[0]), DetectorOptions.defaults().withThreads(threads))) {
            print(detector, image, runs);
        }
    }

    private static void print(Detector detector, byte[] image, int runs) {
        int width = detector.detect(image).width();
        int height = detector.detect(image).height();
        Letterbox frame = detector.frame(width, height);
        FloatBuffer numbers = ByteBuffer.allocateDirect(3 * frame.width() * frame.height() * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        double[] whole = new double[runs];
        double[] network = new double[runs];
        for (int i = -WARM_UP; i < runs; i++) {
            long start = System.nanoTime();
            detector.detect(image);
            long between = System.nanoTime();
            detector.run(numbers, 1, 3, frame.height(), frame.width());
            long end = System.nanoTime();
            if (i >= 0) {
                whole[i] = (between - start) / 1e6;
                network[i] = (end - between) / 1e6;
            }
        }
        Port input = detector.card().inputs().get(0);
        System.out.printf(
                Locale.ROOT,
                "%s, image %d x %d: bytes to objects %.1f ms, network alone %.1f ms, overhead %.1f %% (medians of %d)%n",
                input,
                width,
                height,
                median(whole),
                median(network),
                100 * (median(whole) / median(network) - 1),
                runs);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
