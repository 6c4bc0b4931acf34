package io.candor.metric;

import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Label;
import java.util.List;

/** Collects annotations and detections image by image, then evaluates them at once. For one thread. */
public final class DetectionEvaluator {

    private final EvaluationSettings settings;
    private final EvaluationSet.Builder builder;

    public DetectionEvaluator(Classes classes) {
        this(classes, EvaluationSettings.defaults());
    }

    public DetectionEvaluator(Classes classes, EvaluationSettings settings) {
        this.settings = settings;
        this.builder = EvaluationSet.builder(classes);
    }

    /**
     * One image with what is on it and what was found; boxes in pixels of the original image.
     *
     * @param image a name that is the same on every machine, such as the file name: it decides between equal
     *     confidences and enters the fingerprint of the data
     * @throws IllegalArgumentException if the image was added before, or a class or confidence is out of range
     */
    public void add(String image, List<Label> truth, List<Detection> detections) {
        add(EvaluatedImage.named(image), truth, detections);
    }

    /** The same with the size of the image, for calibration over positions, and its file. */
    public void add(EvaluatedImage image, List<Label> truth, List<Detection> detections) {
        int index = builder.image(image);
        truth.forEach(label -> builder.object(index, label));
        detections.forEach(detection -> builder.detection(index, detection));
    }

    /** Everything about what was added; the evaluator is spent. */
    public DetectionEvaluation evaluate() {
        return DetectionEvaluation.of(builder.build(), settings);
    }

    /** What was added, for figures that {@link #evaluate} does not compute; the evaluator is spent. */
    public EvaluationSet set() {
        return builder.build();
    }
}
