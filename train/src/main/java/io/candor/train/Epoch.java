package io.candor.train;

import io.candor.data.Batch;
import java.util.Iterator;
import java.util.List;

/** One pass over the batches, or what is left of it after a stop. */
final class Epoch {

    private final Job job;
    private final Steps steps;
    private final StopRequest stop;
    private final List<StepListener> listeners;
    private final long started = System.nanoTime();
    private final long waitedBefore;
    private long images;
    private boolean interrupted;

    Epoch(Job job, Steps steps, StopRequest stop, List<StepListener> listeners) {
        this.job = job;
        this.steps = steps;
        this.stop = stop;
        this.listeners = listeners;
        waitedBefore = job.batches().waitedNanos();
    }

    /** Trains on all batches from {@link Progress#batch} on, unless somebody asks to stop. */
    Progress train(Progress start) {
        if (job.recipe().length().mosaicClosed(start.epoch())) {
            job.batches().closeMosaic();
        }
        job.criterion().epoch(start.epoch());
        Iterator<Batch> batches = job.batches().epoch(start.epoch());
        for (int done = 0; done < start.batch() && batches.hasNext(); done++) {
            batches.next();
        }
        Progress progress = start;
        while (batches.hasNext() && !interrupted) {
            Batch batch = batches.next();
            progress = steps.train(batch, progress);
            images += batch.size();
            report(progress);
            interrupted = stop.made() && batches.hasNext();
        }
        return progress;
    }

    private void report(Progress progress) {
        StepReport report = new StepReport(
                progress.epoch(),
                progress.batch() - 1,
                job.batches().batchesPerEpoch(),
                progress.losses(),
                steps.gradientNorm(),
                images / seconds());
        for (StepListener listener : listeners) {
            listener.stepped(report);
        }
    }

    private double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    /** Whether it ended before its last batch. */
    boolean interrupted() {
        return interrupted;
    }

    EpochReport.Pace pace() {
        double seconds = seconds();
        double waited = (job.batches().waitedNanos() - waitedBefore) / 1e9;
        return new EpochReport.Pace(seconds, images / seconds, Math.min(1, waited / seconds), ResidentMemory.bytes());
    }
}
