package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.read.Skipped;
import io.candor.data.target.Softening;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.tensor.Device;
import io.candor.tensor.Precision;
import io.candor.train.Checkpoint;
import io.candor.train.Guidance;
import io.candor.train.Job;
import io.candor.train.Outcome;
import io.candor.train.Recipe;
import io.candor.train.StopRequest;
import io.candor.train.Trainer;
import io.candor.weights.NetworkFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A training run whose folder is there: what goes the same way whatever is trained.
 *
 * @param settings as {@code args.yaml} has them
 * @param lock keeps other runs out of the folder until the run is closed
 * @param checkpoint to go on from; empty to train from the first epoch
 */
record OpenRun(
        Settings settings,
        Recipe recipe,
        RunFolder folder,
        RunLock lock,
        Optional<Checkpoint> checkpoint,
        RunListener listener)
        implements AutoCloseable {

    /** A step that needs something, writes files, and leaves a result. */
    @FunctionalInterface
    interface Needs<N, T> {
        T of(N needed) throws IOException;
    }

    /** A new run in a folder of its own. Everything that can be refused has been looked at. */
    static OpenRun begin(Settings settings, Recipe recipe, DataFingerprint data, RunListener listener)
            throws IOException {
        RunFolder folder = RunFolder.of(settings, TrainKeys.NAME);
        OpenRun run = new OpenRun(
                settings,
                recipe,
                folder,
                folder.lock(RunFolder.existing(settings), listener),
                Optional.empty(),
                listener);
        return run.kept(begun -> {
            folder.forget();
            data.write(folder);
            folder.write(ArgsYaml.FILE, ArgsYaml.text(settings));
            return begun;
        });
    }

    /**
     * A run that was interrupted, from its last checkpoint or, if it had none yet, from its beginning.
     *
     * @param data as it is now
     * @param planned the recipe of a run without a checkpoint
     * @throws io.candor.data.InvalidInput if another run has the folder, or the data set is another than it was
     */
    static OpenRun resume(Resumption resumption, DataFingerprint data, Supplier<Recipe> planned, RunListener listener)
            throws IOException {
        RunFolder folder = resumption.folder();
        RunLock lock = folder.lock(RunFolder.Existing.REUSE, listener);
        Settings settings = resumption.settings();
        OpenRun locked = new OpenRun(settings, null, folder, lock, Optional.empty(), listener);
        return locked.kept(run -> {
            resumption.requireSame(data);
            Optional<Checkpoint> checkpoint = resumption.checkpoint();
            listener.say(checkpoint
                    .map(OpenRun::resuming)
                    .orElse("The run was interrupted before its first checkpoint: starting it again."));
            data.write(folder);
            folder.write(ArgsYaml.FILE, ArgsYaml.text(settings)); // where the data set lies may have changed
            Recipe recipe = checkpoint.map(Checkpoint::recipe).orElseGet(planned);
            return new OpenRun(settings, recipe, folder, lock, checkpoint, listener);
        });
    }

    /** What comes of using the run; if that fails, others can have its folder. */
    <T> T kept(Needs<OpenRun, T> use) throws IOException {
        boolean made = false;
        try {
            T result = use.of(this);
            made = true;
            return result;
        } finally {
            if (!made) {
                close();
            }
        }
    }

    @Override
    public void close() {
        lock.close();
    }

    private static String resuming(Checkpoint found) {
        int epochs = found.recipe().length().epochs();
        if (found.progress().epoch() >= epochs) {
            return "This run is finished (%d of %d epochs); its best network is judged again. To train on, start a new run with --model weights/last.safetensors."
                    .formatted(epochs, epochs);
        }
        return "Resuming after epoch %d, batch %d."
                .formatted(found.progress().epoch(), found.progress().batch());
    }

    /** What is trained, and what that means for smoothing. */
    static String task(Task task) {
        String unless = "unless --label-smoothing says otherwise";
        return switch (task) {
            case CLASSIFY ->
                "Task classify: one class per picture. With the loss ce and plain labels these are smoothed by 0.1 %s (0 by default to detect)."
                        .formatted(unless);
            case DETECT ->
                "Task detect: boxes with classes. Labels are smoothed by 0 %s (0.1 by default to classify)."
                        .formatted(unless);
            case SEGMENT ->
                "Task segment: boxes with classes and masks. Labels are smoothed by 0 %s; masks are never smoothed."
                        .formatted(unless);
        };
    }

    Device device() {
        return Device.of(recipe.compute().device());
    }

    Precision precision() {
        return recipe.compute().precision().on(device());
    }

    /** Tables and events of the run. */
    RunLog log(TaskLog task) throws IOException {
        return RunLog.open(folder, recipe, task, settings, listener);
    }

    /**
     * Trains to the end, or until it is stopped.
     *
     * @param pictures drawn of the first batches beside the training
     */
    Outcome train(Job job, ConfidenceJudge judge, RunLog log, BatchPictures pictures, StopRequest stop) {
        Trainer trainer = new Trainer(job)
                .validator(judge)
                .onStep(log)
                .onEpoch(log.listening(judge))
                .stopOn(stop);
        Outcome outcome = checkpoint.isPresent() ? trainer.resume(checkpoint.get()) : trainer.train();
        pictures.finish();
        return outcome;
    }

    /** Lists what was left out of the data set, and what only decoding found out. */
    @SafeVarargs
    final void skipped(List<Skipped> known, List<Skipped>... undecodable) throws IOException {
        List<Skipped> all = new ArrayList<>();
        for (List<Skipped> some : undecodable) {
            all.addAll(some);
        }
        SkippedList.extend(folder, known, all, listener);
    }

    /**
     * What a user should know of the data set before the first step.
     *
     * @param notes of whoever read it
     */
    void sayData(List<String> notes, List<Skipped> skipped, NoiseSettings.Spoiled noise, Classes classes)
            throws IOException {
        notes.forEach(listener::say);
        SkippedList.write(folder, skipped, listener);
        noise.write(folder, classes, listener);
    }

    /** What the settings of smoothing come to. */
    void saySmoothing(Classes classes, Softening.Activation activation) {
        recipe.objective()
                .smoothing()
                .describe(classes.size(), recipe.length().epochs(), activation)
                .forEach(listener::say);
        recipe.objective().smoothing().scale(classes).ifPresent(listener::say);
    }

    /**
     * What to beware of, how it is learned and where it is written.
     *
     * @param images number of images to learn from
     * @param layout of maps in memory, where it is told
     */
    void sayCourse(Classes classes, int images, Optional<String> layout) {
        SmoothingWarnings.of(settings, classes.size()).forEach(warning -> listener.say("Warning: " + warning));
        OptimizerLines.of(settings, recipe, classes.size(), images).forEach(listener::say);
        listener.say("Precision %s on %s, %s%d loader threads. Run folder: %s"
                .formatted(
                        precision().name().toLowerCase(Locale.ROOT),
                        device(),
                        layout.map(name -> name + ", ").orElse(""),
                        PlaceKeys.workers(settings),
                        folder.path()));
    }

    /** Runs with what the network learns from beside its labels, and gives the folder back. */
    TrainRun.Result guided(Network pupil, Classes classes, Needs<Guidance, TrainRun.Result> use) throws IOException {
        try (OpenRun run = this;
                Guidance guidance = ObjectiveSettings.guidance(run.recipe, pupil.on(device()), classes)) {
            return use.of(guidance);
        }
    }

    /** What is said of the best network of a run; empty if the run is to be resumed. */
    <E> Optional<E> best(Outcome outcome, Task task, Needs<Network, E> judge) throws IOException {
        if (outcome.ending() == Outcome.Ending.STOPPED) {
            listener.say("Stopped after the step under way and saved.");
            return Optional.empty();
        }
        try (Network network = written(outcome.bestWeights(), task)) {
            return Optional.of(judge.of(network));
        }
    }

    /** Which network the figures that follow are of. */
    void sayBest(Outcome outcome) {
        listener.say("Best epoch %d:".formatted(outcome.bestEpoch() + 1));
    }

    /** The network of a weight file the run wrote; to be closed. */
    Network written(Path weights, Task task) {
        return NetworkFile.load(weights, task).network().on(device()).precision(precision());
    }
}
