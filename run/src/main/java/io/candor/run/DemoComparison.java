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
import io.candor.data.target.Smoothing;
import io.candor.metric.Definition;
import io.candor.metric.DetectionEvaluation;
import io.candor.run.compare.Comparison;
import io.candor.run.compare.Comparison.Picture;
import io.candor.run.compare.EvaluatedRun;
import io.candor.run.compare.PairedBootstrap;
import io.candor.tensor.Device;
import io.candor.train.PrecisionChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The two trainings of the demonstration as the report shows them.
 *
 * @param plan what was asked for
 */
record DemoComparison(DemoPlan plan, Side plain, Side smoothed) {

    private static final int PICTURES = 4;
    private static final int SIDE = 384; // pixels of a picture, so that captions can be read
    private static final int REPLICATES = 400; // the ends of a 95 % interval then rest on ten replicates each

    /** One training: its figures, and what it found on each image. */
    record Side(EvaluatedRun run, Map<Sample, List<Detection>> detections) {}

    /**
     * Everything the report says.
     *
     * @param seconds of each part; asked for last
     */
    Comparison make(Supplier<Map<String, Double>> seconds) {
        double recall = EvaluatedRun.matchedRecall(plain.run, smoothed.run);
        Comparison.Run first = plain.run.at(recall);
        Comparison.Run second = smoothed.run.at(recall);
        Comparison.Intervals intervals =
                bootstrap().intervals(recall, REPLICATES, plan.settings().value(DemoKeys.SEED));
        return new Comparison(
                "The same detector without and with label smoothing",
                story(),
                first,
                second,
                recall,
                plain.run.evaluation().images(),
                definitions(recall),
                intervals,
                pictures(first, second),
                provenance(seconds.get()));
    }

    private PairedBootstrap bootstrap() {
        List<PairedBootstrap.Judged> images = plain.detections.entrySet().stream()
                .map(entry -> new PairedBootstrap.Judged(
                        entry.getKey().labels(), entry.getValue(), smoothed.detections.get(entry.getKey())))
                .toList();
        return new PairedBootstrap(classes(), images);
    }

    private Classes classes() {
        return plain.run.evaluation().classes();
    }

    private List<String> story() {
        Settings settings = plan.settings();
        Smoothing smoothing = plan.smoothing();
        return List.of(
                "%d circuit boards of %d pixels were drawn to train on and %d to judge by, with six kinds of defects and harmless look-alikes; %s."
                        .formatted(
                                settings.value(DemoKeys.TRAIN),
                                settings.value(DemoKeys.SIZE),
                                settings.value(DemoKeys.VAL),
                                labels(settings.value(DemoKeys.LABEL_NOISE))),
                "YOLOv8n was trained twice for %d epochs from the same random weights, on the same batches in the same order. The only difference is the class target of an object: 1 in the first training; %s for its class and %s for each other class in the second."
                        .formatted(
                                settings.value(DemoKeys.EPOCHS),
                                number(smoothing.on(plan.classes())),
                                number(smoothing.off(plan.classes()))));
    }

    private static String labels(double noise) {
        return noise == 0
                ? "the labels are right"
                : "%s of the training labels name a wrong class, those to judge by are right".formatted(percent(noise));
    }

    private Map<String, String> definitions(double recall) {
        DetectionEvaluation evaluation = plain.run.evaluation();
        Map<String, String> definitions = new LinkedHashMap<>();
        definitions.put("mAP50, mAP50-95", text(evaluation.coco().measure().definition()));
        definitions.put(
                "recall", "share of the objects found at the confidence with the best F1, mean over classes; IoU .5");
        definitions.put(
                "false alarms per image",
                "wrong detections; "
                        + choices(evaluation.operating().falseAlarmsAt(recall).definition()));
        definitions.put(
                "mean confidence",
                "of detections from %s up; right: matched to an object of its class by an IoU of at least %s"
                        .formatted(
                                evaluation.histogram().confidenceFloor(),
                                evaluation.histogram().iou()));
        definitions.put(
                "calibration error", text(evaluation.calibration().expected().definition()));
        definitions.put(
                "interval",
                "95 %% interval of the difference: percentiles of a paired bootstrap over the images, %d replicates"
                        .formatted(REPLICATES));
        return definitions;
    }

    private static String text(Definition definition) {
        return definition.metric() + ": " + choices(definition);
    }

    private static String choices(Definition definition) {
        return definition.choices().entrySet().stream()
                .map(choice -> choice.getKey() + " " + choice.getValue())
                .collect(Collectors.joining("; "));
    }

    private Map<String, String> provenance(Map<String, Double> seconds) {
        Settings settings = plan.settings();
        Device device = Device.of(settings.value(DemoKeys.DEVICE));
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("Candor", Build.version());
        provenance.put("command", command());
        provenance.put(
                "training precision",
                PrecisionChoice.of(settings.value(DemoKeys.PRECISION))
                        .on(device)
                        .name()
                        .toLowerCase(Locale.ROOT));
        provenance.put(
                "processor",
                "%s, %d cores"
                        .formatted(Processor.here().name(), Runtime.getRuntime().availableProcessors()));
        seconds.forEach((part, time) -> provenance.put(part, String.format(Locale.ROOT, "%.0f s", time)));
        return provenance;
    }

    private String command() {
        return "candor demo"
                + plan.settings().effective().entrySet().stream()
                        .filter(set -> !List.of("out", "exist_ok", "resume").contains(set.getKey()))
                        .filter(set -> plan.settings().values().containsKey(set.getKey()))
                        .map(set -> " --" + set.getKey().replace('_', '-') + " " + set.getValue())
                        .collect(Collectors.joining());
    }

    // ---- pictures

    /** Images spread evenly over the split, not chosen by what was found on them. */
    private List<Picture> pictures(Comparison.Run first, Comparison.Run second) {
        List<Sample> samples = List.copyOf(plain.detections.keySet());
        int count = Math.min(PICTURES, samples.size());
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Sample sample = samples.get(i * samples.size() / count);
            pictures.add(new Picture(
                    "%s, detections above the confidence that gives both the same recall"
                            .formatted(sample.image().getFileName()),
                    "image/jpeg",
                    picture(sample, labels(sample)),
                    picture(sample, found(plain.detections.get(sample), first)),
                    picture(sample, found(smoothed.detections.get(sample), second))));
        }
        return pictures;
    }

    private List<Annotation> labels(Sample sample) {
        return sample.labels().stream()
                .map(label -> new Annotation(label.box(), classes().name(label.classIndex()), label.classIndex()))
                .toList();
    }

    private List<Annotation> found(List<Detection> detections, Comparison.Run run) {
        double threshold = run.scores().threshold();
        return detections.stream()
                .filter(detection -> detection.confidence() >= threshold) // none if there is no such threshold
                .map(detection -> Judgement.annotation(detection, classes()))
                .toList();
    }

    private static byte[] picture(Sample sample, List<Annotation> annotations) {
        Image image = ImageReader.read(sample.image());
        Letterbox frame = Letterbox.square(image.width(), image.height(), SIDE, Letterbox.ScaleUp.YES);
        List<Annotation> placed = annotations.stream()
                .map(drawn -> new Annotation(frame.apply(drawn.box()), drawn.caption(), drawn.colorIndex()))
                .toList();
        return ImageWriter.encode(BoxPainter.paint(frame.apply(image), placed), "jpg");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
