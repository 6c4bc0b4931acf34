package io.candor.run.experiment;

import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.EvaluationSet;
import io.candor.run.experiment.Experiment.Block;
import java.util.List;
import java.util.Map;

/** Arms that were judged by the same images, compared with the first of them. */
public interface Comparison {

    /**
     * Compares classifiers.
     *
     * @param name of the condition they were trained under; may be empty
     * @param trained the same number of trainings each, of the same seeds, judged by the same pictures
     */
    static Comparison ofClassifiers(String name, List<Trained<ClassifiedSet>> trained, BootstrapSettings bootstrap) {
        return new ClassificationComparison(
                name, ComparedRuns.of(trained, set -> new ClassifiedRun(set, bootstrap.seed()), bootstrap));
    }

    /** Compares detectors; as {@link #ofClassifiers}. */
    static Comparison ofDetectors(String name, List<Trained<EvaluationSet>> trained, BootstrapSettings bootstrap) {
        return new DetectionComparison(
                name, ComparedRuns.of(trained, set -> new DetectedRun(set, bootstrap.seed()), bootstrap));
    }

    /** All figures, without pictures of images. */
    Block block();

    /** Exact meaning of every figure, by name. */
    Map<String, String> definitions();
}
