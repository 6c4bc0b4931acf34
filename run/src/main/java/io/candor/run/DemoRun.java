package io.candor.run;

import io.candor.data.synth.SynthDataset;
import io.candor.data.synth.SynthOptions;
import io.candor.metric.DetectionEvaluator;
import io.candor.metric.EvaluatedImage;
import io.candor.metric.EvaluationSet;
import io.candor.run.experiment.Experiment;
import io.candor.run.experiment.Trained;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The demonstration: draws a data set, trains the same detector without and with label smoothing, evaluates both and
 * writes a page that compares them. Both trainings start from the same random weights and see the same batches.
 *
 * @param settings of {@link DemoKeys}
 */
public record DemoRun(Settings settings) {

    private static final String REPORT = CompareRun.REPORT;

    /**
     * What came of it.
     *
     * @param folder everything that was written
     * @param experiment the numbers of the two trainings; absent if the demonstration was stopped
     */
    public record Result(RunFolder folder, Optional<Experiment> experiment) {

        /** The page; exists if there is a comparison. */
        public Path report() {
            return folder.file(REPORT);
        }
    }

    /** The demonstration as it is run without any setting. */
    public static DemoRun standard() {
        return new DemoRun(Settings.of(DemoKeys.ALL));
    }

    /** A copy with one more setting. */
    public <T> DemoRun with(Key<T> key, T value) {
        return new DemoRun(settings.with(key, value));
    }

    /**
     * Runs all of it, or until {@code stop} is made; then it can be resumed.
     *
     * @throws io.candor.data.InvalidInput if a setting or the folder cannot be used; nothing is written then
     */
    public Result run(RunListener listener, StopRequest stop) throws IOException {
        return new Job(DemoFolder.of(settings, listener), listener, stop).run();
    }

    /** One demonstration under way. */
    private static final class Job {

        private final DemoFolder folder;
        private final DemoPlan plan;
        private final RunListener listener;
        private final StopRequest stop;
        private final Map<String, Double> seconds = new LinkedHashMap<>();

        Job(DemoFolder folder, RunListener listener, StopRequest stop) {
            this.folder = folder;
            this.plan = new DemoPlan(folder.settings());
            this.listener = listener;
            this.stop = stop;
        }

        Result run() throws IOException {
            draw();
            double epsilon = plan.smoothing().epsilon();
            train("without smoothing", folder.plain(), 0);
            train("with smoothing", folder.smoothed(), epsilon);
            if (stop.made()) {
                listener.say(
                        "Interrupted: the demonstration is not finished. Continue with: candor demo --resume --out %s"
                                .formatted(folder.path()));
                return new Result(folder.run(), Optional.empty());
            }
            Experiment experiment = compare(epsilon);
            CompareRun.write(folder.run(), experiment, listener);
            return new Result(folder.run(), Optional.of(experiment));
        }

        private void draw() throws IOException {
            if (Files.exists(folder.data())) {
                return; // written last, so the data set is complete
            }
            listener.say("Drawing %d boards to train on and %d to judge by ..."
                    .formatted(
                            plan.settings().value(DemoKeys.TRAIN),
                            plan.settings().value(DemoKeys.VAL)));
            long started = System.nanoTime();
            SynthDataset.write(folder.data().getParent(), plan.boards(SynthOptions.Existing.REPLACE));
            seconds.put("drawing", since(started));
        }

        private void train(String name, Path out, double epsilon) throws IOException {
            if (stop.made() || folder.trained(out)) {
                return;
            }
            listener.say("");
            listener.say("Training " + name);
            long started = System.nanoTime();
            TrainRun training = plan.training(folder.data(), out, epsilon);
            if (folder.resumable(out)) {
                training = training.with(TrainKeys.RESUME, "true");
            }
            training.run(new NamedStages(listener, name), stop);
            seconds.put("training " + name, since(started));
        }

        private Experiment compare(double epsilon) throws IOException {
            listener.say("");
            listener.say("Evaluating both on the %d boards they were not trained on"
                    .formatted(plan.settings().value(DemoKeys.VAL)));
            long started = System.nanoTime();
            List<Trained<EvaluationSet>> arms = List.of(
                    evaluated("no smoothing", "without smoothing", folder.plain()),
                    evaluated("smoothing " + epsilon, "with smoothing", folder.smoothed()));
            return new DemoComparison(plan, arms).make(() -> {
                seconds.put("evaluating and comparing", since(started));
                return seconds;
            });
        }

        private Trained<EvaluationSet> evaluated(String name, String stage, Path training) throws IOException {
            EvaluateRun.Result result = plan.evaluation(folder.data(), training).run(new NamedStages(listener, stage));
            DetectionEvaluator set = new DetectionEvaluator(result.evaluation().classes());
            result.detections()
                    .forEach((sample, found) ->
                            set.add(EvaluatedImage.of(folder.data(), sample), sample.labels(), found));
            return new Trained<>(
                    name,
                    "",
                    List.of(plan.settings().value(DemoKeys.SEED)),
                    List.of(set.set()),
                    GridRun.curvesIn(List.of(training)));
        }

        private static double since(long started) {
            return (System.nanoTime() - started) / 1e9;
        }
    }
}
