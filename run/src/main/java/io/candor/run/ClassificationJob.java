package io.candor.run;

import io.candor.data.Sample;
import io.candor.data.load.ClassificationLoader;
import io.candor.data.read.ClassificationReader;
import io.candor.data.read.ClassificationSet;
import io.candor.data.read.Skipped;
import io.candor.data.target.ClassTarget;
import io.candor.data.target.ClassTargets;
import io.candor.data.target.Softening;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ClassificationSettings;
import io.candor.metric.ConfidenceHistogram;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.report.ClassificationCharts;
import io.candor.tensor.Device;
import io.candor.tensor.Precision;
import io.candor.train.Checkpoint;
import io.candor.train.Checkpoints;
import io.candor.train.ClassificationCriterion;
import io.candor.train.ClassificationCriterion.Guidance;
import io.candor.train.ClassificationCriterion.Opinions;
import io.candor.train.Job;
import io.candor.train.MemoryLimit;
import io.candor.train.Outcome;
import io.candor.train.PictureBatches;
import io.candor.train.Provenance;
import io.candor.train.Recipe;
import io.candor.train.StopRequest;
import io.candor.train.Teacher;
import io.candor.train.Trainer;
import io.candor.weights.NetworkFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One training run of a classifier from its settings to its folder. */
final class ClassificationJob {

    /** Training pictures whose confidences are logged beside those of the validation pictures. */
    private static final int TRAIN_SAMPLE = 1000;

    private final Settings settings;
    private final Recipe recipe;
    private final ClassificationData data;
    private final StartWeights weights;
    private final RunFolder folder;
    private final Optional<Checkpoint> checkpoint;
    private final RunListener listener;

    private ClassificationJob(
            Settings settings,
            Recipe recipe,
            ClassificationData data,
            RunFolder folder,
            Optional<Checkpoint> checkpoint,
            RunListener listener) {
        this.settings = settings;
        this.recipe = recipe;
        this.data = data;
        weights = StartWeights.classifier(settings.value(TrainKeys.MODEL), data.classes(), recipe.input());
        this.folder = folder;
        this.checkpoint = checkpoint;
        this.listener = listener;
    }

    /** A new run. Everything that can be refused is looked at before the folder is made. */
    static ClassificationJob start(Settings asked, RunListener listener) throws IOException {
        Settings located = Located.absolute(asked);
        ClassificationSet set = ClassificationReader.read(located.required(PlaceKeys.DATA));
        Settings settings = ClassificationPlan.resolved(located, set);
        ClassificationData data = ClassificationData.of(set, settings);
        Recipe recipe = ClassificationPlan.recipe(settings, data.classes());
        Device.of(recipe.compute().device());
        MemoryLimit.check(
                recipe,
                StartWeights.trainedClassifier(settings.value(TrainKeys.MODEL), data.classes(), recipe.input()),
                data.train().size());
        ObjectiveSettings.requireTeacher(recipe, data.classes());
        RunFolder folder = RunFolder.of(settings, TrainKeys.NAME);
        folder.forget();
        folder.write(ArgsYaml.FILE, ArgsYaml.text(settings));
        return new ClassificationJob(settings, recipe, data, folder, Optional.empty(), listener);
    }

    /** A run that was interrupted, from its last checkpoint or, if it had none yet, from its beginning. */
    static ClassificationJob resume(Resumption resumption, RunListener listener) {
        Settings settings = resumption.settings();
        ClassificationSet set = ClassificationReader.read(settings.required(PlaceKeys.DATA));
        ClassificationData data = ClassificationData.of(set, settings);
        Recipe recipe = resumption
                .checkpoint()
                .map(Checkpoint::recipe)
                .orElseGet(() -> ClassificationPlan.recipe(settings, data.classes()));
        listener.say(resumption
                .checkpoint()
                .map(TrainJob::resuming)
                .orElse("The run was interrupted before its first checkpoint: starting it again."));
        return new ClassificationJob(settings, recipe, data, resumption.folder(), resumption.checkpoint(), listener);
    }

    TrainRun.Result run(StopRequest stop) throws IOException {
        weights.network().on(device());
        Guidance guidance = ObjectiveSettings.guidance(recipe, weights.network(), data.classes());
        try {
            return run(guidance, stop);
        } finally {
            guidance.teacher().ifPresent(Teacher::close);
        }
    }

    private TrainRun.Result run(Guidance guidance, StopRequest stop) throws IOException {
        try (Network network = weights.network();
                ClassificationLoader loader = new ClassificationLoader(
                        data.train(), ClassificationPlan.loading(recipe, settings), data.set()::image);
                PictureInference val = judging(data.val());
                PictureInference sample = judging(ClassificationPlan.some(data.train(), TRAIN_SAMPLE));
                RunLog log = RunLog.open(folder, recipe, new ClassificationLog(), settings, listener)) {
            say();
            ClassificationJudge judge = new ClassificationJudge(val, sample, judgingCriterion(), listener);
            BatchPictures pictures = new BatchPictures(folder, data.classes());
            Job job = new Job(
                    recipe,
                    network,
                    criterion(guidance),
                    new PictureBatches(loader, data.train().size(), pictures::seen),
                    new Checkpoints(folder.weights(), provenance()));
            Trainer trainer = new Trainer(job)
                    .validator(judge)
                    .onStep(log)
                    .onEpoch(log.listening(judge))
                    .stopOn(stop);
            Outcome outcome = checkpoint.isPresent() ? trainer.resume(checkpoint.get()) : trainer.train();
            pictures.finish();
            List<Skipped> undecodable = new ArrayList<>(loader.skipped());
            undecodable.addAll(val.loader().skipped());
            SkippedList.extend(folder, data.set().dataset().skipped(), undecodable, listener);
            return new TrainRun.Result(folder, outcome, Optional.empty(), finish(outcome, val, sample));
        }
    }

    private PictureInference judging(List<Sample> samples) {
        return new PictureInference(data.set(), samples, ClassificationPlan.judging(recipe, settings));
    }

    /** What is minimised. */
    private ClassificationCriterion criterion(Guidance guidance) {
        return criterion(recipe, data.targets(data.train()), data.classes().size(), guidance);
    }

    /** What is minimised over pictures with these targets. */
    static ClassificationCriterion criterion(
            Recipe recipe, Map<Path, ClassTarget> labels, int classes, Guidance guidance) {
        ClassTargets targets = new ClassTargets(
                recipe.objective().smoothing(), classes, recipe.length().epochs());
        return new ClassificationCriterion(
                labels,
                targets,
                recipe.objective().loss().classification(),
                opinions(recipe),
                recipe.optimization().nominalBatch(),
                guidance);
    }

    /** The same under the plan's own factor, whatever the epoch, so that epochs can be compared. */
    private ClassificationCriterion judgingCriterion() {
        Softening constant = recipe.objective().smoothing(data.classes().size());
        return new ClassificationCriterion(
                data.targets(data.val()),
                ClassTargets.constant(constant, data.classes().size()),
                recipe.objective().loss().classification(),
                opinions(recipe),
                0,
                Guidance.NONE);
    }

    private static Opinions opinions(Recipe recipe) {
        return recipe.objective().epsilon() != 0 ? Opinions.SMOOTH : Opinions.KEEP;
    }

    private Provenance provenance() {
        return new Provenance(
                data.classes(), data.set().dataset().source().toString(), weights.origin(), Build.version());
    }

    /** What a user should know before the first step. */
    private void say() throws IOException {
        listener.say(TrainJob.task(Task.CLASSIFY));
        listener.say("%s: %d classes; %d pictures to train on, %d to validate on, %d x %d pixels."
                .formatted(
                        data.set().dataset().source(),
                        data.classes().size(),
                        data.train().size(),
                        data.val().size(),
                        recipe.input().imageSize(),
                        recipe.input().imageSize()));
        data.set().dataset().notes().forEach(listener::say);
        SkippedList.write(folder, data.set().dataset().skipped(), listener);
        data.noise().write(folder, data.classes(), listener);
        listener.say(weights.describe());
        if (!data.set().opinions().isEmpty()) {
            listener.say("%d pictures have soft targets, from probabilities or votes; they are %s."
                    .formatted(
                            data.set().opinions().size(),
                            opinions(recipe) == Opinions.KEEP
                                    ? "not smoothed on top unless --label-smoothing is given"
                                    : "smoothed on top, as asked"));
        }
        recipe.objective()
                .smoothing()
                .describe(data.classes().size(), recipe.length().epochs(), Softening.Activation.SOFTMAX)
                .forEach(listener::say);
        SmoothingWarnings.of(settings, data.classes().size()).forEach(warning -> listener.say("Warning: " + warning));
        OptimizerLines.of(settings, recipe, data.classes().size(), data.train().size())
                .forEach(listener::say);
        listener.say("Precision %s on %s, %d loader threads. Run folder: %s"
                .formatted(
                        precision().name().toLowerCase(Locale.ROOT),
                        device(),
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
    private Optional<ClassificationEvaluation> finish(Outcome outcome, PictureInference val, PictureInference sample)
            throws IOException {
        if (outcome.ending() == Outcome.Ending.STOPPED) {
            listener.say("Stopped after the step under way and saved.");
            return Optional.empty();
        }
        Path best = outcome.bestWeights();
        try (Network network =
                NetworkFile.load(best, Task.CLASSIFY).network().on(device()).precision(precision())) {
            PictureInference.Found found = val.run(network, Optional.empty(), listener, "evaluate best");
            PictureJudgement judgement =
                    PictureJudgement.of(found.set(), ClassificationSettings.defaults(), BootstrapSettings.defaults());
            judgement.write(folder, Located.provenance(settings, best, precision()));
            ConfidenceHistogram learned =
                    ConfidenceHistogram.of(sample.run(network, Optional.empty(), RunListener.SILENT, "evaluate best")
                            .set());
            Files.createDirectories(folder.file("train_sample"));
            ClassificationCharts.write(learned, folder.file("train_sample").resolve("confidence_histogram.png"));
            listener.say("Best epoch %d:".formatted(outcome.bestEpoch() + 1));
            judgement.say(listener, found.imagesPerSecond());
            return Optional.of(judgement.evaluation());
        }
    }
}
