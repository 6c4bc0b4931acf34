package io.candor.bench;

import io.candor.data.Box;
import io.candor.infer.DetectedObject;
import io.candor.infer.Detections;
import io.candor.infer.Detector;
import io.candor.infer.DetectorOptions;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints how long a detector takes from JPEG bytes to objects, against {@code bench/python/infer.py} on the same file, in
 * blocks of runs turn by turn, and how far the two are apart in what they find. Arguments: ONNX file, image, threads,
 * blocks, runs per block, Python.
 */
public final class PythonPeer {

    private static final int WARM_UP = 2; // blocks
    private static final String SCRIPT = "bench/python/infer.py";

    private PythonPeer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        byte[] image = Files.readAllBytes(Path.of(arguments[1]));
        int blocks = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 10;
        int runs = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 10;
        String python = arguments.length > 5 ? arguments[5] : "python3";
        Process peer = new ProcessBuilder(python, SCRIPT, arguments[0], arguments[1], arguments[2])
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Detector detector = Detector.load(
                        Path.of(arguments[0]), DetectorOptions.defaults().withThreads(Integer.parseInt(arguments[2])));
                BufferedWriter to = peer.outputWriter(StandardCharsets.UTF_8);
                BufferedReader from = peer.inputReader(StandardCharsets.UTF_8)) {
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (int i = -WARM_UP; i < blocks; i++) {
                List<Double> block = own(detector, image, runs);
                List<Double> peers = asked(to, from, runs);
                if (i >= 0) {
                    ours.addAll(block);
                    theirs.addAll(peers);
                }
            }
            to.newLine();
            to.flush();
            print(ours, theirs);
            compare(detector.detect(image), from.lines().toList());
        } finally {
            peer.destroy();
            peer.waitFor();
        }
    }

    private static List<Double> own(Detector detector, byte[] image, int runs) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            detector.detect(image);
            times.add((System.nanoTime() - start) / 1e6);
        }
        return times;
    }

    private static List<Double> asked(BufferedWriter to, BufferedReader from, int runs) throws IOException {
        to.write(runs + "\n");
        to.flush();
        String line = from.readLine();
        if (line == null) {
            throw new IOException("Python ended without an answer; it says why above");
        }
        return Arrays.stream(line.split(" ", -1)).map(Double::valueOf).toList();
    }

    private static void print(List<Double> ours, List<Double> theirs) {
        System.out.printf(
                Locale.ROOT,
                "bytes to objects: Java %.1f ms, Python %.1f ms, ratio %.3f (medians of %d)%n",
                median(ours),
                median(theirs),
                median(ours) / median(theirs),
                ours.size());
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Both compute the same network; decoding and scaling of pictures differ by grey levels between versions. */
    private static void compare(Detections found, List<String> rows) {
        double score = 0;
        double overlap = 1;
        int paired = 0;
        for (String row : rows) {
            double[] numbers = Arrays.stream(row.split(" ", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            Box box = new Box(numbers[2], numbers[3], numbers[4], numbers[5]);
            for (DetectedObject object : found.objects()) {
                double iou = object.box().iou(box);
                if (object.classIndex() == (int) numbers[0] && iou > .9) {
                    paired++;
                    score = Math.max(score, Math.abs(object.confidence() - numbers[1]));
                    overlap = Math.min(overlap, iou);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d objects here, %d there, %d in common; confidences within %.4f, boxes overlap by %.4f at least%n",
                found.objects().size(),
                rows.size(),
                paired,
                score,
                overlap);
    }
}
