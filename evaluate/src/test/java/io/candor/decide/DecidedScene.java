package io.candor.decide;

import io.candor.data.Classes;
import io.candor.metric.EvaluationSet;
import io.candor.metric.MatchedDetections;
import java.util.List;
import java.util.Random;

/** Random detections of two classes with coarse confidences, right as often as they say. */
final class DecidedScene {

    static final Classes CLASSES = new Classes(List.of("open", "short"));

    private DecidedScene() {}

    static MatchedDetections matched(long seed, int images) {
        Random random = new Random(seed);
        EvaluationSet.Builder set = EvaluationSet.builder(CLASSES);
        for (int i = 0; i < images; i++) {
            int image = set.image("image%04d".formatted(i));
            int found = i % 5 == 4 ? 0 : 4;
            for (int d = 0; d < found; d++) {
                double confidence = (1 + random.nextInt(19)) / 20d;
                boolean right = random.nextDouble() < confidence;
                add(set, image, random.nextInt(2), new double[] {100 * d, confidence, right ? 1 : 0});
            }
            if (i % 7 == 3) {
                set.object(image, 0, 0, 500, 10, 510); // found by nothing
            }
        }
        return MatchedDetections.of(set.build(), .5);
    }

    /**
     * One detection.
     *
     * @param row x, confidence, and 1 if there is an object
     */
    static void add(EvaluationSet.Builder set, int image, int classIndex, double[] row) {
        set.detection(image, classIndex, new double[] {row[0], 0, row[0] + 10, 10}, row[1]);
        if (row[2] == 1) {
            set.object(image, classIndex, row[0], 0, row[0] + 10, 10);
        }
    }
}
