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

    private static final List<String> CONFIDENCE =
            List.of("confidence/train_right", "confidence/train_wrong", "confidence/val_right", "confidence/val_wrong");
    private static final double GIBIBYTE = 1 << 30;

    private final RunFolder folder;
    private final Recipe recipe;
    private final RunListener listener;
    private final Optional<TensorBoardEvents> events;
    private ResultsCsv table;
    private double earlierSeconds;
    private long startedAt;

    private RunLog(RunFolder folder, Recipe recipe, Optional<TensorBoardEvents> events, RunListener listener) {
        this.folder = folder;
        this.recipe = recipe;
        this.events = events;
        this.listener = listener;
    }

    static RunLog open(RunFolder folder, Recipe recipe, Settings settings, RunListener listener) throws IOException {
        Optional<TensorBoardEvents> events = settings.value(TrainKeys.TENSORBOARD)
                ? Optional.of(TensorBoardEvents.open(folder.path()))
                : Optional.empty();
        return new RunLog(folder, recipe, events, listener);
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
                List.of(
                        number("box %.3f", report.losses().meanBox()),
                        number("cls %.3f", report.losses().meanClasses()),
                        number("dfl %.3f", report.losses().meanDfl()),
                        number("%.1f GiB", Pointer.physicalBytes() / GIBIBYTE))));
    }

    /** The part that hears of epochs; the judge has the histograms. */
    EpochListener listening(EpochJudge judge) {
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
            table = epoch > 0 && Files.exists(file) ? ResultsCsv.resume(file, epoch) : ResultsCsv.create(file, extra());
            List<ResultsCsv.Row> rows = ResultsCsv.read(file);
            earlierSeconds = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).value("time");
            ConfidenceTable.resume(folder, epoch);
        }
    }

    private static List<String> extra() {
        List<String> extra = new ArrayList<>(ResultsCsv.EXTRA);
        extra.addAll(CONFIDENCE);
        return extra;
    }

    private void write(EpochReport report, EpochJudge judge) throws IOException {
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
        values.put("train/box_loss", report.losses().meanBox());
        values.put("train/cls_loss", report.losses().meanClasses());
        values.put("train/dfl_loss", report.losses().meanDfl());
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
        Map<String, Double> found = report.verdict().columns();
        listener.say(String.format(
                Locale.ROOT,
                "epoch %d/%d: mAP50 %.4f, mAP50-95 %.4f%s, precision %.3f, recall %.3f; %.1f img/s, waited for data %.1f %%, %.2f GiB",
                report.epoch() + 1,
                report.epochs(),
                found.get("metrics/mAP50(B)"),
                found.get("metrics/mAP50-95(B)"),
                report.improved() ? " (best)" : "",
                found.get("metrics/precision(B)"),
                found.get("metrics/recall(B)"),
                report.pace().imagesPerSecond(),
                100 * report.pace().waitShare(),
                report.pace().residentBytes() / GIBIBYTE));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    @Override
    public void close() throws IOException {
        if (events.isPresent()) {
            events.get().close();
        }
    }
}
