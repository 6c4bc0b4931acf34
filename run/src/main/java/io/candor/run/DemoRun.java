package io.candor.run;

import io.candor.data.synth.SynthDataset;
import io.candor.data.synth.SynthOptions;
import io.candor.run.compare.Comparison;
import io.candor.run.compare.ComparisonReport;
import io.candor.run.compare.ComparisonText;
import io.candor.run.compare.EvaluatedRun;
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

    private static final String REPORT = "report.html";

    /**
     * What came of it.
     *
     * @param folder everything that was written
     * @param comparison of the two trainings; absent if the demonstration was stopped
     */
    public record Result(RunFolder folder, Optional<Comparison> comparison) {

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
            Comparison comparison = compare(epsilon);
            ComparisonReport.write(folder.run().file(REPORT), comparison);
            ComparisonText.lines(comparison).forEach(listener::say);
            return new Result(folder.run(), Optional.of(comparison));
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

        private Comparison compare(double epsilon) throws IOException {
            listener.say("");
            listener.say("Evaluating both on the %d boards they were not trained on"
                    .formatted(plan.settings().value(DemoKeys.VAL)));
            long started = System.nanoTime();
            EvaluateRun.Result plain = evaluate("without smoothing", folder.plain());
            EvaluateRun.Result smoothed = evaluate("with smoothing", folder.smoothed());
            DemoComparison comparison = new DemoComparison(
                    plan,
                    new DemoComparison.Side(evaluated("no smoothing", 0, plain, folder.plain()), plain.detections()),
                    new DemoComparison.Side(
                            evaluated("smoothing " + epsilon, epsilon, smoothed, folder.smoothed()),
                            smoothed.detections()));
            Comparison result = comparison.make(() -> {
                seconds.put("evaluating and comparing", since(started));
                return seconds;
            });
            return result;
        }

        private EvaluateRun.Result evaluate(String name, Path training) throws IOException {
            return plan.evaluation(folder.data(), training).run(new NamedStages(listener, name));
        }

        private static EvaluatedRun evaluated(String name, double epsilon, EvaluateRun.Result result, Path training)
                throws IOException {
            List<Double> path = ResultsCsv.read(training.resolve(RunLog.RESULTS)).stream()
                    .map(row -> row.value("metrics/mAP50(B)"))
                    .toList();
            return new EvaluatedRun(name, epsilon, result.evaluation(), path);
        }

        private static double since(long started) {
            return (System.nanoTime() - started) / 1e9;
        }
    }
}
