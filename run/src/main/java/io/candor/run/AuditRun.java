package io.candor.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.audit.BoxAudit;
import io.candor.audit.ConfidentLearning;
import io.candor.calibrate.LabelledProbabilities;
import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.draw.Annotation;
import io.candor.data.draw.BoxPainter;
import io.candor.data.draw.Thumbnail;
import io.candor.data.read.ClassificationReader;
import io.candor.data.read.ClassificationSet;
import io.candor.data.read.Dataset;
import io.candor.data.read.ImageReader;
import io.candor.data.read.ImageWriter;
import io.candor.data.read.UnreadableImage;
import io.candor.errors.Crop;
import io.candor.errors.ErrorsJson;
import io.candor.json.JsonNodes;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.DetectionFigure;
import io.candor.metric.DetectionFigures;
import io.candor.metric.EvaluatedImage;
import io.candor.metric.EvaluationSet;
import io.candor.metric.EvaluationSettings;
import io.candor.metric.Extent;
import io.candor.network.Task;
import io.candor.predictions.ClassificationFiles;
import io.candor.train.Outcome;
import io.candor.train.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Lists labels that are probably wrong, most suspicious first, with pictures: by what a model found on images it was not
 * trained on, or, where there are no such predictions, by networks trained for the purpose on other parts of the data.
 *
 * @param settings of {@link AuditKeys}
 */
public record AuditRun(Settings settings) {

    /** Below, most disagreements are the network's errors: real data sets rarely have more than a tenth of wrong labels. */
    private static final double TRUSTED_ACCURACY = 0.9;

    /** Detectors below found less than half of the planted errors in docs/experiments.md. */
    private static final double TRUSTED_PRECISION = 0.5;

    static final String FILE = "audit.json";
    static final String TABLE = "audit.csv";
    static final String SHEET = "audit.jpg";

    private static final int SIDE = 320; // pixels of a crop
    private static final int CELL = 200; // pixels of a picture on the sheet
    private static final int COLUMNS = 6;
    private static final int SHOWN = 10; // lines that are said

    /**
     * Where the result is.
     *
     * @param listed number of suspects in the list
     * @param ending whether it came to an end
     */
    public record Result(RunFolder folder, int listed, Outcome.Ending ending) {

        Result(RunFolder folder, int listed) {
            this(folder, listed, Outcome.Ending.FINISHED);
        }
    }

    /** An audit of what {@code candor evaluate} found. */
    public static AuditRun of(Path evaluation) {
        return new AuditRun(Settings.of(AuditKeys.ALL).with(AuditKeys.EVALUATION, evaluation));
    }

    /** A copy with one more setting. */
    public <T> AuditRun with(Key<T> key, T value) {
        return new AuditRun(settings.with(key, value));
    }

    /** {@link #run(RunListener, StopRequest)} that nobody stops. */
    public Result run(RunListener listener) throws IOException {
        return run(listener, new StopRequest());
    }

    /**
     * Reads or trains, ranks and writes {@code audit.json}, {@code audit.csv} and a sheet of pictures.
     *
     * @throws InvalidInput if a file or the run folder cannot be used
     */
    public Result run(RunListener listener, StopRequest stop) throws IOException {
        boolean predicted = settings.given(AuditKeys.PREDICTIONS).isPresent()
                || settings.given(AuditKeys.EVALUATION).isPresent();
        if (!predicted && settings.given(AuditKeys.DATA).isPresent()) {
            return trained(listener, stop);
        }
        if (!predicted) {
            throw new InvalidInput(
                    "options",
                    "there is nothing to look at: give --evaluation DIR, a run folder of 'candor evaluate'; or --predictions FILE with --data or --annotations; or --data alone, and networks are trained to judge its labels.");
        }
        refuseUnread();
        Optional<Path> table = classifier();
        if (table.isPresent()) {
            settings.refuse(
                    List.of(AuditKeys.ANNOTATIONS, AuditKeys.SPLIT, JudgedKeys.FIRST_CATEGORY),
                    "options",
                    "a classifier's table has its labels, so that nothing reads it. Leave it out.");
            return classes(table.get(), listener);
        }
        JudgedFiles files = JudgedFiles.read(settings);
        RunFolder folder = RunFolder.of(settings, AuditKeys.NAME);
        return boxes(folder, files.set(), String.valueOf(files.provenance()), files::picture, listener);
    }

    private void refuseUnread() {
        settings.refuse(
                List.of(
                        AuditKeys.FOLDS,
                        TrainKeys.TASK,
                        TrainKeys.MODEL,
                        TrainKeys.EPOCHS,
                        TrainKeys.BATCH,
                        TrainKeys.IMGSZ,
                        TrainKeys.SEED,
                        TrainKeys.DEVICE,
                        TrainKeys.PRECISION,
                        TrainKeys.WORKERS),
                "options",
                "found with predictions that exist, so that nothing is trained and nothing reads it. Leave it out, or give --data alone.");
    }

    // ---- training

    private Result trained(RunListener listener, StopRequest stop) throws IOException {
        settings.refuse(
                List.of(AuditKeys.ANNOTATIONS, JudgedKeys.FIRST_CATEGORY),
                "options",
                "found without --predictions, which it explains. Leave it out, or give them.");
        Settings training = training();
        boolean classifies = TrainingTask.of(training) == Task.CLASSIFY;
        Path data = training.required(TrainKeys.DATA);
        ClassificationSet pictures = classifies ? ClassificationReader.read(data) : null;
        Dataset dataset = classifies ? pictures.dataset() : TrainingData.read(training);
        List<Sample> samples = audited(dataset);
        RunFolder folder = RunFolder.of(settings, AuditKeys.NAME);
        CrossValidation validation = new CrossValidation(training, samples, settings.value(AuditKeys.FOLDS), folder);
        String source = "%s, judged by networks trained on the other parts of %d".formatted(data, validation.folds());
        if (classifies) {
            Optional<ClassifiedSet> said = validation.classified(pictures, listener, stop);
            if (said.isEmpty()) {
                return stopped(folder, listener);
            }
            folder.write(PictureJudgement.PREDICTIONS, PictureJudgement.csv(said.get()));
            Map<String, Path> places = new HashMap<>();
            samples.forEach(sample ->
                    places.put(EvaluatedImage.of(dataset.source(), sample).name(), sample.image()));
            return classes(
                    folder, said.get(), source, image -> read(() -> pictures.image(places.get(image))), listener);
        }
        Optional<Map<Sample, List<Detection>>> found = validation.detected(dataset, listener, stop);
        if (found.isEmpty()) {
            return stopped(folder, listener);
        }
        SplitInference.Losses none = new SplitInference.Losses(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        Judgement judgement = Judgement.of(
                new SplitInference.Found(found.get(), none, Double.NaN),
                dataset.source(),
                dataset.classes(),
                Extent.BOX);
        judgement.writePredictions(folder);
        return boxes(
                folder,
                judgement.set(),
                source,
                image -> read(() -> ImageReader.read(Path.of(image.file()))),
                listener);
    }

    /** The split asked for, or all images but those of test; each once. */
    private List<Sample> audited(Dataset dataset) {
        Optional<String> asked = settings.given(AuditKeys.SPLIT);
        List<Split> splits = asked.map(name -> List.of(Split.valueOf(name.toUpperCase(Locale.ROOT))))
                .orElse(List.of(Split.TRAIN, Split.VAL));
        Map<Path, Sample> samples = new LinkedHashMap<>();
        for (Split split : splits) {
            List<Sample> own = split == splits.get(0) ? dataset.require(split) : dataset.split(split);
            own.forEach(sample -> samples.putIfAbsent(sample.image(), sample));
        }
        return List.copyOf(samples.values());
    }

    /** Without smoothing: the thresholds of confident learning are means of confidences. */
    private Settings training() {
        Settings training =
                Settings.of(TrainKeys.ALL).with(TrainKeys.LABEL_SMOOTHING, 0.0).with(TrainKeys.PATIENCE, 0);
        Map<String, Object> given = new LinkedHashMap<>();
        AuditKeys.ALL.forEach(group -> group.keys().stream()
                .filter(key -> training.find(key.name()).isPresent())
                .filter(key -> !List.of("out", "project", "name", "exist_ok").contains(key.name()))
                .forEach(key -> settings.given(key).ifPresent(value -> given.put(key.name(), value))));
        return training.with(given, "audit");
    }

    private static Result stopped(RunFolder folder, RunListener listener) {
        listener.say("Interrupted: nothing is listed, because not every part was predicted.");
        return new Result(folder, 0, Outcome.Ending.STOPPED);
    }

    private static Optional<Image> read(Supplier<Image> reader) {
        try {
            return Optional.of(reader.get());
        } catch (UnreadableImage unreadable) {
            return Optional.empty(); // a list without one picture is better than none
        }
    }

    /** A classifier's table, given or in the run folder. */
    private Optional<Path> classifier() {
        Optional<Path> given = settings.given(AuditKeys.PREDICTIONS);
        if (given.isPresent()) {
            return given.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".csv"));
        }
        return settings.given(AuditKeys.EVALUATION)
                .map(folder -> folder.resolve(GridRun.CLASSIFIED))
                .filter(Files::isRegularFile);
    }

    // ---- classes

    private Result classes(Path file, RunListener listener) throws IOException {
        ClassifiedSet set = ClassificationFiles.read(file);
        if (!set.hasProbabilities() || !set.hasLabels()) {
            throw new InvalidInput(
                    "classifier-csv",
                    "%s: found no probability of every class with a label, which confident learning compares. Expected a column label and one column per class."
                            .formatted(file));
        }
        RunFolder folder = RunFolder.of(settings, AuditKeys.NAME);
        return classes(folder, set, file.toString(), name -> read(base(file), name), listener);
    }

    private Result classes(
            RunFolder folder,
            ClassifiedSet set,
            String source,
            Function<String, Optional<Image>> pictures,
            RunListener listener)
            throws IOException {
        ConfidentLearning found = learned(set);
        double least = settings.value(AuditKeys.LEAST);
        List<ConfidentLearning.Suspect> listed = found.ranked().stream()
                .filter(suspect -> suspect.score() >= least)
                .toList();
        ObjectNode root = head(source, set.size(), found.noise());
        ArrayNode rows = root.putArray("suspects");
        for (ConfidentLearning.Suspect suspect : listed) {
            ObjectNode row = rows.addObject();
            row.put("image", name(set, suspect.sample()));
            row.put("label", set.classes().name(suspect.label()));
            row.put("suggested", set.classes().name(suspect.suggested()));
            row.put("score", suspect.score());
            row.put("probability_of_label", suspect.ofLabel());
            row.put("probability_of_suggested", suspect.ofSuggested());
            row.put("wrong", suspect.doubt() == ConfidentLearning.Doubt.WRONG);
        }
        write(folder, root);
        List<Shown> shown = listed.stream()
                .limit(settings.value(AuditKeys.TOP))
                .map(suspect -> new Shown(
                        EvaluatedImage.named(set.images().get(set.image(suspect.sample()))),
                        "%s? %s"
                                .formatted(
                                        set.classes().name(suspect.label()),
                                        set.classes().name(suspect.suggested())),
                        Optional.empty(),
                        0))
                .toList();
        sheet(folder, shown, image -> pictures.apply(image.name()));
        long above = found.ranked().stream()
                .filter(suspect -> suspect.doubt() == ConfidentLearning.Doubt.WRONG)
                .count();
        listener.say(String.format(
                Locale.ROOT,
                "About %d of %d labels are wrong by estimate (%.1f %%, confident learning; it counts %d as another class). Listed: %d with a score of at least %s.",
                Math.round(found.noise() * set.size()),
                set.size(),
                100 * found.noise(),
                above,
                listed.size(),
                least));
        double right = IntStream.range(0, set.size()).filter(set::correct).count() / (double) set.size();
        if (right < TRUSTED_ACCURACY) {
            listener.say(String.format(
                    Locale.ROOT,
                    "Warning: the predictions agree with only %.1f %% of the labels. Many of the labels listed may be right and the network wrong: look at the pictures, and train longer before you trust the number.",
                    100 * right));
        }
        if (!set.hasNames()) {
            listener.say(
                    "The table has no column `image`: rows are counted from 1 after the header, lines from 1 with it.");
        }
        say(rows, listener);
        return new Result(folder, listed.size());
    }

    /** Of a table without names, where the sample stands in it. */
    private static String name(ClassifiedSet set, int sample) {
        return set.hasNames()
                ? set.images().get(set.image(sample))
                : "row %d (line %d)".formatted(sample + 1, sample + 2);
    }

    /** What confident learning says of a set with labels and probabilities. */
    static ConfidentLearning learned(ClassifiedSet set) {
        double[][] probabilities = new double[set.size()][set.classes().size()];
        int[] labels = new int[set.size()];
        for (int i = 0; i < labels.length; i++) {
            int row = i;
            Arrays.setAll(probabilities[i], k -> set.probability(row, k));
            labels[i] = set.label(i);
        }
        return ConfidentLearning.of(new LabelledProbabilities(probabilities, labels));
    }

    private Path base(Path table) {
        return settings.given(AuditKeys.IMAGES)
                .or(() -> settings.given(AuditKeys.DATA))
                .orElse(table.toAbsolutePath().getParent());
    }

    private static Optional<Image> read(Path base, String name) {
        Path folder = Files.isDirectory(base) ? base : base.toAbsolutePath().getParent();
        Path file = folder.resolve(name);
        return Files.isRegularFile(file) ? read(() -> ImageReader.read(file)) : Optional.empty();
    }

    // ---- boxes

    private Result boxes(
            RunFolder folder,
            EvaluationSet set,
            String source,
            Function<EvaluatedImage, Optional<Image>> pictures,
            RunListener listener)
            throws IOException {
        double least = settings.value(AuditKeys.LEAST);
        List<BoxAudit.Suspect> all = BoxAudit.of(set);
        List<BoxAudit.Suspect> listed =
                all.stream().filter(suspect -> suspect.score() >= least).toList();
        ObjectNode root = head(source, set.objects(), Double.NaN);
        ArrayNode rows = root.putArray("suspects");
        listed.forEach(suspect -> row(rows.addObject(), set, suspect));
        write(folder, root);
        List<Shown> shown = listed.stream()
                .limit(settings.value(AuditKeys.TOP))
                .map(suspect -> shown(set, suspect))
                .toList();
        sheet(folder, shown, pictures);
        listener.say(String.format(
                Locale.ROOT,
                "About %.0f of %d labels on %d images are wrong and %.0f objects have none, by the sum of all scores. Listed: %d with a score of at least %s: %s. %d less sure ones are left out.",
                expected(all, suspect -> suspect.object() >= 0),
                set.objects(),
                set.images().size(),
                expected(all, suspect -> suspect.object() < 0),
                listed.size(),
                least,
                counts(listed),
                all.size() - listed.size()));
        double precision = meanPrecision(set);
        if (precision < TRUSTED_PRECISION) {
            listener.say(String.format(
                    Locale.ROOT,
                    "Warning: the detections find little of what is labelled (mAP50 %.3f), so few errors can show and these numbers are no all-clear. Train longer.",
                    precision));
        }
        say(rows, listener);
        return new Result(folder, listed.size());
    }

    private static double meanPrecision(EvaluationSet set) {
        int[] once = new int[set.images().size()];
        Arrays.fill(once, 1);
        return DetectionFigures.of(set, EvaluationSettings.defaults()).figures(once)[DetectionFigure.MAP50.position()];
    }

    /** A score is taken for the probability that something is wrong. */
    private static double expected(List<BoxAudit.Suspect> suspects, Predicate<BoxAudit.Suspect> which) {
        return suspects.stream()
                .filter(which)
                .mapToDouble(BoxAudit.Suspect::score)
                .sum();
    }

    private static String counts(List<BoxAudit.Suspect> listed) {
        List<String> counts = new ArrayList<>();
        for (BoxAudit.Kind kind : BoxAudit.Kind.values()) {
            long count = listed.stream().filter(s -> s.kind() == kind).count();
            counts.add(count + " " + kind.words());
        }
        return String.join(", ", counts);
    }

    private static void row(ObjectNode row, EvaluationSet set, BoxAudit.Suspect suspect) {
        row.put("image", set.images().get(suspect.image()));
        row.put("kind", suspect.kind().words());
        row.put("label", suspect.object() < 0 ? "" : set.classes().name(set.objectClass(suspect.object())));
        row.put("found", set.classes().name(set.detectionClass(suspect.detection())));
        row.put("score", suspect.score());
        row.put("confidence", set.confidence(suspect.detection()));
        row.put("overlap", suspect.overlap());
        box(row, "label", suspect.object() < 0 ? Optional.empty() : Optional.of(set.objectBox(suspect.object())));
        box(row, "found", Optional.of(set.detectionBox(suspect.detection())));
    }

    private static void box(ObjectNode row, String whose, Optional<Box> box) {
        JsonNodes.put(row, whose + "_x1", box.map(Box::x1).orElse(Double.NaN));
        JsonNodes.put(row, whose + "_y1", box.map(Box::y1).orElse(Double.NaN));
        JsonNodes.put(row, whose + "_x2", box.map(Box::x2).orElse(Double.NaN));
        JsonNodes.put(row, whose + "_y2", box.map(Box::y2).orElse(Double.NaN));
    }

    private static Shown shown(EvaluationSet set, BoxAudit.Suspect suspect) {
        Box found = set.detectionBox(suspect.detection());
        int k = set.detectionClass(suspect.detection());
        List<Annotation> boxes = new ArrayList<>();
        boxes.add(new Annotation(found, "", k));
        if (suspect.object() >= 0) {
            boxes.add(new Annotation(set.objectBox(suspect.object()), "label", set.objectClass(suspect.object())));
        }
        String caption = switch (suspect.kind()) {
            case OVERLOOKED, MISPLACED ->
                suspect.kind().words() + ": " + set.classes().name(k);
            case SWAPPED -> // short, since two names may be long
                set.classes().name(set.objectClass(suspect.object())) + "? "
                        + set.classes().name(k);
        };
        return new Shown(set.image(suspect.image()), caption, Optional.of(boxes), k);
    }

    // ---- files

    private ObjectNode head(String source, int labels, double noise) {
        ObjectNode root = JsonNodes.object();
        root.put("version", Build.version());
        root.put("source", source);
        root.put("labels", labels);
        JsonNodes.put(root, "estimated_noise", noise);
        root.put("least_score", settings.value(AuditKeys.LEAST));
        return root;
    }

    private static void write(RunFolder folder, ObjectNode root) throws IOException {
        JsonNodes.write(root, folder.file(FILE));
        folder.write(TABLE, ErrorsJson.csv(root.get("suspects")));
    }

    private static void say(ArrayNode rows, RunListener listener) {
        for (int i = 0; i < Math.min(SHOWN, rows.size()); i++) {
            var row = rows.get(i);
            listener.say(String.format(
                    Locale.ROOT,
                    "%3d  %.3f  %s  %s -> %s%s",
                    i + 1,
                    row.get("score").asDouble(),
                    row.get("image").asText(),
                    row.get("label").asText().isEmpty()
                            ? "nothing"
                            : row.get("label").asText(),
                    row.has("suggested")
                            ? row.get("suggested").asText()
                            : row.get("found").asText(),
                    row.has("kind") ? "  (" + row.get("kind").asText() + ")" : ""));
        }
    }

    /**
     * A suspect as a picture.
     *
     * @param boxes what contradicts the label first, then the label; empty to show the whole picture
     */
    private record Shown(EvaluatedImage image, String caption, Optional<List<Annotation>> boxes, int color) {}

    private static void sheet(RunFolder folder, List<Shown> shown, Function<EvaluatedImage, Optional<Image>> pictures) {
        List<Image> cells = new ArrayList<>();
        for (Shown one : shown) {
            pictures.apply(one.image())
                    .ifPresent(picture -> cells.add(Thumbnail.titled(cell(one, picture), CELL, one.caption())));
        }
        if (!cells.isEmpty()) {
            ImageWriter.write(BoxPainter.grid(cells, COLUMNS), folder.file(SHEET));
        }
    }

    private static Image cell(Shown shown, Image picture) {
        if (shown.boxes().isEmpty()) {
            return Thumbnail.of(picture, CELL);
        }
        Box extent = shown.boxes().get().stream()
                .map(Annotation::box)
                .reduce((a, b) -> new Box(
                        Math.min(a.x1(), b.x1()),
                        Math.min(a.y1(), b.y1()),
                        Math.max(a.x2(), b.x2()),
                        Math.max(a.y2(), b.y2())))
                .orElseThrow();
        Crop crop = Crop.around(extent, picture, SIDE);
        List<Annotation> placed = shown.boxes().get().stream()
                .map(box -> new Annotation(crop.apply(box.box()), box.caption(), box.colorIndex()))
                .toList();
        return Thumbnail.of(BoxPainter.paint(crop.image(), placed), CELL);
    }
}
