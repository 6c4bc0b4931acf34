package io.candor.run;

import io.candor.data.read.ClassificationReader;
import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.DetectionEvaluation;
import io.candor.network.Task;
import io.candor.train.Outcome;
import io.candor.train.Recipe;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Trains a detector, with or without masks, or a classifier and leaves a run folder: weights, tables, charts, pictures.
 *
 * @param settings of {@link TrainKeys}
 */
public record TrainRun(Settings settings) {

    /**
     * What came of it.
     *
     * @param folder everything that was written
     * @param outcome how it ended
     * @param evaluation of the best detector on the validation split; absent if the run was stopped
     * @param classification of the best classifier likewise
     */
    public record Result(
            RunFolder folder,
            Outcome outcome,
            Optional<DetectionEvaluation> evaluation,
            Optional<ClassificationEvaluation> classification) {}

    /** A run on a data set, with defaults for everything else. */
    public static TrainRun on(Path data) {
        return new TrainRun(Settings.of(TrainKeys.ALL).with(TrainKeys.DATA, data));
    }

    /** A copy with one more setting. */
    public <T> TrainRun with(Key<T> key, T value) {
        return new TrainRun(settings.with(key, value));
    }

    /**
     * All hyper-parameters the settings come to.
     *
     * @throws io.candor.data.InvalidInput if one is out of its range
     */
    public Recipe recipe() {
        return TrainPlan.recipe(settings);
    }

    /** The settings as a run of them records in its {@code args.yaml}: everything that follows from others filled in. */
    static Settings recorded(Settings asked) {
        Settings located = Located.absolute(asked);
        return TrainingTask.of(located) == Task.CLASSIFY
                ? ClassificationPlan.resolved(located, ClassificationReader.read(located.required(PlaceKeys.DATA)))
                : TrainPlan.resolved(SmoothingSettings.resolved(located))
                        .with(TrainKeys.TASK, TrainingTask.of(located).word());
    }

    /** {@link #run(RunListener, StopRequest)} that nobody watches or stops. */
    public Result run() throws IOException {
        return run(RunListener.SILENT, new StopRequest());
    }

    /**
     * Trains to the end, or until {@code stop} is made; then the run can be resumed.
     *
     * @throws io.candor.data.InvalidInput if something given cannot be used; nothing is written then
     * @throws io.candor.train.NonFiniteLoss if training breaks down
     */
    public Result run(RunListener listener, StopRequest stop) throws IOException {
        Optional<Resumption> resumed = Resumption.of(settings, listener);
        Settings meant = resumed.map(Resumption::settings).orElse(settings);
        if (TrainingTask.of(meant) == Task.CLASSIFY) {
            ClassificationJob job = resumed.isPresent()
                    ? ClassificationJob.resume(resumed.get(), listener)
                    : ClassificationJob.start(settings, listener);
            return job.run(stop);
        }
        TrainJob job =
                resumed.isPresent() ? TrainJob.resume(resumed.get(), listener) : TrainJob.start(settings, listener);
        return job.run(stop);
    }
}
