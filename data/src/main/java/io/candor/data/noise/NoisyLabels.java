package io.candor.data.noise;

import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.augment.Chance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples some of whose labels have been given wrong classes; boxes stay where they are.
 *
 * @param samples in the order given
 * @param changes what was changed, in order
 */
public record NoisyLabels(List<Sample> samples, List<Change> changes) {

    /** Keeps these numbers apart from those of augmentation. */
    private static final long STREAM = 0x6c6162656cL;

    public NoisyLabels {
        samples = List.copyOf(samples);
        changes = List.copyOf(changes);
    }

    /**
     * A label with a wrong class.
     *
     * @param image the sample's
     * @param label position among the sample's labels, from 0
     * @param trueClass before
     * @param writtenClass after
     */
    public record Change(Path image, int label, int trueClass, int writtenClass) {}

    /**
     * Gives labels wrong classes. What becomes of a sample depends on the seed and its position alone, so that equal
     * seeds spoil the same labels whatever is trained, and a higher rate spoils those of a lower one and more.
     */
    public static NoisyLabels of(List<Sample> samples, ClassNoise noise, long seed) {
        List<Sample> noisy = new ArrayList<>(samples.size());
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            Chance chance = Chance.of(seed, STREAM, i);
            List<Label> labels = new ArrayList<>();
            for (Label label : sample.labels()) {
                int written = noise.written(label.classIndex(), chance);
                if (written != label.classIndex()) {
                    changes.add(new Change(sample.image(), labels.size(), label.classIndex(), written));
                }
                labels.add(new Label(written, label.box(), label.polygon()));
            }
            noisy.add(new Sample(sample.image(), sample.width(), sample.height(), labels));
        }
        return new NoisyLabels(noisy, changes);
    }
}
