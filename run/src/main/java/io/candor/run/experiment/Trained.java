package io.candor.run.experiment;

import io.candor.run.experiment.Experiment.Curve;
import java.util.List;

/**
 * An arm after its trainings.
 *
 * @param <S> what a training is judged by
 * @param settings what it sets, in words
 * @param seeds of its trainings
 * @param sets per training, what it said about the images that all arms are judged by, beside their labels
 * @param curves what was written down after each epoch
 */
public record Trained<S>(String name, String settings, List<Integer> seeds, List<S> sets, List<Curve> curves) {

    public Trained {
        seeds = List.copyOf(seeds);
        sets = List.copyOf(sets);
        curves = List.copyOf(curves);
    }
}
