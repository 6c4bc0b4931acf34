package io.candor.run;

import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.load.ClassificationLoader;
import io.candor.data.read.ClassificationReader;
import io.candor.data.read.ClassificationSet;
import io.candor.data.target.ClassTarget;
import io.candor.data.target.ClassTargets;
import io.candor.data.target.Softening;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ClassificationSettings;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.ConfidenceHistogram;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.report.ClassificationCharts;
import io.candor.tensor.Device;
import io.candor.train.Checkpoints;
import io.candor.train.ClassificationCriterion;
import io.candor.train.ClassificationCriterion.Opinions;
import io.candor.train.Guidance;
import io.candor.train.Job;
import io.candor.train.MemoryLimit;
import io.candor.train.Outcome;
import io.candor.train.PictureBatches;
import io.candor.train.Provenance;
import io.candor.train.Recipe;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One training run of a classifier from its settings to its folder. */
final class ClassificationJob {

    /** Training pictures whose confidences are logged beside those of the validation pictures. */
    private static final int TRAIN_SAMPLE = 1000;

    private final OpenRun run;
    private final ClassificationData data;
    private final StartWeights weights;

    private ClassificationJob(OpenRun run, ClassificationData data) {
        this.run = run;
        this.data = data;
        weights = StartWeights.classifier(
                run.settings().value(TrainKeys.MODEL),
                data.classes(),
                run.recipe().input());
    }

    /** A new run. Everything that can be refused is looked at before the folder is made. */
    static ClassificationJob start(Settings asked, RunListener listener) throws IOException {
        ClassificationSet set =
                ClassificationReader.read(Located.absolute(asked).required(PlaceKeys.DATA));
        return start(asked, set, settings -> ClassificationData.of(set, settings), listener);
    }

    /**
     * The same on a part of the data.
     *
     * @param set what the settings name
     * @param divided the part, by the settings as they are recorded
     */
    static ClassificationJob start(
            Settings asked, ClassificationSet set, Function<Settings, ClassificationData> divided, RunListener listener)
            throws IOException {
        Ready ready = ready(asked, set, divided);
        return OpenRun.begin(ready.settings, ready.recipe, DataFingerprint.of(set), listener)
                .kept(run -> new ClassificationJob(run, ready.data));
    }

    /**
     * What a run can be started with.
     *
     * @param settings as they are recorded
     */
    record Ready(Settings settings, ClassificationData data, Recipe recipe) {}

    /** Refuses what cannot be trained, before anything is written. */
    static Ready ready(Settings asked, ClassificationSet set, Function<Settings, ClassificationData> divided) {
        Settings settings = ClassificationPlan.resolved(Located.absolute(asked), set);
        ClassificationData data = divided.apply(settings);
        Recipe recipe = ClassificationPlan.recipe(settings, data.classes());
        Device.of(recipe.compute().device());
        MemoryLimit.check(
                recipe,
                StartWeights.trainedClassifier(settings.value(TrainKeys.MODEL), data.classes(), recipe.input()),
                data.train().size());
        ObjectiveSettings.requireTeacher(recipe, data.classes(), Task.CLASSIFY);
        return new Ready(settings, data, recipe);
    }

    /** A run that was interrupted. */
    static ClassificationJob resume(Resumption resumption, RunListener listener) throws IOException {
        Settings settings = resumption.settings();
        ClassificationSet set = ClassificationReader.read(settings.required(PlaceKeys.DATA));
        ClassificationData data = ClassificationData.of(set, settings);
        resumption.requireClasses(data.classes());
        return OpenRun.resume(
                        resumption,
                        DataFingerprint.of(set),
                        () -> ClassificationPlan.recipe(settings, data.classes()),
                        listener)
                .kept(run -> new ClassificationJob(run, data));
    }

    TrainRun.Result run(StopRequest stop) throws IOException {
        return run.guided(weights.network(), data.classes(), guidance -> run(guidance, stop));
    }

    private TrainRun.Result run(Guidance guidance, StopRequest stop) throws IOException {
        try (Network network = weights.network();
                ClassificationLoader loader = new ClassificationLoader(
                        data.train(), ClassificationPlan.loading(run.recipe(), run.settings()), data.set()::image);
                PictureInference val = judging(data.val());
                PictureInference sample = judging(ClassificationPlan.some(data.train(), TRAIN_SAMPLE));
                RunLog log = run.log(new ClassificationLog())) {
            say();
            ClassificationJudge judge = new ClassificationJudge(val, sample, judgingCriterion(), run.listener());
            BatchPictures pictures = new BatchPictures(run.folder(), data.classes());
            Job job = new Job(
                    run.recipe(),
                    network,
                    criterion(guidance),
                    new PictureBatches(loader, data.train().size(), pictures::seen),
                    new Checkpoints(run.folder().weights(), provenance()));
            Outcome outcome = run.train(job, judge, log, pictures, stop);
            run.skipped(
                    data.set().dataset().skipped(),
                    loader.skipped(),
                    val.loader().skipped());
            return new TrainRun.Result(run.folder(), outcome, Optional.empty(), finish(outcome, val, sample));
        }
    }

    /**
     * What a network of this run says of pictures.
     *
     * @param weights a file the run wrote
     */
    ClassifiedSet said(Path weights, List<Sample> samples) {
        try (Network network = run.written(weights, Task.CLASSIFY);
                PictureInference inference = judging(samples)) {
            return inference
                    .run(network, Optional.empty(), run.listener(), "predict")
                    .set();
        }
    }

    private PictureInference judging(List<Sample> samples) {
        return new PictureInference(data.set(), samples, ClassificationPlan.judging(run.recipe(), run.settings()));
    }

    /** What is minimised. */
    private ClassificationCriterion criterion(Guidance guidance) {
        return criterion(
                run.recipe(), data.targets(data.train()), data.classes().size(), guidance);
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
        Softening constant = run.recipe().objective().smoothing(data.classes().size());
        return new ClassificationCriterion(
                data.targets(data.val()),
                ClassTargets.constant(constant, data.classes().size()),
                run.recipe().objective().loss().classification(),
                opinions(run.recipe()),
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
        RunListener listener = run.listener();
        int size = run.recipe().input().imageSize();
        listener.say(OpenRun.task(Task.CLASSIFY));
        listener.say("%s: %d classes; %d pictures to train on, %d to validate on, %d x %d pixels."
                .formatted(
                        data.set().dataset().source(),
                        data.classes().size(),
                        data.train().size(),
                        data.val().size(),
                        size,
                        size));
        run.sayData(data.set().dataset().notes(), data.set().dataset().skipped(), data.noise(), data.classes());
        listener.say(weights.describe());
        if (data.set().isSoft(Split.TRAIN)) {
            listener.say("%d pictures have soft targets, from probabilities or votes; they are %s."
                    .formatted(
                            data.set().opinions().size(),
                            opinions(run.recipe()) == Opinions.KEEP
                                    ? "not smoothed on top, nor are other labels, unless --label-smoothing is given"
                                    : "smoothed on top, as asked"));
        }
        run.saySmoothing(data.classes(), Softening.Activation.SOFTMAX);
        run.sayCourse(data.classes(), data.train().size(), Optional.empty());
    }

    /** Judges the best network once more and draws everything; nothing if the run is to be resumed. */
    private Optional<ClassificationEvaluation> finish(Outcome outcome, PictureInference val, PictureInference sample)
            throws IOException {
        return run.best(outcome, Task.CLASSIFY, network -> {
            PictureInference.Found found = val.run(network, Optional.empty(), run.listener(), "evaluate best");
            PictureJudgement judgement =
                    PictureJudgement.of(found.set(), ClassificationSettings.defaults(), BootstrapSettings.defaults());
            judgement.write(run.folder(), Located.provenance(run.settings(), outcome.bestWeights(), run.precision()));
            ConfidenceHistogram learned =
                    ConfidenceHistogram.of(sample.run(network, Optional.empty(), RunListener.SILENT, "evaluate best")
                            .set());
            Path charts = run.folder().file("train_sample");
            Files.createDirectories(charts);
            ClassificationCharts.write(learned, charts.resolve("confidence_histogram.png"));
            run.sayBest(outcome);
            judgement.say(run.listener(), found.imagesPerSecond());
            return judgement.evaluation();
        });
    }
}
