package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.data.Split;
import io.candor.data.read.Dataset;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.EvaluationSet;
import io.candor.metric.Extent;
import io.candor.network.Task;
import io.candor.predictions.ClassificationFiles;
import io.candor.predictions.DetectionFiles;
import io.candor.predictions.FirstCategory;
import io.candor.run.experiment.Experiment.Curve;
import io.candor.train.Outcome;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One training of a comparison: an ordinary run folder, and in it what the trained network found.
 *
 * @param name for people
 * @param settings of {@link TrainKeys}, with seed and folder
 * @param comparison of {@link CompareKeys}
 */
record GridRun(String name, Settings settings, Settings comparison) {

    static final String EVALUATION = "evaluation";

    /** What a classifier said, beside its evaluation. */
    static final String CLASSIFIED = PictureJudgement.PREDICTIONS;

    /** Columns of {@code results.csv} that are drawn, those that are there. */
    private static final List<String> COLUMNS = List.of(
            "metrics/mAP50-95(M)",
            "metrics/mAP50-95(B)",
            "metrics/accuracy_top1",
            "metrics/nll",
            "train/cls_loss",
            "train/loss",
            "val/cls_loss",
            "val/loss");

    /** Keys that change where and how fast a run is, not what comes of it. */
    private static final Set<String> INDIFFERENT =
            Set.of("out", "project", "name", "exist_ok", "resume", "workers", "cache", "tensorboard");

    /** What of the settings decides what comes of a run: all but its place, its seed and how fast it is. */
    static Map<String, Object> decisive(Settings recorded) {
        Map<String, Object> decisive = new LinkedHashMap<>(recorded.effective());
        decisive.keySet().removeAll(INDIFFERENT);
        decisive.remove(TrainKeys.SEED.name());
        return decisive;
    }

    private static final Set<String> PLACE_OF_DATA = Set.of("data", "images");

    Path folder() {
        return settings.value(TrainKeys.OUT);
    }

    private Path args() {
        return folder().resolve(ArgsYaml.FILE);
    }

    private Path found() {
        return folder().resolve(EVALUATION);
    }

    /** Whether it was trained to its end. */
    boolean trained() {
        return Files.isRegularFile(args()) && Files.exists(folder().resolve(Judgement.FILE)); // written last
    }

    /** Whether what the trained network found on the split is there. */
    boolean evaluated() {
        Path record = found().resolve(ArgsYaml.FILE); // written last
        if (!trained() || !Files.isRegularFile(record)) {
            return false;
        }
        Settings empty = Settings.of(EvaluateKeys.ALL);
        Settings own = empty.with(ArgsYaml.read(record, empty).values(), record.toString());
        return own.value(EvaluateKeys.SPLIT).equals(comparison.value(CompareKeys.SPLIT));
    }

    /** Whether pictures get a class, or objects a box. */
    boolean classifies() {
        return TrainingTask.of(settings) == Task.CLASSIFY;
    }

    /** Whether objects get outlines too. */
    boolean outlines() {
        return TrainingTask.of(settings).outlines();
    }

    /**
     * Returns if the folder is new, or holds a run of the same settings and data; where the data lie does not matter.
     *
     * @param recorded the settings as such a run records them
     * @param data as they are now
     * @throws InvalidInput naming every difference
     */
    void requireOwn(Settings recorded, DataFingerprint data) {
        if (!Files.isRegularFile(args())) {
            return;
        }
        Settings empty = Settings.of(TrainKeys.ALL);
        Map<String, Object> there = empty.with(ArgsYaml.read(args(), empty).values(), args().toString())
                .effective();
        Optional<List<String>> others = DataFingerprint.read(folder()).map(then -> then.differences(data));
        List<String> differences = new ArrayList<>(others.orElse(List.of()));
        boolean sameData = others.filter(List::isEmpty).isPresent();
        boolean plain = recorded.value(TrainKeys.LABEL_SMOOTHING) == 0
                && "0.0".equals(String.valueOf(there.get(TrainKeys.LABEL_SMOOTHING.name())));
        recorded.effective().forEach((key, value) -> {
            boolean unread = plain && key.startsWith("smoothing_");
            boolean indifferent = unread || INDIFFERENT.contains(key) || (sameData && PLACE_OF_DATA.contains(key));
            if (!indifferent && !String.valueOf(value).equals(String.valueOf(there.get(key)))) {
                differences.add("%s is %s there, %s now".formatted(key, there.get(key), value));
            }
        });
        if (!differences.isEmpty()) {
            throw new InvalidInput(
                    "compare-folder",
                    "%s: a run with other settings or data is there (%s). Give the settings it was begun with (--resume knows them), or another --out."
                            .formatted(folder(), String.join("; ", differences)));
        }
    }

    /** Trains, or goes on training; false if it was stopped. */
    boolean train(RunListener listener, StopRequest stop) throws IOException {
        TrainRun training = new TrainRun(settings);
        if (Files.isRegularFile(args())) {
            training = training.with(TrainKeys.RESUME, "true");
        } else {
            Files.deleteIfExists(found().resolve(ArgsYaml.FILE));
        }
        return training.run(new NamedStages(listener, name), stop).outcome().ending() != Outcome.Ending.STOPPED;
    }

    /** Writes what the best network found on the split, in single precision whatever it was trained in. */
    void evaluate(RunListener listener) throws IOException {
        Settings asked = Settings.of(EvaluateKeys.ALL)
                .with(EvaluateKeys.MODEL, new RunFolder(folder()).best())
                .with(EvaluateKeys.DATA, settings.required(TrainKeys.DATA))
                .with(EvaluateKeys.OUT, found())
                .with(EvaluateKeys.EXIST_OK, true)
                .with(EvaluateKeys.SPLIT, comparison.value(CompareKeys.SPLIT))
                .with(EvaluateKeys.DEVICE, settings.value(TrainKeys.DEVICE))
                .with(EvaluateKeys.WORKERS, settings.value(TrainKeys.WORKERS))
                .with(EvaluateKeys.RESAMPLES, comparison.value(CompareKeys.RESAMPLES));
        NamedStages named = new NamedStages(listener, name);
        if (classifies()) {
            new EvaluateClassifierRun(asked).run(named); // at the size its weights record
            return;
        }
        asked = asked.with(EvaluateKeys.IMGSZ, settings.value(TrainKeys.IMGSZ))
                .with(EvaluateKeys.BATCH, settings.value(TrainKeys.BATCH));
        if (settings.given(TrainKeys.IMAGES).isPresent()) {
            asked = asked.with(EvaluateKeys.IMAGES, settings.value(TrainKeys.IMAGES));
        }
        new EvaluateRun(asked).run(named);
    }

    /** What a classifier said, beside the labels; from files, without the network. */
    ClassifiedSet classified() {
        return ClassificationFiles.read(found().resolve(CLASSIFIED));
    }

    /** Whether the network was judged by masks too; from files. */
    boolean judgedByMasks() {
        return JudgedFiles.byMasks(found());
    }

    /** What was found, beside the labels; from files, without the network. */
    EvaluationSet set(Dataset dataset, Extent compared) {
        Split split = Split.valueOf(comparison.value(CompareKeys.SPLIT).toUpperCase(Locale.ROOT));
        Path predictions = found().resolve(Judgement.PREDICTIONS);
        return DetectionFiles.dataset(
                JudgedFiles.judged(dataset, split, predictions), split, predictions, FirstCategory.ONE, compared);
    }

    /** What was written down after each epoch: column by column. */
    static List<Curve> curves(List<GridRun> runs) throws IOException {
        return curvesIn(runs.stream().map(GridRun::folder).toList());
    }

    /** The same of run folders. */
    static List<Curve> curvesIn(List<Path> folders) throws IOException {
        List<List<ResultsCsv.Row>> tables = new ArrayList<>();
        for (Path folder : folders) {
            tables.add(ResultsCsv.read(folder.resolve(RunLog.RESULTS)));
        }
        return COLUMNS.stream()
                .filter(column -> tables.stream()
                        .flatMap(List::stream)
                        .anyMatch(row -> row.values().containsKey(column)))
                .map(column -> new Curve(
                        column,
                        tables.stream()
                                .map(table -> table.stream()
                                        .map(row -> row.value(column))
                                        .toList())
                                .toList()))
                .toList();
    }
}
