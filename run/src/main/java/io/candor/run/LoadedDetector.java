package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.read.Skipped;
import io.candor.detect.SuppressionOptions;
import io.candor.infer.Judge;
import io.candor.metric.Extent;
import java.nio.file.Path;
import java.util.List;

/** A detector from a file, weights or exported, ready to run over samples. */
interface LoadedDetector extends AutoCloseable {

    /**
     * A run over samples.
     *
     * @param found what the detector says, not calibrated
     * @param skipped images that turned out to be unreadable
     */
    record Pass(SplitInference.Found found, List<Skipped> skipped) {}

    /**
     * Loads what the settings ask for; they have the keys of {@link EvaluateKeys} that are about images and machine.
     *
     * @throws InvalidInput if the file or a setting cannot be used
     */
    static LoadedDetector of(Settings settings, Path model, RunListener listener) {
        StartWeights.requireFile(model);
        return ModelFile.isOnnx(model)
                ? new ExportedDetector(settings, model, listener)
                : new WeightsDetector(settings, model, listener);
    }

    Classes classes();

    /** Side of the frame that images are put into, in pixels. */
    int imageSize();

    /** Of the numbers inside the network, as {@code fp32}. */
    String precision();

    /** Whether what it finds has masks. */
    boolean hasMasks();

    /**
     * Returns if what it finds can be compared so.
     *
     * @throws InvalidInput if that takes masks and it finds none
     */
    default void requireExtent(Extent compared) {
        if (compared == Extent.MASK && !hasMasks()) {
            throw new InvalidInput(
                    "no-masks",
                    "overlap is mask, but the model finds boxes without masks. Leave --overlap out, or give a network with masks, such as a trained yolov8n-seg.");
        }
    }

    /**
     * Returns if the detector gives out all that a suppression leaves.
     *
     * @throws InvalidInput if it withholds some of it
     */
    default void requireAll(SuppressionOptions suppression) {
        // weights withhold nothing
    }

    Pass run(List<Sample> samples, SuppressionOptions suppression, RunListener listener, String stage);

    /**
     * What lies beside an exported file and applications apply; nothing for weights.
     *
     * @throws InvalidInput if it was made for other weights or classes
     */
    default Judge judge() {
        return Judge.NONE;
    }

    @Override
    void close();
}
