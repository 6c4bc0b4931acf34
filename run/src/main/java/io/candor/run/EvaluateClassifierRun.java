package io.candor.run;

import io.candor.data.InvalidInput;
import io.candor.data.Split;
import io.candor.data.augment.AugmentationRecipe;
import io.candor.data.load.Cache;
import io.candor.data.load.LoaderOptions;
import io.candor.data.load.Order;
import io.candor.data.read.ClassificationReader;
import io.candor.data.read.ClassificationSet;
import io.candor.metric.ClassificationEvaluation;
import io.candor.metric.ClassificationSettings;
import io.candor.train.Attack;
import io.candor.train.MemoryLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Judges a classifier on a split of pictures with classes: accuracy, log loss, calibration, each with its interval.
 *
 * @param settings of {@link EvaluateKeys}
 */
public record EvaluateClassifierRun(Settings settings) {

    /**
     * Where the result is.
     *
     * @param folder with evaluation.json, predictions.csv and the charts
     * @param evaluation the same as an object
     */
    public record Result(RunFolder folder, ClassificationEvaluation evaluation) {}

    /** An evaluation of a weight file on a data set, with defaults for everything else. */
    public static EvaluateClassifierRun of(Path model, Path data) {
        return new EvaluateClassifierRun(
                Settings.of(EvaluateKeys.ALL).with(EvaluateKeys.MODEL, model).with(EvaluateKeys.DATA, data));
    }

    /** Whether the settings name a weight file that holds a classifier. */
    public static boolean isAskedFor(Settings settings) {
        return LoadedClassifier.isAskedFor(settings, EvaluateKeys.MODEL);
    }

    /** A copy with one more setting. */
    public <T> EvaluateClassifierRun with(Key<T> key, T value) {
        return new EvaluateClassifierRun(settings.with(key, value));
    }

    /** {@link #run(RunListener)} without a listener. */
    public Result run() throws IOException {
        return run(RunListener.SILENT);
    }

    /**
     * Evaluates and writes the run folder.
     *
     * @throws InvalidInput if model, data set or run folder cannot be used
     */
    public Result run(RunListener listener) throws IOException {
        EvaluateKeys.refuseForeign(settings, EvaluateKeys.OF_DETECTORS, "a classifier");
        ObjectiveSettings.requireAttackRead(settings);
        Path model = settings.required(EvaluateKeys.MODEL);
        ClassificationSet read = ClassificationReader.read(settings.required(EvaluateKeys.DATA));
        Split split = Split.valueOf(settings.value(EvaluateKeys.SPLIT).toUpperCase(Locale.ROOT));
        try (LoadedClassifier classifier = LoadedClassifier.of(settings, model)) {
            ClassificationSet set = classifier.numbered(read, listener);
            Attack attack = ObjectiveSettings.attack(settings);
            AppliedClassifierCalibration calibration =
                    AppliedClassifierCalibration.asked(settings, classifier, listener);
            if (attack.kind() != Attack.Kind.NOTHING
                    && calibration.calibration().isPresent()) {
                throw new InvalidInput(
                        "options",
                        "adversarial attacks the network, which knows nothing of a calibration. Give --adversarial or --calibration, not both.");
            }
            int imageSize = classifier.imageSize(settings, EvaluateKeys.IMGSZ, set);
            int batch = settings.value(EvaluateKeys.BATCH);
            MemoryLimit.checkEvaluation(
                    imageSize, batch, set.dataset().require(split).size());
            RunFolder folder = RunFolder.of(settings, EvaluateKeys.NAME);
            set.dataset().notes().forEach(listener::say);
            SkippedList.write(folder, set.dataset().skipped(), listener);
            LoaderOptions loading = new LoaderOptions(
                    imageSize,
                    batch,
                    PlaceKeys.workers(settings),
                    0,
                    AugmentationRecipe.none(),
                    Order.SEQUENTIAL,
                    Cache.OFF);
            try (PictureInference inference =
                    new PictureInference(set, set.dataset().require(split), loading)) {
                PictureInference.Found found =
                        inference.run(classifier.network(), Optional.empty(), listener, "evaluate");
                SkippedList.extend(
                        folder, set.dataset().skipped(), inference.loader().skipped(), listener);
                PictureJudgement judgement = PictureJudgement.of(
                        calibration.apply(found.set()), how(settings), EvaluateFileRun.bootstrap(settings));
                if (attack.kind() == Attack.Kind.NOTHING) {
                    judgement.write(folder, provenance(model, imageSize));
                } else {
                    double left = inference.accuracy(classifier.network(), attack, listener);
                    judgement.write(folder, provenance(model, imageSize), robustness(attack, left));
                    listener.say(String.format(
                            Locale.ROOT,
                            "Accuracy %.4f after %s with changes of up to %.4f.",
                            left,
                            attack.kind(),
                            attack.epsilon()));
                }
                folder.write(ArgsYaml.FILE, ArgsYaml.text(settings));
                judgement.say(listener, found.imagesPerSecond());
                return new Result(folder, judgement.evaluation());
            }
        }
    }

    /** How a classifier is judged. */
    static ClassificationSettings how(Settings settings) {
        return ClassificationSettings.defaults()
                .withBins(settings.value(EvaluateKeys.BINS))
                .withEdges(EvaluateFileRun.edges(settings.value(EvaluateKeys.EDGES)));
    }

    private static Map<String, Object> robustness(Attack attack, double accuracy) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("attack", attack.kind().name().toLowerCase(Locale.ROOT));
        record.put("epsilon", attack.epsilon());
        record.put("steps", attack.kind() == Attack.Kind.PGD ? attack.steps() : 1);
        record.put("accuracy", accuracy);
        return record;
    }

    private Map<String, Object> provenance(Path model, int imageSize) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("version", Build.version());
        record.put("model", model.toAbsolutePath().toString());
        record.put(Located.WEIGHTS, Contents.sha256(model));
        record.put("imgsz", imageSize);
        for (Key<?> key :
                List.of(EvaluateKeys.DATA, EvaluateKeys.SPLIT, EvaluateKeys.PRECISION, EvaluateKeys.CALIBRATION)) {
            record.put(key.name(), settings.value(key).toString());
        }
        return record;
    }
}
