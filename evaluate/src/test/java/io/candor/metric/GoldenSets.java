package io.candor.metric;

import io.candor.golden.Golden;
import io.candor.predictions.DetectionFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The reference sets as evaluation sets. */
final class GoldenSets {

    private GoldenSets() {}

    /** Synthetic: 200 images, crowds, ties, duplicates, ids with gaps. */
    static EvaluationSet stress() {
        return set(Golden.resource("map/stress_ground_truth.json"), Golden.resource("map/stress_detections.json"));
    }

    /** 32 photographs and the detections of a published network; local, not redistributed. */
    static EvaluationSet val32() {
        return set(Golden.shared("map/val32_ground_truth.json"), Golden.shared("map/val32_detections.json"));
    }

    private static EvaluationSet set(byte[] annotations, byte[] predictions) {
        try {
            Path folder = Files.createTempDirectory("golden");
            Path truth = Files.write(folder.resolve("annotations.json"), annotations);
            Path found = Files.write(folder.resolve("predictions.json"), predictions);
            try {
                return DetectionFiles.coco(truth, found);
            } finally {
                Files.delete(truth);
                Files.delete(found);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
