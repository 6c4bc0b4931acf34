package io.candor.serve;

import io.candor.data.Image;
import io.candor.detect.SuppressionOptions;
import io.candor.infer.DetectorOptions;
import io.candor.infer.ModelCard;
import io.candor.infer.OnnxFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One version of a model, loaded, with the threads that work for it. */
final class Model {

    private static final double SMOOTHING = .1;

    private final String name;
    private final int version;
    private final Network network;
    private final Batching batching;
    private final JobQueue queue;
    private final Metrics metrics;
    private final List<Thread> workers = new ArrayList<>();
    private final AtomicLong nanosPerJob = new AtomicLong();

    /** What is loaded beside the file. */
    record Setup(Batching batching, SuppressionOptions suppression, long imagePixels, Metrics metrics) {}

    /** @throws io.candor.data.InvalidInput if the file, or what lies beside it, cannot be used */
    Model(String name, int version, Path file, Setup setup) {
        this.name = name;
        this.version = version;
        batching = setup.batching;
        metrics = setup.metrics;
        network = Network.load(
                file,
                DetectorOptions.defaults()
                        .withThreads(1)
                        .withSuppression(setup.suppression)
                        .withMostPixels(setup.imagePixels));
        try {
            int side = Math.min(card().imageSize(), 640);
            network.judge(List.of(Image.filled(side, side, 114))); // the first run is slow: not a client's
        } catch (RuntimeException unusable) {
            network.close();
            throw unusable;
        }
        queue = new JobQueue(batching, batch(card()).orElse(batching.most()));
        for (int i = 0; i < batching.workers(); i++) {
            Thread worker = new Thread(this::work, "%s-%d-%d".formatted(name, version, i));
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
    }

    /** A batch the file fixes is filled up with nothing: more than that, or less, saves no time. */
    private static Optional<Integer> batch(ModelCard card) {
        long declared = card.inputs().get(0).shape().get(0);
        return declared == OnnxFile.Port.FREE ? Optional.empty() : Optional.of(Math.toIntExact(declared));
    }

    String name() {
        return name;
    }

    int version() {
        return version;
    }

    ModelCard card() {
        return network.card();
    }

    /** Whether objects are decided about. */
    boolean hasPolicy() {
        return network.decides();
    }

    /** Whether confidences are calibrated. */
    boolean isCalibrated() {
        return network.calibrates();
    }

    int waiting() {
        return queue.size();
    }

    /** Hands a job over; closed if this version has been replaced. */
    JobQueue.Offer offer(Job job) {
        return queue.offer(job);
    }

    /** What a client is told whose job found the queue full; counted. */
    Problem refusal() {
        metrics.refused(name);
        return Problem.busy(
                "%d requests wait for %s already. Try again later.".formatted(batching.queue(), name), delay());
    }

    /** When the queue as it is will have been worked off. */
    Duration delay() {
        long nanos = nanosPerJob.get() * (waiting() + 1) / batching.workers();
        return Duration.ofSeconds(Math.max(1, Duration.ofNanos(nanos).toSeconds() + 1));
    }

    private void work() {
        try {
            for (List<Job> jobs = queue.take(); !jobs.isEmpty(); jobs = queue.take()) {
                List<Job> wanted =
                        jobs.stream().filter(job -> !job.answer().isDone()).toList();
                if (!wanted.isEmpty()) {
                    perform(wanted);
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void perform(List<Job> jobs) {
        long started = System.nanoTime();
        jobs.forEach(job -> metrics.waited(name, started - job.arrived()));
        try {
            if (jobs.get(0) instanceof Job.Tensor tensor) {
                tensor.answer().complete(network.run(tensor.values(), tensor.shape()));
            } else {
                judge(jobs.stream().map(Job.Picture.class::cast).toList());
            }
        } catch (RuntimeException | OutOfMemoryError failed) { // passed on; the worker lives on
            jobs.forEach(job -> job.answer().completeExceptionally(failed));
        }
        long each = (System.nanoTime() - started) / jobs.size();
        nanosPerJob.updateAndGet(old -> old == 0 ? each : (long) (old + SMOOTHING * (each - old)));
        metrics.computed(name, jobs.size(), System.nanoTime() - started);
    }

    private void judge(List<Job.Picture> jobs) {
        List<? extends Findings> found =
                network.judge(jobs.stream().map(Job.Picture::image).toList());
        for (int i = 0; i < jobs.size(); i++) {
            jobs.get(i).answer().complete(found.get(i));
        }
    }

    /** Takes nothing more, finishes what waits, then frees what the network holds. */
    void retire() {
        queue.close();
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        network.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
