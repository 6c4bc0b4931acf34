package io.candor.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Image;
import io.candor.data.draw.BoxPainter;
import io.candor.data.read.CocoSegmentation;
import io.candor.data.read.ImageWriter;
import io.candor.decide.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Writes what was found: pictures and label files one by one beside the prediction, the JSON file at the end. */
final class PredictionFiles implements AutoCloseable {

    static final String JSON = "predictions.json";

    /** Pictures that may wait to be drawn: they are held at full size. */
    private static final int WAITING = 4;

    private final RunFolder folder;
    private final Classes classes;
    private final String calibration;
    private final AppliedPolicy policy;
    private final Set<String> taken = new HashSet<>();
    private final Deque<Future<?>> pending = new ArrayDeque<>();
    private final ExecutorService writer = Executors.newSingleThreadExecutor();

    /**
     * Files in a run folder.
     *
     * @param calibration in words, by what confidences were calibrated; empty if they were not
     */
    PredictionFiles(RunFolder folder, Classes classes, String calibration, AppliedPolicy policy) throws IOException {
        this.folder = folder;
        this.classes = classes;
        this.calibration = calibration;
        this.policy = policy;
        Files.createDirectories(folder.file("labels"));
    }

    RunFolder folder() {
        return folder;
    }

    /** The annotated picture and the label file; images of one name from several folders get numbers. */
    void write(PredictRun.Prediction prediction, Image image) throws IOException {
        while (pending.size() >= WAITING) {
            await(pending.remove());
        }
        String stem = free(prediction.image().getFileName().toString().replaceFirst("\\.[^.]*$", ""));
        pending.add(writer.submit(() -> {
            Image painted = BoxPainter.paint(
                    image,
                    prediction.detections().stream()
                            .map(found -> Judgement.annotation(found, classes))
                            .toList());
            ImageWriter.write(painted, folder.file(stem + ".jpg"));
            return Files.writeString(folder.file("labels").resolve(stem + ".txt"), rows(prediction));
        }));
    }

    private String free(String stem) {
        String name = stem;
        for (int number = 2; !taken.add(name); number++) {
            name = stem + "-" + number;
        }
        return name;
    }

    /** Class, centre and size, or outline, as shares of the picture's, confidence: one row per detection. */
    static String rows(PredictRun.Prediction prediction) {
        return prediction.detections().stream()
                .map(found -> {
                    if (found.mask().isPresent() && !found.mask().get().isEmpty()) {
                        return outlineRow(prediction, found, found.mask().get().outline());
                    }
                    Box box = found.box();
                    return String.format(
                            Locale.ROOT,
                            "%d %.6f %.6f %.6f %.6f %.6f%n",
                            found.classIndex(),
                            box.centerX() / prediction.width(),
                            box.centerY() / prediction.height(),
                            box.width() / prediction.width(),
                            box.height() / prediction.height(),
                            found.confidence());
                })
                .collect(Collectors.joining());
    }

    private static String outlineRow(PredictRun.Prediction prediction, Detection found, double... outline) {
        StringBuilder row = new StringBuilder(Integer.toString(found.classIndex()));
        for (int i = 0; i < outline.length; i += 2) {
            row.append(String.format(
                    Locale.ROOT, " %.6f %.6f", outline[i] / prediction.width(), outline[i + 1] / prediction.height()));
        }
        return row.append(String.format(Locale.ROOT, " %.6f%n", found.confidence()))
                .toString();
    }

    /** Waits for the pictures and writes the JSON file. */
    void finish(List<PredictRun.Prediction> predictions) throws IOException {
        while (!pending.isEmpty()) {
            await(pending.remove());
        }
        List<Object> images = new ArrayList<>();
        predictions.forEach(prediction -> images.add(tree(prediction)));
        folder.write(
                JSON,
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(root(images)));
    }

    private Map<String, Object> root(List<Object> images) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("classes", classes.names());
        root.put("calibrated", !calibration.isEmpty());
        root.put("calibration", calibration);
        policy.policy().ifPresent(known -> root.put("policy", Map.of("file", policy.file(), "rule", known.rule())));
        root.put("images", images);
        return root;
    }

    private static void await(Future<?> written) throws IOException {
        try {
            written.get();
        } catch (ExecutionException failure) {
            throw new IOException("a result could not be written: " + failure.getCause(), failure.getCause());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing", interruption);
        }
    }

    private Map<String, Object> tree(PredictRun.Prediction prediction) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("image", prediction.image().toString());
        tree.put("width", prediction.width());
        tree.put("height", prediction.height());
        policy.policy()
                .ifPresent(known -> tree.put(
                        "verdict", word(known.decide(prediction.detections()).action())));
        tree.put("detections", prediction.detections().stream().map(this::tree).toList());
        return tree;
    }

    private Map<String, Object> tree(Detection found) {
        Box box = found.box();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("class", found.classIndex());
        tree.put("name", classes.name(found.classIndex()));
        tree.put("confidence", found.confidence());
        policy.policy()
                .ifPresent(known -> tree.put(
                        "action", word(known.bands().get(found.classIndex()).action(found.confidence()))));
        tree.put("box", List.of(box.x1(), box.y1(), box.x2(), box.y2()));
        found.mask().ifPresent(mask -> tree.put("segmentation", CocoSegmentation.runLengths(mask)));
        return tree;
    }

    private static String word(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        writer.shutdownNow();
    }
}
