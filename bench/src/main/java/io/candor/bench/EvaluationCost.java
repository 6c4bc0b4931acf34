package io.candor.bench;

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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Prints what evaluation costs. With an annotations and a predictions file in COCO format: average precision on them, best
 * of 15. With {@code --python PYTHON}, an interpreter that has pycocotools: average precision of 1.5 million random
 * detections there and here, in turn, twice. Without arguments: everything about random sets of the size of COCO with a quarter, half and all of 1.5 million
 * detections, and intervals on 500 images.
 */
public final class EvaluationCost {

    private EvaluationCost() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 2 && arguments[0].equals("--python")) {
            againstPython(arguments[1]);
        } else if (arguments.length == 2) {
            EvaluationSet set = DetectionFiles.coco(Path.of(arguments[0]), Path.of(arguments[1]));
            double best = bestMillis(15, () -> AveragePrecision.coco(set).ap());
            System.out.printf("COCO AP of %d detections: %.1f ms%n", set.detections(), best);
        } else {
            large();
        }
    }

    /** Everything here against nothing but average precision there: the comparison that users of pycocotools would make. */
    private static void againstPython(String python) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("candor-bench");
        Path annotations = folder.resolve("annotations.json");
        Path detections = folder.resolve("detections.json");
        new CocoSized(1, 300).write(annotations, detections);
        EvaluationSet set = DetectionFiles.coco(annotations, detections);
        System.out.printf("%d images, %d detections%n", set.images().size(), set.detections());
        for (int round = 0; round < 2; round++) {
            String[] theirs =
                    pycocotools(python, "bbox", annotations, detections).split(" ", -1);
            double seconds = Double.parseDouble(theirs[0]);
            double[] ap = new double[1];
            double own = bestMillis(1, () -> ap[0] = AveragePrecision.coco(set).ap()) / 1e3;
            double all = bestMillis(1, () -> everything(set)) / 1e3;
            System.out.printf(
                    "pycocotools %.2f s (AP %s), AP here %.2f s (AP %.6f), %.0f times faster; with D-ECE, LaECE0, oLRP and"
                            + " the split of errors %.2f s, %.0f times faster%n",
                    seconds, theirs[1], own, ap[0], seconds / own, all, seconds / all);
        }
        Files.delete(annotations);
        Files.delete(detections);
        Files.delete(folder);
    }

    private static double everything(EvaluationSet set) {
        return AveragePrecision.coco(set).ap()
                + CalibrationError.of(set, CalibrationSettings.detection(0, 300))
                        .expected()
                        .value()
                + CalibrationError.of(set, CalibrationSettings.localisationAware(0, 300))
                        .expected()
                        .value()
                + Lrp.optimal(set, .5).error()
                + errors(set, 1);
    }

    /** Seconds and average precision; {@code kind} is {@code bbox} or {@code segm}. */
    static String pycocotools(String python, String kind, Path annotations, Path detections)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        python, "bench/python/coco_ap.py", annotations.toString(), detections.toString(), kind)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(python + " failed, see above; it needs pycocotools");
        }
        return answer;
    }

    private static void large() {
        for (int perImage : new int[] {75, 150, 300}) {
            EvaluationSet.Builder builder = new CocoSized(1, perImage).builder();
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
        EvaluationSet all = new CocoSized(2, 300).builder().build();
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
