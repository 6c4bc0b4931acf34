package io.candor.bench;

import io.candor.data.Box;
import io.candor.data.Mask;
import io.candor.metric.AveragePrecision;
import io.candor.metric.EvaluationSet;
import io.candor.metric.Extent;
import io.candor.predictions.DetectionFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Prints what average precision by masks costs: {@code --python PYTHON}, an interpreter that has pycocotools, measures it
 * there and here on the same random masks, in turn, three times. Reading the files is not counted; both sides read run
 * lengths.
 */
public final class MaskEvaluationCost {

    private static final int IMAGES = 500;
    private static final int OBJECTS = 7; // per image, as in COCO
    private static final int DETECTIONS = 60;
    private static final int CLASSES = 20;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    private final SplittableRandom random = new SplittableRandom(7);
    private final List<String> annotations = new ArrayList<>();
    private final List<String> detections = new ArrayList<>();

    private MaskEvaluationCost() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 2 || !arguments[0].equals("--python")) {
            throw new IllegalArgumentException("expected: --python PYTHON");
        }
        Path folder = Files.createTempDirectory("candor-bench");
        Path truth = folder.resolve("annotations.json");
        Path found = folder.resolve("detections.json");
        new MaskEvaluationCost().write(truth, found);
        EvaluationSet set = DetectionFiles.coco(truth, found, Extent.MASK);
        System.out.printf("%d images, %d objects, %d detections%n", IMAGES, set.objects(), set.detections());
        for (int round = 0; round < 3; round++) {
            String[] theirs = EvaluationCost.pycocotools(arguments[1], "segm", truth, found)
                    .split(" ", -1);
            double seconds = Double.parseDouble(theirs[0]);
            long start = System.nanoTime();
            double ap = AveragePrecision.coco(set).ap();
            double own = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "pycocotools %.3f s (AP %s), here %.3f s (AP %.6f): %.1f times faster%n",
                    seconds, theirs[1], own, ap, seconds / own);
        }
        Files.delete(truth);
        Files.delete(found);
        Files.delete(folder);
    }

    private void write(Path truth, Path found) throws IOException {
        List<String> images = new ArrayList<>();
        for (int image = 1; image <= IMAGES; image++) {
            images.add("{\"id\": %d, \"width\": %d, \"height\": %d}".formatted(image, WIDTH, HEIGHT));
            for (int i = 0; i < OBJECTS; i++) {
                draw(image);
            }
        }
        List<String> categories = new ArrayList<>();
        for (int k = 1; k <= CLASSES; k++) {
            categories.add("{\"id\": %d, \"name\": \"%d\"}".formatted(k, k));
        }
        Files.writeString(
                truth,
                "{\"images\": %s,%n\"categories\": %s,%n\"annotations\": %s}"
                        .formatted(images, categories, annotations));
        Files.writeString(found, detections.toString());
    }

    /** One object and the detections around it, each a little off. */
    private void draw(int image) {
        int category = 1 + random.nextInt(CLASSES);
        double x = random.nextDouble(WIDTH);
        double y = random.nextDouble(HEIGHT);
        double radius = 8 + 120 * Math.pow(random.nextDouble(), 2);
        Mask mask = blob(x, y, radius);
        Box box = mask.bounds();
        annotations.add(String.format(
                Locale.ROOT,
                "{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"iscrowd\": 0, \"area\": %d, \"bbox\": [%s, %s, %s, %s], %s}%n",
                annotations.size() + 1,
                image,
                category,
                mask.area(),
                box.x1(),
                box.y1(),
                box.width(),
                box.height(),
                segmentation(mask)));
        for (int i = 0; i < DETECTIONS / OBJECTS; i++) {
            double off = radius * random.nextDouble() * 0.6;
            Mask near = blob(x + off, y - off, radius * (0.8 + 0.4 * random.nextDouble()));
            if (!near.isEmpty()) {
                detections.add(String.format(
                        Locale.ROOT,
                        "{\"image_id\": %d, \"category_id\": %d, \"score\": %.6f, %s}%n",
                        image,
                        random.nextInt(8) == 0 ? 1 + random.nextInt(CLASSES) : category,
                        random.nextDouble(),
                        segmentation(near)));
            }
        }
    }

    private static String segmentation(Mask mask) {
        return "\"segmentation\": {\"size\": [%d, %d], \"counts\": \"%s\"}"
                .formatted(HEIGHT, WIDTH, mask.encode().replace("\\", "\\\\"));
    }

    /** A round outline with a wavy rim. */
    private Mask blob(double x, double y, double radius) {
        double[] outline = new double[2 * 40];
        for (int i = 0; i < outline.length; i += 2) {
            double angle = 2 * Math.PI * i / outline.length;
            double wavy = radius * (0.8 + 0.4 * random.nextDouble());
            outline[i] = Math.min(Math.max(x + wavy * Math.cos(angle), 0), WIDTH);
            outline[i + 1] = Math.min(Math.max(y + wavy * Math.sin(angle), 0), HEIGHT);
        }
        return Mask.ofPolygon(outline, WIDTH, HEIGHT);
    }
}
