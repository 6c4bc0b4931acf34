package io.candor.train;

import io.candor.data.Batch;
import io.candor.loss.Parts;
import io.candor.tensor.Scope;
import org.bytedeco.pytorch.NoGradGuard;

/** Single steps: forward, loss, backward, and an optimiser step when enough batches have been accumulated. */
final class Steps {

    private final Job job;
    private final TrainingState state;
    private final Schedule schedule;
    private final Ema ema;
    private double gradientNorm = Double.NaN;

    Steps(Job job, TrainingState state, Schedule schedule, long updates) {
        this.job = job;
        this.state = state;
        this.schedule = schedule;
        ema = state.ema(updates);
        job.network().train();
    }

    /** Trains on one batch. */
    Progress train(Batch batch, Progress before) {
        try {
            return attempt(batch, before);
        } catch (OutOfMemoryError e) {
            throw MemoryLimit.explained(e, job.recipe().input());
        } catch (NonFiniteLoss e) {
            throw e;
        } catch (RuntimeException e) {
            throw MemoryLimit.explained(e, job.recipe().input());
        }
    }

    private Progress attempt(Batch batch, Progress before) {
        long iteration = (long) before.epoch() * job.batches().batchesPerEpoch() + before.batch();
        Losses losses = descend(batch, before);
        long lastStep = before.lastStep();
        if (schedule.steps(iteration, lastStep)) {
            optimize(schedule.at(iteration), batch, before);
            lastStep = iteration;
        }
        return before.afterBatch(lastStep, ema.updates(), losses);
    }

    /** Adds the batch's gradient to what has been accumulated. */
    Losses descend(Batch batch, Progress at) {
        try (Scope scope = Scope.open()) {
            Parts parts = job.criterion().of(state.network(), batch);
            if (!Double.isFinite(parts.sum())) {
                throw failure(
                        "the loss is box %s, cls %s, dfl %s".formatted(parts.box(), parts.classes(), parts.dfl()),
                        batch,
                        at);
            }
            parts.total().backward();
            return at.losses().plus(parts);
        }
    }

    private void optimize(Schedule.Point point, Batch batch, Progress at) {
        FlatState flat = state.flat();
        try (NoGradGuard constant = new NoGradGuard()) {
            gradientNorm = flat.clipGradients(job.recipe().optimization().clipNorm());
            if (!Double.isFinite(gradientNorm)) {
                throw failure("the length of the gradient is " + gradientNorm, batch, at);
            }
            state.optimizer().step(point.rates(), point.momentum());
            flat.clearGradients();
            ema.update();
        }
    }

    /** Length of the gradient at the last optimiser step, before clipping; NaN before the first. */
    double gradientNorm() {
        return gradientNorm;
    }

    private NonFiniteLoss failure(String what, Batch batch, Progress at) {
        return new NonFiniteLoss(what, at, batch.files(), job.checkpoints().state());
    }
}
