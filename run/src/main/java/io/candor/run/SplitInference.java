package io.candor.run;

import io.candor.data.Batch;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.augment.Letterbox;
import io.candor.data.load.Loader;
import io.candor.data.load.LoaderOptions;
import io.candor.data.read.Skipped;
import io.candor.detect.SuppressionOptions;
import io.candor.export.NetworkAnswers;
import io.candor.loss.DetectionLoss;
import io.candor.loss.Parts;
import io.candor.loss.Targets;
import io.candor.network.Maps;
import io.candor.network.Network;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Runs networks over the samples of a split. While the network computes a batch, the detections of the one before are
 * suppressed on another thread.
 */
final class SplitInference implements AutoCloseable {

    /** Batches whose raw predictions may wait for suppression; each holds (4 + K) * A floats per image. */
    private static final int PENDING = 2;

    private final Map<Path, Sample> samples = new LinkedHashMap<>();
    private final Loader loader;
    private final SuppressionOptions suppression;
    private final ExecutorService suppressor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "suppression");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * What a network found.
     *
     * @param detections per sample that could be read, in pixels of its image, in the split's order
     * @param losses box, class, distribution focal and mask loss, mean over the batches; NaN if no loss was asked for
     * @param imagesPerSecond of loading, forward pass and suppression together
     */
    record Found(Map<Sample, List<Detection>> detections, Losses losses, double imagesPerSecond) {}

    /** Means over batches. */
    record Losses(double box, double classes, double dfl, double masks) {
        /** No loss was asked for. */
        static final Losses NONE = new Losses(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    SplitInference(List<Sample> samples, LoaderOptions options, SuppressionOptions suppression) {
        samples.forEach(sample -> this.samples.putIfAbsent(sample.image(), sample));
        this.loader = new Loader(List.copyOf(this.samples.values()), options);
        this.suppression = suppression;
    }

    static InvalidInput nothingReadable(int images, List<Skipped> skipped) {
        return new InvalidInput(
                "no-readable-image",
                "None of the %d images can be read; the first: %s. Run candor inspect on the data set."
                        .formatted(images, skipped.get(0)));
    }

    /** Number of images. */
    int size() {
        return samples.size();
    }

    Loader loader() {
        return loader;
    }

    /**
     * One pass over the split.
     *
     * @param network in evaluation mode; a copy made for inference does the work, in the network's precision
     */
    Found run(Network network, Optional<DetectionLoss> loss, RunListener listener, String stage) {
        try (Network inference = network.inference()) {
            return new Pass(inference, loss, listener, stage).run();
        }
    }

    @Override
    public void close() {
        suppressor.shutdownNow();
        loader.close();
    }

    /** One pass under way. */
    private final class Pass {
        private final Network network;
        private final Optional<DetectionLoss> loss;
        private final RunListener listener;
        private final String stage;
        private final Map<Sample, List<Detection>> detections = new LinkedHashMap<>();
        private final Deque<Future<Map<Sample, List<Detection>>>> pending = new ArrayDeque<>();
        private final long started = System.nanoTime();
        private final double[] losses = new double[4];

        Pass(Network network, Optional<DetectionLoss> loss, RunListener listener, String stage) {
            this.network = network;
            this.loss = loss;
            this.listener = listener;
            this.stage = stage;
        }

        Found run() {
            Iterator<Batch> batches = loader.epoch(0);
            int done = 0;
            int images = 0;
            while (batches.hasNext()) {
                Batch batch = batches.next();
                NetworkAnswers answers = predict(batch);
                pending.add(suppressor.submit(() -> suppressed(batch, answers)));
                if (pending.size() > PENDING) {
                    collect();
                }
                images += batch.size();
                report(++done, images);
            }
            while (!pending.isEmpty()) {
                collect();
            }
            if (detections.isEmpty()) {
                throw nothingReadable(size(), loader.skipped());
            }
            int count = loss.isPresent() ? done : 0; // 0 / 0: not a number
            return new Found(
                    detections,
                    new Losses(losses[0] / count, losses[1] / count, losses[2] / count, losses[3] / count),
                    images / seconds());
        }

        private NetworkAnswers predict(Batch batch) {
            try (Scope scope = Scope.open();
                    NoGradGuard constant = new NoGradGuard()) {
                Tensor images = Tensors.images(batch, network.device());
                if (loss.isEmpty()) {
                    return NetworkAnswers.of(network, images);
                }
                Maps maps = network.forward(images);
                Parts parts = loss.get().of(maps, Targets.of(batch));
                losses[0] += parts.box();
                losses[1] += parts.classes();
                losses[2] += parts.dfl();
                losses[3] += parts.masks();
                return NetworkAnswers.of(network, maps);
            }
        }

        private Map<Sample, List<Detection>> suppressed(Batch batch, NetworkAnswers answers) {
            Map<Sample, List<Detection>> found = new LinkedHashMap<>();
            for (int image = 0; image < batch.size(); image++) {
                Path file = batch.files().get(image);
                Letterbox letterbox = loader.letterbox(loader.sampleIndex(file));
                found.put(samples.get(file), answers.detections(image, letterbox, suppression));
            }
            return found;
        }

        private void collect() {
            try {
                detections.putAll(pending.remove().get());
            } catch (ExecutionException failure) {
                throw new IllegalStateException("suppression failed", failure.getCause());
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for suppression", interruption);
            }
        }

        private void report(int done, int images) {
            int total = loader.batchesPerEpoch();
            double left = seconds() / done * (total - done);
            listener.progress(new Progress(
                    stage, done, total, OptionalDouble.of(images / seconds()), OptionalDouble.of(left), List.of()));
        }

        private double seconds() {
            return (System.nanoTime() - started) / 1e9;
        }
    }
}
