package io.candor.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.audit.BoxAudit;
import io.candor.audit.ConfidentLearning;
import io.candor.calibrate.LabelledProbabilities;
import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.draw.Annotation;
import io.candor.data.draw.BoxPainter;
import io.candor.data.draw.Thumbnail;
import io.candor.data.read.ImageReader;
import io.candor.data.read.ImageWriter;
import io.candor.data.read.UnreadableImage;
import io.candor.errors.Crop;
import io.candor.errors.ErrorsJson;
import io.candor.json.JsonNodes;
import io.candor.metric.ClassifiedSet;
import io.candor.metric.EvaluationSet;
import io.candor.predictions.ClassificationFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lists labels that are probably wrong, most suspicious first, with pictures. Needs no model, only what one found on
 * images it was not trained on.
 *
 * @param settings of {@link AuditKeys}
 */
public record AuditRun(Settings settings) {

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
     */
    public record Result(RunFolder folder, int listed) {}

    /** An audit of what {@code candor evaluate} found. */
    public static AuditRun of(Path evaluation) {
        return new AuditRun(Settings.of(AuditKeys.ALL).with(AuditKeys.EVALUATION, evaluation));
    }

    /** A copy with one more setting. */
    public <T> AuditRun with(Key<T> key, T value) {
        return new AuditRun(settings.with(key, value));
    }

    /**
     * Reads, ranks and writes {@code audit.json}, {@code audit.csv} and a sheet of pictures.
     *
     * @throws InvalidInput if a file or the run folder cannot be used
     */
    public Result run(RunListener listener) throws IOException {
        Optional<Path> table = classifier();
        return table.isPresent() ? classes(table.get(), listener) : boxes(listener);
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
        ConfidentLearning found = learned(set);
        List<ConfidentLearning.Suspect> listed = found.ranked().stream()
                .filter(suspect -> suspect.score() >= settings.value(AuditKeys.LEAST))
                .toList();
        RunFolder folder = RunFolder.of(settings, AuditKeys.NAME);
        ObjectNode root = head(file.toString(), set.size(), found.noise());
        ArrayNode rows = root.putArray("suspects");
        for (ConfidentLearning.Suspect suspect : listed) {
            ObjectNode row = rows.addObject();
            row.put("image", set.images().get(set.image(suspect.sample())));
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
                        set.images().get(set.image(suspect.sample())),
                        "%s? %s"
                                .formatted(
                                        set.classes().name(suspect.label()),
                                        set.classes().name(suspect.suggested())),
                        Optional.empty(),
                        0))
                .toList();
        sheet(folder, shown, name -> read(base(file), name));
        listener.say(String.format(
                Locale.ROOT,
                "%d labels, of which about %.1f %% are estimated to be wrong (confident learning); %d listed.",
                set.size(),
                100 * found.noise(),
                listed.size()));
        say(rows, listener);
        return new Result(folder, listed.size());
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
        try {
            return Files.isRegularFile(file) ? Optional.of(ImageReader.read(file)) : Optional.empty();
        } catch (UnreadableImage unreadable) {
            return Optional.empty(); // a list without one picture is better than none
        }
    }

    // ---- boxes

    private Result boxes(RunListener listener) throws IOException {
        JudgedFiles files = JudgedFiles.read(settings);
        EvaluationSet set = files.set();
        List<BoxAudit.Suspect> listed = BoxAudit.of(set).stream()
                .filter(suspect -> suspect.score() >= settings.value(AuditKeys.LEAST))
                .toList();
        RunFolder folder = RunFolder.of(settings, AuditKeys.NAME);
        ObjectNode root = head(String.valueOf(files.provenance()), set.objects(), Double.NaN);
        ArrayNode rows = root.putArray("suspects");
        listed.forEach(suspect -> row(rows.addObject(), set, suspect));
        write(folder, root);
        List<Shown> shown = listed.stream()
                .limit(settings.value(AuditKeys.TOP))
                .map(suspect -> shown(set, suspect))
                .toList();
        sheet(folder, shown, name -> files.picture(set.image(set.images().indexOf(name))));
        listener.say("%d labels on %d images; %d suspects listed: %s."
                .formatted(set.objects(), set.images().size(), listed.size(), counts(listed)));
        say(rows, listener);
        return new Result(folder, listed.size());
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
        String caption = suspect.kind().words()
                + switch (suspect.kind()) {
                    case OVERLOOKED, MISPLACED -> ": " + set.classes().name(k);
                    case SWAPPED ->
                        ": " + set.classes().name(set.objectClass(suspect.object())) + "? "
                                + set.classes().name(k);
                };
        return new Shown(set.images().get(suspect.image()), caption, Optional.of(boxes), k);
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
    private record Shown(String image, String caption, Optional<List<Annotation>> boxes, int color) {}

    private static void sheet(
            RunFolder folder, List<Shown> shown, java.util.function.Function<String, Optional<Image>> pictures) {
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
