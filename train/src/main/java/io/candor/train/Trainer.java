package io.candor.train;

import io.candor.network.Network;
import io.candor.tensor.Device;
import io.candor.tensor.Precision;
import io.candor.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains a network: epochs of steps, a moving average that is validated and saved after each.
 *
 * <p>On the CPU in fp32 and with one number of threads, equal recipes, weights and batches give equal weights, bit for
 * bit, whether a run was stopped, killed and resumed or not.
 */
public final class Trainer {

    private final Job job;
    private final Recipe recipe;
    private final List<EpochListener> epochListeners = new ArrayList<>();
    private final List<StepListener> stepListeners = new ArrayList<>();
    private Validator validator = Validator.NONE;
    private StopRequest stop = new StopRequest();

    public Trainer(Job job) {
        this.job = job;
        this.recipe = job.recipe();
    }

    /** Judges each epoch; the last one given counts. */
    public Trainer validator(Validator validator) {
        this.validator = validator;
        return this;
    }

    public Trainer onEpoch(EpochListener listener) {
        epochListeners.add(listener);
        return this;
    }

    public Trainer onStep(StepListener listener) {
        stepListeners.add(listener);
        return this;
    }

    /** Whoever holds {@code request} can stop this trainer; the last one given counts. */
    public Trainer stopOn(StopRequest request) {
        this.stop = request;
        return this;
    }

    /**
     * Trains from the first epoch.
     *
     * @throws NonFiniteLoss if a loss or gradient is infinite or not a number
     * @throws io.candor.data.InvalidInput if memory does not suffice or a checkpoint cannot be written
     */
    public Outcome train() {
        try (Scope scope = Scope.open();
                TrainingState state = prepare()) {
            return run(state, Progress.start());
        }
    }

    /**
     * Goes on where {@code checkpoint} ends.
     *
     * @throws IllegalArgumentException if the checkpoint's recipe is not this trainer's
     * @throws io.candor.data.InvalidInput as {@link #train}, and if the checkpoint does not fit the network
     */
    public Outcome resume(Checkpoint checkpoint) {
        if (!checkpoint.recipe().equals(recipe)) {
            throw new IllegalArgumentException("the checkpoint's recipe is %s, the trainer's %s"
                    .formatted(checkpoint.recipe().settings(), recipe.settings()));
        }
        try (Scope scope = Scope.open();
                TrainingState state = prepare()) {
            checkpoint.restore(state);
            return run(state, checkpoint.progress());
        }
    }

    private TrainingState prepare() {
        MemoryLimit.check(recipe, job.network().definition(), job.batches().images());
        job.checkpoints().sweep();
        Compute compute = recipe.compute();
        if (compute.threads() > 0) {
            torch.set_num_threads(compute.threads());
        }
        Device device = Device.of(compute.device());
        Precision precision = compute.precision().on(device);
        Network network = job.network().on(device).precision(precision);
        return new TrainingState(network, recipe, plan(), job.criterion());
    }

    private OptimizerPlan plan() {
        return recipe.plan(job.network().classes(), job.batches().images());
    }

    private Outcome run(TrainingState state, Progress start) {
        Schedule schedule = new Schedule(
                recipe.optimization(),
                plan(),
                new Schedule.Extent(
                        recipe.length().epochs(),
                        job.batches().batchesPerEpoch(),
                        recipe.input().batch()));
        Steps steps = new Steps(job, state, schedule, start.updates());
        Progress progress = start;
        while (progress.epoch() < recipe.length().epochs()) {
            if (exhausted(progress)) { // also of a run that had already ended and is resumed
                return outcome(Outcome.Ending.EARLY, progress);
            }
            Epoch epoch = new Epoch(job, steps, stop, stepListeners);
            for (EpochListener listener : epochListeners) {
                listener.started(progress.epoch());
            }
            progress = epoch.train(progress);
            if (epoch.interrupted()) {
                job.checkpoints().saveStopped(state, recipe, progress);
                return outcome(Outcome.Ending.STOPPED, progress);
            }
            progress = finish(state, schedule, epoch.pace(), progress);
            if (stop.made()
                    && !exhausted(progress)
                    && progress.epoch() < recipe.length().epochs()) {
                return outcome(Outcome.Ending.STOPPED, progress);
            }
        }
        return outcome(Outcome.Ending.FINISHED, progress);
    }

    /** Validates, reports, saves. */
    private Progress finish(TrainingState state, Schedule schedule, EpochReport.Pace pace, Progress trained) {
        Verdict verdict;
        try (Scope scope = Scope.open()) {
            verdict = validator.validate(state.average(), trained.epoch());
        }
        Progress next = trained.nextEpoch(verdict.fitness());
        boolean improved = next.bestEpoch() == trained.epoch();
        long lastIteration = (long) next.epoch() * job.batches().batchesPerEpoch() - 1;
        EpochReport report = new EpochReport(
                trained.epoch(),
                recipe.length().epochs(),
                trained.losses(),
                schedule.at(lastIteration).rates(),
                verdict,
                improved,
                pace);
        for (EpochListener listener : epochListeners) {
            listener.finished(report);
        }
        job.checkpoints().save(state, recipe, next, verdict);
        return next;
    }

    private boolean exhausted(Progress progress) {
        int patience = recipe.length().patience();
        return patience > 0
                && progress.epoch() < recipe.length().epochs()
                && progress.epoch() - 1 - progress.bestEpoch() >= patience;
    }

    private Outcome outcome(Outcome.Ending ending, Progress progress) {
        Checkpoints checkpoints = job.checkpoints();
        return new Outcome(
                ending,
                progress.epoch(),
                progress.best(),
                progress.bestEpoch(),
                checkpoints.best(),
                checkpoints.last());
    }
}
