package io.candor.run;

import io.candor.data.Sample;
import io.candor.data.load.Loader;
import io.candor.data.read.Skipped;
import io.candor.data.target.Softening;
import io.candor.detect.SuppressionOptions;
import io.candor.loss.DetectionLoss;
import io.candor.metric.DetectionEvaluation;
import io.candor.network.Definition;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.tensor.Device;
import io.candor.tensor.Precision;
import io.candor.train.Batches;
import io.candor.train.Checkpoint;
import io.candor.train.Checkpoints;
import io.candor.train.Job;
import io.candor.train.MemoryLimit;
import io.candor.train.Outcome;
import io.candor.train.Provenance;
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

/** One training run from its settings to its folder. */
final class TrainJob {

    /** Training images whose confidences are logged beside those of the validation images; a few, for speed. */
    private static final int TRAIN_SAMPLE = 64;

    private final Settings settings;
    private final Recipe recipe;
    private final TrainingData data;
    private final StartWeights weights;
    private final RunFolder folder;
    private final Optional<Checkpoint> checkpoint;
    private final RunListener listener;
    private final StopRequest stop;

    private TrainJob(
            Settings settings,
            Recipe recipe,
            TrainingData data,
            RunFolder folder,
            Optional<Checkpoint> checkpoint,
            RunListener listener,
            StopRequest stop) {
        this.settings = settings;
        this.recipe = recipe;
        this.data = data;
        this.weights = StartWeights.of(
                settings.value(TrainKeys.MODEL), data.classes(), recipe.input().seed());
        this.folder = folder;
        this.checkpoint = checkpoint;
        this.listener = listener;
        this.stop = stop;
    }

    /** A new run. Everything that can be refused is looked at before the folder is made. */
    static TrainJob start(Settings asked, RunListener listener, StopRequest stop) throws IOException {
        Settings settings = TrainRun.recorded(asked);
        ObjectiveSettings.requireDetectable(settings);
        ImageSize.rounded(settings.value(TrainKeys.IMGSZ), listener);
        Device.of(TrainPlan.recipe(settings).compute().device());
        TrainingData data = TrainingData.of(settings);
        Recipe recipe = TrainPlan.recipe(settings, data.classes());
        Definition definition = StartWeights.trained(
                settings.value(TrainKeys.MODEL), data.classes().size());
        MemoryLimit.check(recipe, definition, data.train().size());
        RunFolder folder = RunFolder.of(settings, TrainKeys.NAME);
        folder.forget();
        folder.write(ArgsYaml.FILE, ArgsYaml.text(settings));
        return new TrainJob(settings, recipe, data, folder, Optional.empty(), listener, stop);
    }

    /** A run that was interrupted, from its last checkpoint or, if it had none yet, from its beginning. */
    static TrainJob resume(Resumption resumption, RunListener listener, StopRequest stop) {
        Settings settings = resumption.settings();
        TrainingData data = TrainingData.of(settings);
        Recipe recipe = resumption
                .checkpoint()
                .map(Checkpoint::recipe)
                .orElseGet(() -> TrainPlan.recipe(settings, data.classes()));
        listener.say(resumption
                .checkpoint()
                .map(TrainJob::resuming)
                .orElse("The run was interrupted before its first checkpoint: starting it again."));
        return new TrainJob(settings, recipe, data, resumption.folder(), resumption.checkpoint(), listener, stop);
    }

    /** What is trained, and what that means for smoothing. */
    static String task(Task task) {
        return task == Task.CLASSIFY
                ? "Task classify: one class per picture. Labels are smoothed by 0.1 unless --label-smoothing says otherwise (0 by default to detect)."
                : "Task detect: boxes with classes. Labels are smoothed by 0 unless --label-smoothing says otherwise (0.1 by default to classify).";
    }

    static String resuming(Checkpoint found) {
        int epochs = found.recipe().length().epochs();
        if (found.progress().epoch() >= epochs) {
            return "This run is finished (%d of %d epochs); its best network is judged again. To train on, start a new run with --model weights/last.safetensors."
                    .formatted(epochs, epochs);
        }
        return "Resuming after epoch %d, batch %d."
                .formatted(found.progress().epoch(), found.progress().batch());
    }

    TrainRun.Result run() throws IOException {
        try (Network network = weights.network();
                Loader loader = new Loader(data.train(), TrainPlan.loading(recipe, settings));
                SplitInference val = judging(data.val());
                SplitInference sample = judging(trainSample());
                RunLog log = RunLog.open(folder, recipe, new DetectionLog(), settings, listener)) {
            say();
            DetectionLoss loss = recipe.objective().loss(data.classes().size());
            EpochJudge judge = new EpochJudge(data, val, sample, loss, listener);
            BatchPictures pictures = new BatchPictures(folder, data.classes());
            Batches batches = Batches.of(loader, data.train().size(), pictures::seen);
            Checkpoints checkpoints = new Checkpoints(folder.weights(), provenance());
            Trainer trainer = new Trainer(new Job(recipe, network, batches, checkpoints))
                    .validator(judge)
                    .onStep(log)
                    .onEpoch(log.listening(judge))
                    .stopOn(stop);
            Outcome outcome = checkpoint.isPresent() ? trainer.resume(checkpoint.get()) : trainer.train();
            pictures.finish();
            List<Skipped> undecodable = new ArrayList<>(loader.skipped());
            undecodable.addAll(val.loader().skipped());
            SkippedList.extend(folder, data.source().skipped(), undecodable, listener);
            return new TrainRun.Result(folder, outcome, finish(outcome, val, judge), Optional.empty());
        }
    }

    private SplitInference judging(List<Sample> samples) {
        return new SplitInference(samples, TrainPlan.judging(recipe, settings), SuppressionOptions.forEvaluation());
    }

    private List<Sample> trainSample() {
        return TrainingData.share(
                data.train(), Math.min(1, (double) TRAIN_SAMPLE / data.train().size()));
    }

    private Provenance provenance() {
        return new Provenance(data.classes(), data.source().source().toString(), weights.origin(), Build.version());
    }

    /** What a user should know before the first step. */
    private void say() throws IOException {
        listener.say(task(Task.DETECT));
        listener.say("%s: %d classes; %d images with %d labels to train on, %d to validate on."
                .formatted(
                        data.source().source(),
                        data.classes().size(),
                        data.train().size(),
                        data.trainLabels(),
                        data.val().size()));
        data.source().notes().forEach(listener::say);
        SkippedList.write(folder, data.source().skipped(), listener);
        data.noise().write(folder, data.source().classes(), listener);
        listener.say(weights.describe());
        recipe.objective()
                .smoothing()
                .describe(data.classes().size(), recipe.length().epochs(), Softening.Activation.SIGMOID)
                .forEach(listener::say);
        if (weights.network().definition().endToEnd()) {
            listener.say(
                    "The network has two branches. Both are told the same targets, smoothed alike: one at up to 10 anchors per object, the other at 1. Their losses are added.");
        }
        SmoothingWarnings.of(settings, data.classes().size()).forEach(warning -> listener.say("Warning: " + warning));
        OptimizerLines.of(settings, recipe, data.classes().size(), data.train().size())
                .forEach(listener::say);
        listener.say("Precision %s on %s, %s, %d loader threads. Run folder: %s"
                .formatted(
                        precision().name().toLowerCase(Locale.ROOT),
                        device(),
                        weights.network()
                                .layout()
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'),
                        PlaceKeys.workers(settings),
                        folder.path()));
    }

    private Device device() {
        return Device.of(recipe.compute().device());
    }

    private Precision precision() {
        return recipe.compute().precision().on(device());
    }

    /** Judges the best network once more and draws everything; nothing if the run is to be resumed. */
    private Optional<DetectionEvaluation> finish(Outcome outcome, SplitInference val, EpochJudge judge)
            throws IOException {
        if (outcome.ending() == Outcome.Ending.STOPPED) {
            listener.say("Stopped after the step under way and saved.");
            return Optional.empty();
        }
        Path best = outcome.bestWeights();
        try (Network network = NetworkFile.load(best).network().on(device()).precision(precision())) {
            SplitInference.Found found = val.run(network, Optional.empty(), listener, "evaluate best");
            Judgement judgement = Judgement.of(found, data.source().source(), data.classes());
            judgement.write(folder, Located.provenance(settings, best, precision()));
            judgement.draw(folder, recipe.input().batch());
            judge.drawTrain(folder);
            listener.say("Best epoch %d:".formatted(outcome.bestEpoch() + 1));
            judgement.say(listener, found.imagesPerSecond());
            return Optional.of(judgement.evaluation());
        }
    }
}
