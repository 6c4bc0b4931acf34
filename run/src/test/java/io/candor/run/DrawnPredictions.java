package io.candor.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** COCO annotations and predictions of a detector whose confidences are too low; there are no image files. */
final class DrawnPredictions {

    private DrawnPredictions() {}

    /** Writes {@code annotations.json} and {@code predictions.json}; a sixth of the images is empty. */
    static void write(Path folder, long seed, int images) throws IOException {
        Random random = new Random(seed);
        List<String> names = new ArrayList<>();
        List<String> objects = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (int i = 1; i <= images; i++) {
            names.add("{\"id\": %d, \"file_name\": \"board%d.png\", \"width\": 640, \"height\": 640}".formatted(i, i));
            for (int d = 0; d < (i % 6 == 0 ? 0 : 6); d++) {
                double confidence = .05 + .9 * random.nextDouble();
                int category = 1 + random.nextInt(2);
                String box = "[%d, 20, 40, 40]".formatted(100 * d);
                found.add(String.format(
                        Locale.ROOT,
                        "{\"image_id\": %d, \"category_id\": %d, \"bbox\": %s, \"score\": %.6f}",
                        i,
                        category,
                        box,
                        confidence));
                if (random.nextDouble() < Math.sqrt(confidence)) {
                    objects.add("{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"bbox\": %s, \"iscrowd\": 0}"
                            .formatted(objects.size() + 1, i, category, box));
                }
            }
        }
        Files.writeString(
                folder.resolve("annotations.json"),
                "{\"images\": [%s], \"annotations\": [%s], \"categories\": [{\"id\": 1, \"name\": \"open\"}, {\"id\": 2, \"name\": \"short\"}]}"
                        .formatted(String.join(",", names), String.join(",\n", objects)));
        Files.writeString(folder.resolve("predictions.json"), "[" + String.join(",\n", found) + "]");
    }
}
