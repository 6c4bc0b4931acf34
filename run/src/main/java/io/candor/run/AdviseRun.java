package io.candor.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.audit.BoxAudit;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.ClassificationReader;
import io.candor.data.read.Dataset;
import io.candor.json.JsonNodes;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.DetectionEvaluator;
import io.candor.metric.DetectionFigure;
import io.candor.metric.DetectionFigures;
import io.candor.metric.EvaluatedImage;
import io.candor.metric.EvaluationSet;
import io.candor.metric.EvaluationSettings;
import io.candor.metric.ObjectParts;
import io.candor.predictions.ClassificationFiles;
import io.candor.run.Advice.Facts;
import io.candor.run.Advice.Reason;
import io.candor.run.Advice.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Recommends how to smooth, from what can be measured on a data set and an earlier run.
 *
 * @param settings of {@link AdviseKeys}
 */
public record AdviseRun(Settings settings) {

    /** A label is counted as wrong from this score on: more likely wrong than right if confidences mean something. */
    private static final double WRONG = 0.5;

    /** Advice on a data set. */
    public static AdviseRun on(Path data) {
        return new AdviseRun(Settings.of(AdviseKeys.ALL).with(AdviseKeys.DATA, data));
    }

    /** A copy with one more setting. */
    public <T> AdviseRun with(Key<T> key, T value) {
        return new AdviseRun(settings.with(key, value));
    }

    /**
     * Measures, says the facts, the advice and its reasons, and warns of combinations the run was trained with.
     *
     * @throws io.candor.data.InvalidInput if data set or run cannot be used
     */
    public Advice run(RunListener listener) {
        Path data = settings.required(AdviseKeys.DATA);
        if (settings.given(AdviseKeys.RUN).isEmpty()) {
            settings.refuse(
                    List.of(AdviseKeys.SPLIT), "options", "found without --run, which alone reads it. Leave it out.");
        }
        Facts facts = Files.exists(data) && ClassificationReader.recognises(data) ? pictures(data) : boxes();
        Advice advice = Advice.of(facts);
        List<String> warnings = warnings(facts.classes());
        say(facts, advice, warnings, listener);
        settings.given(AdviseKeys.OUT).ifPresent(file -> JsonNodes.write(tree(facts, advice, warnings), file));
        return advice;
    }

    // ---- facts

    private Facts boxes() {
        Dataset dataset = TrainingData.read(settings);
        List<Sample> train = dataset.require(Split.TRAIN);
        EvaluationSet labels = labels(dataset, train);
        boolean[] close = ObjectParts.overlapping(labels);
        int crowded = 0;
        for (boolean one : close) {
            crowded += one ? 1 : 0;
        }
        int[] counts = new int[dataset.classes().size()];
        train.forEach(sample -> sample.labels().forEach(label -> counts[label.classIndex()]++));
        Optional<EvaluationSet> found = settings.given(AdviseKeys.RUN).map(this::found);
        return new Facts(
                Task.DETECT,
                counts.length,
                train.size(),
                imbalance(counts),
                crowded / (double) labels.objects(),
                found.map(AdviseRun::gap).orElse(Double.NaN),
                found.map(AdviseRun::noise).orElse(Double.NaN));
    }

    private static EvaluationSet labels(Dataset dataset, List<Sample> samples) {
        DetectionEvaluator labelled = new DetectionEvaluator(dataset.classes());
        samples.forEach(
                sample -> labelled.add(EvaluatedImage.of(dataset.source(), sample), sample.labels(), List.of()));
        return labelled.set();
    }

    private EvaluationSet found(Path run) {
        Settings judged = Settings.of(List.of(JudgedKeys.GROUP));
        Path folder =
                Files.exists(run.resolve(Judgement.PREDICTIONS)) || !Files.isDirectory(run.resolve(GridRun.EVALUATION))
                        ? run
                        : run.resolve(GridRun.EVALUATION);
        if (!Files.exists(folder.resolve(Judgement.PREDICTIONS))) {
            throw new InvalidInput(
                    "run-folder",
                    "%s: found no %s, which says what the network found. Run 'candor evaluate --model %s --data %s --out judged' and give --run judged."
                            .formatted(
                                    run,
                                    Judgement.PREDICTIONS,
                                    run.resolve("weights").resolve("best.safetensors"),
                                    settings.value(AdviseKeys.DATA)));
        }
        Settings asked = judged.with(JudgedKeys.DATA, settings.value(AdviseKeys.DATA));
        if (settings.given(AdviseKeys.IMAGES).isPresent()) {
            asked = asked.with(JudgedKeys.IMAGES, settings.value(AdviseKeys.IMAGES));
        }
        if (settings.given(AdviseKeys.SPLIT).isPresent()) {
            asked = asked.with(JudgedKeys.SPLIT, settings.value(AdviseKeys.SPLIT));
        }
        return JudgedFiles.ofFolder(folder, asked).set();
    }

    private static double gap(EvaluationSet set) {
        int[] once = new int[set.images().size()];
        Arrays.fill(once, 1);
        return DetectionFigures.of(set, EvaluationSettings.defaults())
                .figures(once)[List.of(DetectionFigure.values()).indexOf(DetectionFigure.SIGNED_GAP)];
    }

    /** Share of the labels whose class a detection contradicts: the kind of noise that smoothing is about. */
    private static double noise(EvaluationSet set) {
        long wrong = BoxAudit.of(set).stream()
                .filter(suspect -> suspect.kind() == BoxAudit.Kind.SWAPPED && suspect.score() >= WRONG)
                .count();
        return wrong / (double) set.objects();
    }

    private Facts pictures(Path data) {
        settings.refuse(
                List.of(AdviseKeys.IMAGES, AdviseKeys.SPLIT),
                "options",
                "for pictures with classes nothing reads it. Leave it out.");
        var set = ClassificationReader.read(data);
        List<Sample> train = set.dataset().require(Split.TRAIN);
        int[] counts = new int[set.classes().size()];
        train.forEach(sample -> counts[sample.labels().get(0).classIndex()]++);
        Optional<ClassifiedSet> found =
                settings.given(AdviseKeys.RUN).map(run -> ClassificationFiles.read(run.resolve(GridRun.CLASSIFIED)));
        return new Facts(
                Task.CLASSIFY,
                counts.length,
                train.size(),
                imbalance(counts),
                Double.NaN,
                found.map(AdviseRun::gap).orElse(Double.NaN),
                found.map(one -> AuditRun.learned(one).noise()).orElse(Double.NaN));
    }

    private static double gap(ClassifiedSet set) {
        double sum = 0;
        for (int row = 0; row < set.size(); row++) {
            sum += set.confidence(row) - (set.correct(row) ? 1 : 0);
        }
        return sum / set.size();
    }

    private static double imbalance(int[] counts) {
        int most = Arrays.stream(counts).max().orElse(0);
        int fewest = Arrays.stream(counts).filter(count -> count > 0).min().orElse(0);
        return fewest == 0 ? Double.NaN : most / (double) fewest;
    }

    /** What the run was trained with, if it says so. */
    private List<String> warnings(int classes) {
        Optional<Path> args = settings.given(AdviseKeys.RUN)
                .map(run -> run.resolve(ArgsYaml.FILE))
                .filter(Files::isRegularFile);
        if (args.isEmpty()) {
            return List.of();
        }
        Map<String, Object> used = new java.util.HashMap<>();
        ArgsYaml.mapping(args.get()).forEach((key, value) -> used.put(String.valueOf(key), value));
        return SmoothingWarnings.of(used, classes);
    }

    // ---- words

    private void say(Facts facts, Advice advice, List<String> warnings, RunListener listener) {
        listener.say(String.format(
                Locale.ROOT,
                "%d classes, %d images to train on; largest class / smallest %.1f%s%s%s.",
                facts.classes(),
                facts.samples(),
                facts.imbalance(),
                known(", %.1f %% of the objects overlap another of their class", 100 * facts.crowded()),
                known(", confidence minus right ones %+.3f", facts.gap()),
                known(", %.1f %% of the labels look wrong", 100 * facts.noise())));
        listener.say("");
        listener.say("Begin with: " + advice.options());
        if (advice.against() == Advice.Against.YES) {
            listener.say("The data speak against smoothing: calibrate instead (candor calibrate).");
        }
        for (Reason reason : advice.reasons()) {
            listener.say("  - %s [%s]".formatted(reason.text(), reason.source()));
        }
        warnings.forEach(warning -> listener.say("Warning: " + warning));
        listener.say("");
        listener.say("Whether it helps is an experiment: candor compare --data %s --epsilon 0,0.05,0.1,0.2"
                .formatted(settings.value(AdviseKeys.DATA)));
    }

    private static String known(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }

    private static ObjectNode tree(Facts facts, Advice advice, List<String> warnings) {
        ObjectNode root = JsonNodes.object();
        root.put("factor", advice.factor());
        root.put("convention", advice.convention());
        root.put("schedule", advice.schedule());
        root.put("speaks_against_smoothing", advice.against() == Advice.Against.YES);
        ObjectNode measured = root.putObject("facts");
        measured.put("task", facts.task().name().toLowerCase(Locale.ROOT));
        measured.put("classes", facts.classes());
        measured.put("samples", facts.samples());
        JsonNodes.put(measured, "imbalance", facts.imbalance());
        JsonNodes.put(measured, "crowded", facts.crowded());
        JsonNodes.put(measured, "confidence_gap", facts.gap());
        JsonNodes.put(measured, "estimated_noise", facts.noise());
        ArrayNode reasons = root.putArray("reasons");
        advice.reasons()
                .forEach(
                        reason -> reasons.addObject().put("text", reason.text()).put("source", reason.source()));
        root.set("warnings", JsonNodes.of(warnings));
        return root;
    }
}
