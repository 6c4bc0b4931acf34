package io.candor.run;

import io.candor.data.Batch;
import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.load.ClassificationLoader;
import io.candor.data.load.LoaderOptions;
import io.candor.data.read.ClassificationSet;
import io.candor.loss.SoftCrossEntropy;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.EvaluatedImage;
import io.candor.network.Network;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import io.candor.train.Attack;
import io.candor.train.ClassificationCriterion;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Runs classifiers over the samples of a split. */
final class PictureInference implements AutoCloseable {

    private final Path source;
    private final Classes classes;
    private final Map<Path, Sample> samples = new LinkedHashMap<>();
    private final ClassificationLoader loader;

    /**
     * What a network said.
     *
     * @param set probabilities and labels
     * @param loss mean over the pictures; NaN if no criterion was given
     * @param imagesPerSecond of loading and forward pass together
     */
    record Found(ClassifiedSet set, double loss, double imagesPerSecond) {}

    PictureInference(ClassificationSet set, List<Sample> samples, LoaderOptions options) {
        source = set.dataset().source();
        classes = set.classes();
        samples.forEach(sample -> this.samples.putIfAbsent(sample.image(), sample));
        loader = new ClassificationLoader(List.copyOf(this.samples.values()), options, set::image);
    }

    ClassificationLoader loader() {
        return loader;
    }

    /**
     * One pass over the split.
     *
     * @param network in evaluation mode; a copy made for inference does the work
     * @param criterion whose loss is measured
     */
    Found run(Network network, Optional<ClassificationCriterion> criterion, RunListener listener, String stage) {
        ClassifiedSet.Builder found = ClassifiedSet.builder(classes);
        long started = System.nanoTime();
        double loss = 0;
        int images = 0;
        try (Network inference = network.inference()) {
            Iterator<Batch> batches = loader.epoch(0);
            for (int done = 1; batches.hasNext(); done++) {
                Batch batch = batches.next();
                try (Scope scope = Scope.open();
                        NoGradGuard constant = new NoGradGuard()) {
                    Tensor logits = logits(inference, batch);
                    loss += criterion
                                    .map(each -> each.of(logits, batch).classes())
                                    .orElse(Double.NaN)
                            * batch.size();
                    add(found, batch, Tensors.floats(logits));
                }
                images += batch.size();
                report(listener, stage, done, images, (System.nanoTime() - started) / 1e9);
            }
        }
        if (images == 0) {
            throw new InvalidInput(
                    "no-readable-image",
                    "None of the %d images can be read; the first: %s. Look at the files."
                            .formatted(samples.size(), loader.skipped().get(0)));
        }
        return new Found(found.build(), loss / images, images / ((System.nanoTime() - started) / 1e9));
    }

    /** (B, K). */
    static Tensor logits(Network network, Batch batch) {
        return network.forward(Tensors.images(batch, network.device())).levels().get(0);
    }

    /**
     * Share of the pictures that are still told after an attack that knows the network and their labels.
     *
     * @param network in evaluation mode
     */
    double accuracy(Network network, Attack attack, RunListener listener) {
        long started = System.nanoTime();
        int right = 0;
        int images = 0;
        Iterator<Batch> batches = loader.epoch(0);
        for (int done = 1; batches.hasNext(); done++) {
            Batch batch = batches.next();
            try (Scope scope = Scope.open()) {
                long[] labels = batch.files().stream()
                        .mapToLong(file -> ClassificationSet.classIndex(samples.get(file)))
                        .toArray();
                Tensor targets = Tensors.of(labels, labels.length);
                Tensor changed = attack.on(
                        network,
                        Tensors.images(batch, network.device()),
                        logits -> SoftCrossEntropy.mean(0).of(logits, targets.to(logits.device(), ScalarType.Long)));
                long[] said =
                        Tensors.longs(network.forward(changed).levels().get(0).argmax(new LongOptional(1), false));
                for (int row = 0; row < labels.length; row++) {
                    right += said[row] == labels[row] ? 1 : 0;
                }
            }
            images += batch.size();
            report(listener, "attack", done, images, (System.nanoTime() - started) / 1e9);
        }
        return (double) right / images;
    }

    private void add(ClassifiedSet.Builder found, Batch batch, float[] logits) {
        int width = logits.length / batch.size();
        for (int row = 0; row < batch.size(); row++) {
            Sample sample = samples.get(batch.files().get(row));
            found.probabilities(
                    EvaluatedImage.of(source, sample).name(),
                    probabilities(logits, row * width, width),
                    ClassificationSet.classIndex(sample));
        }
    }

    /** The softmax, in double precision so that small probabilities keep their digits. */
    static double[] probabilities(float[] logits, int from, int classes) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            largest = Math.max(largest, logits[from + k]);
        }
        double[] probabilities = new double[classes];
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            probabilities[k] = Math.exp(logits[from + k] - largest);
            sum += probabilities[k];
        }
        for (int k = 0; k < classes; k++) {
            probabilities[k] /= sum;
        }
        return probabilities;
    }

    private void report(RunListener listener, String stage, int done, int images, double seconds) {
        int total = loader.batchesPerEpoch();
        listener.progress(new Progress(
                stage,
                done,
                total,
                OptionalDouble.of(images / seconds),
                OptionalDouble.of(seconds / done * (total - done)),
                List.of()));
    }

    @Override
    public void close() {
        loader.close();
    }
}
