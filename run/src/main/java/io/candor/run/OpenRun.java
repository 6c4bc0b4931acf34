package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.read.Skipped;
import io.candor.data.target.Softening;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.tensor.Device;
import io.candor.tensor.Precision;
import io.candor.train.Checkpoint;
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
 * @param checkpoint to go on from; empty to train from the first epoch
 */
record OpenRun(
        Settings settings, Recipe recipe, RunFolder folder, Optional<Checkpoint> checkpoint, RunListener listener) {

    /** A new run in a folder of its own. Everything that can be refused has been looked at. */
    static OpenRun begin(Settings settings, Recipe recipe, RunListener listener) throws IOException {
        RunFolder folder = RunFolder.of(settings, TrainKeys.NAME);
        folder.forget();
        folder.write(ArgsYaml.FILE, ArgsYaml.text(settings));
        return new OpenRun(settings, recipe, folder, Optional.empty(), listener);
    }

    /**
     * A run that was interrupted, from its last checkpoint or, if it had none yet, from its beginning.
     *
     * @param planned the recipe of a run without a checkpoint
     */
    static OpenRun resume(Resumption resumption, Supplier<Recipe> planned, RunListener listener) {
        listener.say(resumption
                .checkpoint()
                .map(OpenRun::resuming)
                .orElse("The run was interrupted before its first checkpoint: starting it again."));
        return new OpenRun(
                resumption.settings(),
                resumption.checkpoint().map(Checkpoint::recipe).orElseGet(planned),
                resumption.folder(),
                resumption.checkpoint(),
                listener);
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
                "Task classify: one class per picture. Labels are smoothed by 0.1 %s (0 by default to detect)."
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

    /** Whether the run is to be resumed, so that there is nothing to judge yet; says so. */
    boolean stopped(Outcome outcome) {
        boolean stopped = outcome.ending() == Outcome.Ending.STOPPED;
        if (stopped) {
            listener.say("Stopped after the step under way and saved.");
        }
        return stopped;
    }

    /** The network of a weight file the run wrote; to be closed. */
    Network written(Path weights, Task task) {
        return NetworkFile.load(weights, task).network().on(device()).precision(precision());
    }
}
