package io.candor.drift;

import java.util.List;

/**
 * Confidences of predictions nobody has labelled.
 *
 * @param images per image its detections; images without detections count too
 */
public record NewScores(List<List<Score>> images) {

    /** One detection. */
    public record Score(int classIndex, double confidence) {}

    public NewScores {
        images = List.copyOf(images);
    }
}
