package io.candor.run;

import io.candor.data.Detection;
import io.candor.data.Sample;
import io.candor.data.load.Loader;
import io.candor.data.load.LoaderOptions;
import io.candor.data.target.Softening;
import io.candor.detect.SuppressionOptions;
import io.candor.loss.DetectionLoss;
import io.candor.metric.DetectionEvaluation;
import io.candor.network.Definition;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.tensor.Device;
import io.candor.train.Batches;
import io.candor.train.Checkpoints;
import io.candor.train.Guidance;
import io.candor.train.Job;
import io.candor.train.MemoryLimit;
import io.candor.train.Outcome;
import io.candor.train.Provenance;
import io.candor.train.Recipe;
import io.candor.train.StopRequest;
import io.candor.weights.NetworkFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One training run from its settings to its folder. */
final class TrainJob {

    /** Training images whose confidences are logged beside those of the validation images; a few, for speed. */
    private static final int TRAIN_SAMPLE = 64;

    private final OpenRun run;
    private final TrainingData data;
    private final StartWeights weights;

    private TrainJob(OpenRun run, TrainingData data) {
        this.run = run;
        this.data = data;
        weights = StartWeights.of(
                run.settings().value(TrainKeys.MODEL),
                data.classes(),
                run.recipe().input().seed());
    }

    /** A new run. Everything that can be refused is looked at before the folder is made. */
    static TrainJob start(Settings asked, RunListener listener) throws IOException {
        return start(asked, TrainingData::of, listener);
    }

    /** The same on data that may be a part of what the settings name. */
    static TrainJob start(Settings asked, Function<Settings, TrainingData> reader, RunListener listener)
            throws IOException {
        ImageSize.rounded(asked.value(TrainKeys.IMGSZ), listener);
        Ready ready = ready(asked, reader);
        return OpenRun.begin(ready.settings, ready.recipe, DataFingerprint.of(ready.data.source()), listener)
                .kept(run -> new TrainJob(run, ready.data));
    }

    /**
     * What a run can be started with.
     *
     * @param settings as they are recorded
     */
    record Ready(Settings settings, TrainingData data, Recipe recipe) {}

    /** Refuses what cannot be trained, before anything is written. */
    static Ready ready(Settings asked, Function<Settings, TrainingData> reader) {
        Settings settings = TrainRun.recorded(asked);
        ObjectiveSettings.requireDetectable(settings);
        Device.of(TrainPlan.recipe(settings).compute().device());
        TrainingData data = reader.apply(settings);
        Recipe recipe = TrainPlan.recipe(settings, data.classes());
        Definition definition = StartWeights.trained(
                settings.value(TrainKeys.MODEL), data.classes().size());
        NetworkFile.requireTask(settings.value(TrainKeys.MODEL), definition, TrainingTask.of(settings));
        MemoryLimit.check(recipe, definition, data.train().size());
        ObjectiveSettings.requireTeacher(recipe, data.classes(), definition.task());
        return new Ready(settings, data, recipe);
    }

    /** A run that was interrupted. */
    static TrainJob resume(Resumption resumption, RunListener listener) throws IOException {
        Settings settings = resumption.settings();
        TrainingData data = TrainingData.of(settings);
        resumption.requireClasses(data.classes());
        return OpenRun.resume(
                        resumption,
                        DataFingerprint.of(data.source()),
                        () -> TrainPlan.recipe(settings, data.classes()),
                        listener)
                .kept(run -> new TrainJob(run, data));
    }

    TrainRun.Result run(StopRequest stop) throws IOException {
        return run.guided(weights.network(), data.classes(), guidance -> run(guidance, stop));
    }

    private TrainRun.Result run(Guidance guidance, StopRequest stop) throws IOException {
        Recipe recipe = run.recipe();
        try (Network network = weights.network();
                Loader loader = new Loader(data.train(), TrainPlan.loading(recipe, run.settings()));
                SplitInference val = judging(data.val(), TrainPlan.masks(run.settings()));
                SplitInference sample = judging(trainSample(), LoaderOptions.Masks.NONE);
                RunLog log = run.log(new DetectionLog(task()))) {
            say();
            DetectionLoss loss = recipe.objective().loss(data.classes().size());
            EpochJudge judge = new EpochJudge(data, val, sample, loss, run.listener());
            BatchPictures pictures = new BatchPictures(run.folder(), data.classes());
            Batches batches = Batches.of(loader, data.train().size(), pictures::seen);
            Job job = new Job(
                    recipe,
                    network,
                    recipe.objective()
                            .detection(data.classes().size(), recipe.length().epochs(), guidance),
                    batches,
                    new Checkpoints(run.folder().weights(), provenance()));
            Outcome outcome = run.train(job, judge, log, pictures, stop);
            run.skipped(data.source().skipped(), loader.skipped(), val.loader().skipped());
            return new TrainRun.Result(run.folder(), outcome, finish(outcome, val, judge), Optional.empty());
        }
    }

    private Task task() {
        return weights.network().definition().task();
    }

    /**
     * What a network of this run finds on images.
     *
     * @param file of weights that the run wrote
     */
    Map<Sample, List<Detection>> found(Path file, List<Sample> samples) {
        try (Network network = run.written(file, task());
                SplitInference inference = judging(samples, LoaderOptions.Masks.NONE)) {
            return inference
                    .run(network, Optional.empty(), run.listener(), "predict")
                    .detections();
        }
    }

    /** @param masks drawn for passes that compute the loss; others do without */
    private SplitInference judging(List<Sample> samples, LoaderOptions.Masks masks) {
        return new SplitInference(
                samples,
                TrainPlan.judging(run.recipe(), run.settings()).withMasks(masks),
                SuppressionOptions.forEvaluation());
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
        RunListener listener = run.listener();
        listener.say(OpenRun.task(task()));
        listener.say("%s: %d classes; %d images with %d labels to train on, %d to validate on."
                .formatted(
                        data.source().source(),
                        data.classes().size(),
                        data.train().size(),
                        data.trainLabels(),
                        data.val().size()));
        run.sayData(
                data.source().notes(),
                data.source().skipped(),
                data.noise(),
                data.source().classes());
        SkippedList.warning(data.source()).ifPresent(listener::say);
        listener.say(weights.describe());
        run.saySmoothing(data.classes(), Softening.Activation.SIGMOID);
        if (weights.network().definition().endToEnd()) {
            listener.say(
                    "The network has two branches. Both are told the same targets, smoothed alike: one at up to 10 anchors per object, the other at 1. Their losses are added.");
        }
        String layout = weights.network().layout().name().toLowerCase(Locale.ROOT);
        run.sayCourse(data.classes(), data.train().size(), Optional.of(layout.replace('_', '-')));
    }

    /** Judges the best network once more and draws everything; nothing if the run is to be resumed. */
    private Optional<DetectionEvaluation> finish(Outcome outcome, SplitInference val, EpochJudge judge)
            throws IOException {
        return run.best(outcome, task(), network -> {
            SplitInference.Found found = val.run(network, Optional.empty(), run.listener(), "evaluate best");
            Judgement judgement = Judgement.of(
                    found,
                    data.source().source(),
                    data.classes(),
                    Judgement.widest(network.definition().task()));
            judgement.write(run.folder(), Located.provenance(run.settings(), outcome.bestWeights(), run.precision()));
            judgement.draw(run.folder(), run.recipe().input().batch());
            judge.drawTrain(run.folder());
            run.sayBest(outcome);
            judgement.say(run.listener(), found.imagesPerSecond());
            return judgement.evaluation();
        });
    }
}
