package io.candor.drift;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.InvalidInput;
import io.candor.json.JsonNodes;
import io.candor.metric.ScoreHistogram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The confidences of an earlier evaluation, read from its {@code evaluation.json}. */
public final class ScoreReference {

    private static final String HELP = "drift-reference";

    private ScoreReference() {}

    /**
     * Reads a reference.
     *
     * @throws InvalidInput if the file is none or holds no histogram of confidences
     */
    public static ScoreHistogram read(Path file) {
        JsonNode root = JsonNodes.read(file, HELP, "Give the evaluation.json that 'candor evaluate' wrote.");
        JsonNode scores = root.path("score_histogram");
        if (scores.isMissingNode()) {
            throw new InvalidInput(
                    HELP,
                    "%s: there is no score_histogram in it. Expected the evaluation.json of an evaluation by this version; evaluate again and give the new file."
                            .formatted(file));
        }
        List<ScoreHistogram.OfClass> classes = new ArrayList<>();
        for (JsonNode row : scores.path("classes")) {
            JsonNode dispersion = row.path("dispersion");
            classes.add(new ScoreHistogram.OfClass(
                    row.path("name").asText(),
                    counts(file, row.path("counts")),
                    dispersion.isNumber() ? dispersion.asDouble() : Double.NaN));
        }
        int images = scores.path("images").asInt();
        if (images < 1 || classes.isEmpty()) {
            throw new InvalidInput(
                    HELP,
                    "%s: the score_histogram holds %d images and %d classes. Compare with an evaluation of at least one image."
                            .formatted(file, images, classes.size()));
        }
        return new ScoreHistogram(images, classes);
    }

    private static int[] counts(Path file, JsonNode node) {
        int[] counts = new int[node.size()];
        for (int b = 0; b < counts.length; b++) {
            counts[b] = node.get(b).asInt(-1);
            if (counts[b] < 0) {
                throw badBins(file, "count %d is %s".formatted(b + 1, node.get(b)));
            }
        }
        if (counts.length != ScoreHistogram.BINS) {
            throw badBins(file, counts.length + " counts");
        }
        return counts;
    }

    private static InvalidInput badBins(Path file, String found) {
        return new InvalidInput(
                HELP,
                "%s: score_histogram holds %s, expected %d whole numbers of at least 0 per class. Evaluate again."
                        .formatted(file, found, ScoreHistogram.BINS));
    }
}
