package io.candor.run;

import io.candor.report.ResultsChart;
import io.candor.train.EpochListener;
import io.candor.train.EpochReport;
import io.candor.train.Recipe;
import io.candor.train.StepListener;
import io.candor.train.StepReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.javacpp.Pointer;

/** Tells the listener about steps and epochs, and keeps the tables of a run. */
final class RunLog implements StepListener, AutoCloseable {

    static final String RESULTS = "results.csv";

    static final List<String> CONFIDENCE =
            List.of("confidence/train_right", "confidence/train_wrong", "confidence/val_right", "confidence/val_wrong");
    private static final double GIBIBYTE = 1 << 30;

    private final RunFolder folder;
    private final Recipe recipe;
    private final RunListener listener;
    private final TaskLog task;
    private final Optional<TensorBoardEvents> events;
    private ResultsCsv table;
    private double earlierSeconds;
    private long startedAt;

    private RunLog(
            RunFolder folder, Recipe recipe, TaskLog task, Optional<TensorBoardEvents> events, RunListener listener) {
        this.folder = folder;
        this.task = task;
        this.recipe = recipe;
        this.events = events;
        this.listener = listener;
    }

    /** @param task decides what is in the tables */
    static RunLog open(RunFolder folder, Recipe recipe, TaskLog task, Settings settings, RunListener listener)
            throws IOException {
        Optional<TensorBoardEvents> events = settings.value(TrainKeys.TENSORBOARD)
                ? Optional.of(TensorBoardEvents.open(folder.path()))
                : Optional.empty();
        return new RunLog(folder, recipe, task, events, listener);
    }

    @Override
    public void stepped(StepReport report) {
        int done = report.batch() + 1;
        double secondsPerBatch = recipe.input().batch() / report.imagesPerSecond();
        long left = (long) (recipe.length().epochs() - report.epoch()) * report.batches() - done;
        listener.progress(new Progress(
                "epoch %d/%d".formatted(report.epoch() + 1, recipe.length().epochs()),
                done,
                report.batches(),
                OptionalDouble.of(report.imagesPerSecond()),
                OptionalDouble.of(left * secondsPerBatch),
                facts(report)));
    }

    private List<String> facts(StepReport report) {
        List<String> facts = new ArrayList<>(task.progress(report.losses()));
        facts.add(String.format(Locale.ROOT, "%.1f GiB", Pointer.physicalBytes() / GIBIBYTE));
        return facts;
    }

    /** The part that hears of epochs; the judge has the histograms. */
    EpochListener listening(ConfidenceJudge judge) {
        return new EpochListener() {
            @Override
            public void started(int epoch) {
                try {
                    begin(epoch);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }

            @Override
            public void finished(EpochReport report) {
                try {
                    write(report, judge);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }
        };
    }

    private void begin(int epoch) throws IOException {
        if (table == null) {
            startedAt = System.nanoTime();
            Path file = folder.file(RESULTS);
            table = epoch > 0 && Files.exists(file)
                    ? ResultsCsv.resume(file, epoch)
                    : ResultsCsv.begin(file, task.columns());
            List<ResultsCsv.Row> rows = ResultsCsv.read(file);
            earlierSeconds = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).value("time");
            ConfidenceTable.resume(folder, epoch);
        }
    }

    private void write(EpochReport report, ConfidenceJudge judge) throws IOException {
        Map<String, Double> values = values(report);
        table.append(report.epoch() + 1, values);
        ConfidenceTable.append(folder, report.epoch(), judge);
        ResultsChart.write(folder.file(RESULTS), folder.file("results.png"));
        if (events.isPresent()) {
            events.get().scalars(report.epoch() + 1, values);
        }
        say(report);
    }

    private Map<String, Double> values(EpochReport report) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("time", earlierSeconds + (System.nanoTime() - startedAt) / 1e9);
        values.putAll(task.trained(report.losses()));
        values.putAll(report.verdict().columns());
        values.put("lr/pg0", report.rates().biases());
        values.put("lr/pg1", report.rates().weights());
        values.put("lr/pg2", report.rates().norms());
        values.put("smoothing/epsilon", recipe.objective().smoothing().epsilonAt(report.epoch(), report.epochs()));
        values.put("images_per_second", report.pace().imagesPerSecond());
        values.put("wait_share", report.pace().waitShare());
        return values;
    }

    private void say(EpochReport report) {
        listener.say(String.format(
                Locale.ROOT,
                "epoch %d/%d: %s; %.1f img/s, waited for data %.1f %%, %.2f GiB",
                report.epoch() + 1,
                report.epochs(),
                task.sentence(report),
                report.pace().imagesPerSecond(),
                100 * report.pace().waitShare(),
                report.pace().residentBytes() / GIBIBYTE));
    }

    @Override
    public void close() throws IOException {
        if (events.isPresent()) {
            events.get().close();
        }
    }
}
