package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Image;
import io.candor.data.Sample;
import io.candor.data.augment.Letterbox;
import io.candor.data.draw.Annotation;
import io.candor.data.draw.BoxPainter;
import io.candor.data.read.ImageReader;
import io.candor.data.read.ImageWriter;
import io.candor.metric.DetectionEstimates;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.DetectionEvaluator;
import io.candor.metric.EvaluatedImage;
import io.candor.metric.EvaluationSet;
import io.candor.metric.EvaluationSettings;
import io.candor.metric.Extent;
import io.candor.network.Task;
import io.candor.report.EvaluationCharts;
import io.candor.report.EvaluationJson;
import io.candor.report.PredictionsWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a network found on a split, compared with what is there.
 *
 * @param detections per sample
 * @param evaluation all figures, by boxes
 * @param masks all figures by masks, of a network that outlines what it finds
 * @param set the same laid out for counting
 * @param source of the data set; image names are relative to its folder
 */
record Judgement(
        Map<Sample, List<Detection>> detections,
        EvaluationSet set,
        DetectionEvaluation evaluation,
        Optional<DetectionEvaluation> masks,
        Path source) {

    static final String FILE = "evaluation.json";
    /** Folder of the charts by masks. */
    private static final String MASKS = "masks";

    static final String PREDICTIONS = "predictions.json";

    /** Detections below this confidence are not drawn. */
    private static final double DRAWN = 0.25;

    private static final int PICTURES = 16;
    private static final int COLUMNS = 4;
    private static final int SIDE = 480; // pixels of one picture of a grid

    /**
     * Compares; image names are relative to the data set's folder, so that they are the same on every machine.
     *
     * @param widest by masks too, where it is them: then every object and every detection needs one
     */
    static Judgement of(SplitInference.Found found, Path source, Classes classes, Extent widest) {
        DetectionEvaluator evaluator = new DetectionEvaluator(classes);
        found.detections()
                .forEach((sample, detections) ->
                        evaluator.add(EvaluatedImage.of(source, sample), sample.labels(), detections));
        EvaluationSet set = evaluator.set();
        return new Judgement(
                found.detections(),
                set,
                DetectionEvaluation.of(set, EvaluationSettings.defaults()),
                widest == Extent.MASK
                        ? Optional.of(DetectionEvaluation.of(set.by(widest), EvaluationSettings.defaults()))
                        : Optional.empty(),
                source);
    }

    /** What networks for a task are judged by beside boxes. */
    static Extent widest(Task task) {
        return task.outlines() ? Extent.MASK : Extent.BOX;
    }

    /** Writes evaluation.json and the charts. */
    void write(RunFolder folder, Map<String, ?> provenance) {
        if (masks.isPresent()) {
            EvaluationJson.write(evaluation, masks.get(), provenance, folder.file(FILE));
            EvaluationCharts.write(masks.get(), folder.file(MASKS));
        } else {
            EvaluationJson.write(evaluation, provenance, folder.file(FILE));
        }
        EvaluationCharts.write(evaluation, folder.path());
    }

    /** The same with intervals. */
    void write(
            RunFolder folder,
            DetectionEstimates estimates,
            Optional<DetectionEstimates> byMasks,
            Map<String, ?> provenance) {
        if (byMasks.isPresent()) {
            EvaluationJson.write(estimates, byMasks.get(), provenance, folder.file(FILE));
            EvaluationCharts.write(byMasks.get().evaluation(), folder.file(MASKS));
        } else {
            EvaluationJson.write(estimates, provenance, folder.file(FILE));
        }
        EvaluationCharts.write(estimates.evaluation(), folder.path());
    }

    /** Writes what was found, as a COCO results file that other commands and tools read. */
    void writePredictions(RunFolder folder) {
        try (PredictionsWriter writer = new PredictionsWriter(folder.file(PREDICTIONS), k -> k + 1)) {
            detections.forEach((sample, found) ->
                    writer.add(EvaluatedImage.of(source, sample).name(), found));
            writer.finish();
        }
    }

    /** Draws the first images twice: with their labels, and with what was found. */
    void draw(RunFolder folder, int batch) {
        List<Sample> first =
                detections.keySet().stream().limit(Math.min(batch, PICTURES)).toList();
        draw(first, sample -> labels(sample), folder.file("val_batch0_labels.jpg"));
        draw(first, sample -> found(sample), folder.file("val_batch0_pred.jpg"));
    }

    private static void draw(List<Sample> samples, Function<Sample, List<Annotation>> annotations, Path file) {
        List<Image> pictures = new ArrayList<>();
        for (Sample sample : samples) {
            Image image = ImageReader.read(sample.image());
            Letterbox frame = Letterbox.square(image.width(), image.height(), SIDE, Letterbox.ScaleUp.YES);
            List<Annotation> placed = annotations.apply(sample).stream()
                    .map(drawn -> drawn.in(frame))
                    .toList();
            pictures.add(BoxPainter.paint(frame.apply(image), placed));
        }
        ImageWriter.write(BoxPainter.grid(pictures, COLUMNS), file);
    }

    private List<Annotation> labels(Sample sample) {
        return sample.labels().stream()
                .map(label -> Annotation.of(label, evaluation.classes().name(label.classIndex())))
                .toList();
    }

    private List<Annotation> found(Sample sample) {
        return detections.get(sample).stream()
                .filter(detection -> detection.confidence() >= DRAWN)
                .map(detection -> annotation(detection, evaluation.classes()))
                .toList();
    }

    /** A detection as it is drawn: name and confidence. */
    static Annotation annotation(Detection detection, Classes classes) {
        String caption =
                String.format(Locale.ROOT, "%s %.2f", classes.name(detection.classIndex()), detection.confidence());
        return Annotation.of(detection, caption);
    }

    /** One line with the main figures. */
    void say(RunListener listener, double imagesPerSecond) {
        listener.say(String.format(
                Locale.ROOT,
                "%d images, %d objects: mAP50 %.4f, mAP50-95 %.4f, precision %.4f, recall %.4f at confidence %.3f, %.1f img/s.",
                evaluation.images(),
                evaluation.objects(),
                evaluation.map50(),
                evaluation.map50_95(),
                evaluation.precision(),
                evaluation.recall(),
                evaluation.bestConfidence(),
                imagesPerSecond));
        masks.ifPresent(found -> listener.say(String.format(
                Locale.ROOT,
                "By masks: mAP50 %.4f, mAP50-95 %.4f, precision %.4f, recall %.4f at confidence %.3f.",
                found.map50(),
                found.map50_95(),
                found.precision(),
                found.recall(),
                found.bestConfidence())));
    }
}
