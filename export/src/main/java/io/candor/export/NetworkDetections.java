package io.candor.export;

import io.candor.data.Detection;
import io.candor.detect.Suppression;
import io.candor.detect.SuppressionOptions;
import io.candor.detect.SuppressionOptions.Labels;
import io.candor.detect.Survivors;
import io.candor.network.Definition;
import java.util.List;

/** What the predictions of a network mean: the one place that knows which networks need suppression. */
public final class NetworkDetections {

    /** Rows of a network that selects by itself, as YOLOv10 was published. */
    static final int MOST = 300;

    private NetworkDetections() {}

    /**
     * The detections of one image, most confident first; boxes in pixels of the network's input.
     *
     * @param prediction (4 + K, A) as {@code Network.predict} gives it
     */
    public static List<Detection> of(Definition definition, float[] prediction, SuppressionOptions options) {
        return survivors(definition, prediction, options).detections();
    }

    /** As {@link #of}, with the anchor each detection comes from. */
    static Survivors survivors(Definition definition, float[] prediction, SuppressionOptions options) {
        int anchors = prediction.length / (4 + definition.classes());
        return Suppression.survivors(prediction, definition.classes(), anchors, fitting(definition, options));
    }

    /**
     * For a network that names every object once: the most confident pairs of anchor and class, whatever they overlap.
     * The best pairs of the best anchors, as published, are the same: a pair's anchor is at least as good as the pair.
     */
    private static SuppressionOptions fitting(Definition definition, SuppressionOptions options) {
        return definition.endToEnd()
                ? options.withIou(1).withLabels(Labels.MULTI).withMaxDetections(Math.min(MOST, options.maxDetections()))
                : options;
    }
}
