package io.candor.calibrate;

import io.candor.data.Classes;
import io.candor.metric.EvaluationSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A detector whose confidences are too low by a known amount, on made-up images. */
final class DrawnDetector {

    private DrawnDetector() {}

    static EvaluationSet set(long seed, int images, int classes) {
        return set(seed, images, classes, 1);
    }

    /**
     * Detections that are right with probability {@code sigmoid(logit(confidence) + 1 + (class - 1) * apart)}.
     *
     * @param apart how far the classes differ, in log odds
     */
    static EvaluationSet set(long seed, int images, int classes, double apart) {
        Random random = new Random(seed);
        List<String> names =
                IntStream.range(0, classes).mapToObj(k -> "class" + k).toList();
        EvaluationSet.Builder set = EvaluationSet.builder(new Classes(names));
        for (int i = 0; i < images; i++) {
            int image = set.image("image%04d.png".formatted(i));
            for (int d = 0; d < 8; d++) {
                int k = random.nextInt(classes);
                double x = 100 * d;
                double confidence = .02 + .96 * random.nextDouble();
                double chance = Logit.sigmoid(Logit.of(confidence) + 1 + (k - 1) * apart);
                boolean right = random.nextDouble() < chance;
                double height = 6 + 4 * random.nextDouble();
                set.detection(image, k, new double[] {x, 0, x + 10, height}, confidence);
                if (right) {
                    set.object(image, k, x, 0, x + 10, 10);
                } else if (random.nextInt(3) == 0) {
                    set.object(image, k, x, 50, x + 10, 60);
                }
            }
        }
        return set.build();
    }
}
