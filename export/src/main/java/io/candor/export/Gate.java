package io.candor.export;

import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.augment.Letterbox;
import io.candor.detect.Prototypes;
import io.candor.detect.SuppressionOptions;
import io.candor.export.MaskDrift.Mixture;
import io.candor.infer.DetectedObject;
import io.candor.infer.Detector;
import io.candor.infer.Judge;
import io.candor.infer.RawOutput;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.DetectionEvaluator;
import io.candor.network.Network;
import io.candor.weights.NetworkFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Decides whether an exported file may stand for its network: the same images go through libtorch and through ONNX
 * Runtime, and numbers, detections, calibration and decisions are compared. A drift of scores fails even where average
 * precision, which sees only their order, agrees. For one thread.
 */
public final class Gate {

    private final NetworkFile file;
    private final Detector detector;
    private final GateLimits limits;
    private final Judge judge;
    private final Drift drift;
    private final MaskDrift masks = new MaskDrift();
    private final SuppressionOptions wide;
    private final DetectionEvaluator network;
    private final DetectionEvaluator exported;
    private int images;
    private int labels;
    private long paired;
    private long detections;
    private int agreeing;
    private long judged;
    private long changed;
    private double worst = -1;
    private String worstImage = "";

    /**
     * A gate that has seen nothing.
     *
     * @param detector of the exported file, with the usual suppression
     * @param judge whose decisions are compared
     */
    public Gate(NetworkFile file, Detector detector, GateLimits limits, Judge judge) {
        this.file = file;
        this.detector = detector;
        this.limits = limits;
        this.judge = judge;
        drift = new Drift(file.classes().size());
        wide = selectsByNms() ? narrow() : SuppressionOptions.forEvaluation();
        network = new DetectionEvaluator(file.classes());
        exported = new DetectionEvaluator(file.classes());
        requireSameNumberOfClasses(detector.card().classes());
    }

    private void requireSameNumberOfClasses(Classes classes) {
        if (classes.size() != file.classes().size()) {
            throw new InvalidInput(
                    "verify-other-model",
                    "%s tells %d classes apart, the network %d: it was not exported from these weights."
                            .formatted(
                                    detector.card().file(),
                                    classes.size(),
                                    file.classes().size()));
        }
    }

    private boolean selects() {
        return detector.card().selects();
    }

    /** By suppression in the graph; networks that need none select as the reference does. */
    private boolean selectsByNms() {
        return selects() && !reference().definition().endToEnd();
    }

    /** What the file selects by itself, else what is drawn on pictures. */
    private SuppressionOptions narrow() {
        Map<String, String> properties = detector.card().properties();
        SuppressionOptions usual = SuppressionOptions.forPrediction();
        if (!selectsByNms()) {
            return usual;
        }
        ToDoubleFunction<String> stated = key -> Double.parseDouble(properties.getOrDefault(key, "NaN"));
        double confidence = stated.applyAsDouble(OnnxMetadata.SELECTED_CONFIDENCE);
        if (Double.isNaN(confidence)) {
            throw new InvalidInput(
                    "verify-other-model",
                    "%s selects detections by itself and does not say how; only files exported by Candor can be compared then."
                            .formatted(detector.card().file()));
        }
        return usual.withConfidence(confidence)
                .withIou(stated.applyAsDouble(OnnxMetadata.SELECTED_IOU))
                .withMaxDetections((int) stated.applyAsDouble(OnnxMetadata.SELECTED_MOST));
    }

    /**
     * Compares both on one image.
     *
     * @param name the same on every machine
     * @param truth what is on it; without any on all images, calibration and precision are not compared
     */
    public void add(String name, Image image, List<Label> truth) {
        Letterbox frame = detector.frame(image.width(), image.height());
        Reference reference = Reference.of(reference(), frame.apply(image));
        List<RawOutput> raw = detector.run(reference.input(), 1, Image.CHANNELS, frame.height(), frame.width());
        if (selects() && !selectsByNms()) {
            requireRows(
                    detector.card().file(),
                    raw.get(0).shape(),
                    reference.answers().prediction(0).length / (4 + classes()),
                    classes());
        }
        if (!selectsByNms()) {
            note(name, compare(reference.answers(), raw.get(0).values()));
        }
        reference.answers().prototypes(0).ifPresent(own -> compareMasks(reference.answers(), own, raw, frame));
        List<Detection> expected = reference.answers().boxes(0, frame, wide);
        List<Detection> actual = detector.boxes(raw, frame, wide);
        pair(expected, actual);
        agree(reference, frame, image);
        network.add(name, truth, expected);
        exported.add(name, truth, actual);
        images++;
        labels += truth.size();
    }

    /** A network that selects by itself gives a fixed number of rows of box, score and class. */
    static void requireRows(Path file, long[] shape, int anchors, int classes) {
        long[] expected = {1, TopRows.rows(anchors, classes), 6};
        if (!Arrays.equals(shape, expected)) {
            throw new InvalidInput(
                    "verify-other-model",
                    "%s gives %s numbers for an image, a network without suppression %s: it was not exported from these weights."
                            .formatted(file, Arrays.toString(shape), Arrays.toString(expected)));
        }
    }

    private Network reference() {
        return file.network();
    }

    private int classes() {
        return file.classes().size();
    }

    private double compare(NetworkAnswers answers, float[] actual) {
        float[] expected = answers.prediction(0);
        if (selects()) {
            return drift.addRows(actual, expected);
        }
        int length = expected.length
                + answers.coefficients(0)
                        .map(coefficients -> coefficients.length)
                        .orElse(0);
        if (length != actual.length) {
            throw new InvalidInput(
                    "verify-other-model",
                    "%s gives %d numbers for an image, the network %d: it was not exported from these weights."
                            .formatted(detector.card().file(), actual.length, length));
        }
        return drift.add(actual, expected);
    }

    private void compareMasks(NetworkAnswers answers, Prototypes expected, List<RawOutput> raw, Letterbox frame) {
        float[] actual = raw.size() > 1 ? raw.get(1).values() : new float[0];
        if (expected.values().length != actual.length) {
            throw new InvalidInput(
                    "verify-other-model",
                    "%s gives %d numbers of prototypes for an image, the network %d: it was not exported from these weights."
                            .formatted(detector.card().file(), actual.length, expected.values().length));
        }
        if (selectsByNms()) {
            masks.addNumbers(actual, expected.values());
            return;
        }
        float[] coefficients = answers.coefficients(0).orElseThrow();
        float[] all = raw.get(0).values();
        masks.add(
                new Mixture(
                        new Prototypes(expected.count(), expected.width(), expected.height(), actual),
                        Arrays.copyOfRange(all, all.length - coefficients.length, all.length)),
                new Mixture(expected, coefficients),
                answers.survivors(0, narrow()),
                frame);
    }

    private void note(String name, double difference) {
        if (difference > worst) {
            worst = difference;
            worstImage = name;
        }
    }

    private void pair(List<Detection> expected, List<Detection> actual) {
        Pairing pairing = Pairing.of(expected, actual);
        paired += 2L * pairing.pairs().size();
        detections += 2L * pairing.pairs().size()
                + missed(pairing.onlyFirst(), actual, wide)
                + missed(pairing.onlySecond(), expected, wide);
        for (Pairing.Pair pair : pairing.pairs()) {
            var before = judge.decision(pair.first());
            var after = judge.decision(pair.second());
            judged += before.isPresent() || after.isPresent() ? 1 : 0;
            changed += Objects.equals(before, after) ? 0 : 1;
        }
    }

    /** What applications get, letterbox and all, must be what the network says. */
    private void agree(Reference reference, Letterbox frame, Image image) {
        SuppressionOptions narrow = narrow();
        List<Detection> expected = reference.answers().detections(0, frame, narrow);
        List<Detection> actual = detector.detect(image).objects().stream()
                .map(DetectedObject::detection)
                .filter(found -> found.confidence() > narrow.confidence())
                .toList();
        Pairing pairing = Pairing.of(expected, actual);
        if (selectsByNms()) { // the anchors are not known
            pairing.pairs()
                    .forEach(pair -> pair.first()
                            .mask()
                            .ifPresent(own -> pair.second().mask().ifPresent(other -> masks.add(own, other))));
        }
        List<Detection> onlyExpected = new ArrayList<>(pairing.onlyFirst());
        List<Detection> onlyActual = new ArrayList<>(pairing.onlySecond());
        pairing.pairs().stream().filter(pair -> !isSame(pair)).forEach(pair -> {
            onlyExpected.add(pair.first());
            onlyActual.add(pair.second());
        });
        boolean same = missed(onlyExpected, actual, narrow) == 0 && missed(onlyActual, expected, narrow) == 0;
        agreeing += same ? 1 : 0;
    }

    /**
     * How many of {@code alone} the other side should have. Not those that stand no further above what it needed, or above
     * the last of as many as it may have, than scores may differ; and not those it removed for a box that overlaps them
     * and is as confident within the limit.
     */
    private long missed(List<Detection> alone, List<Detection> other, SuppressionOptions options) {
        boolean full = other.size() >= options.maxDetections();
        double least = full ? other.get(other.size() - 1).confidence() : options.confidence();
        return alone.stream()
                .filter(found -> found.confidence() > least + limits.score())
                .filter(found -> other.stream().noneMatch(rival -> removes(rival, found, options)))
                .count();
    }

    private boolean removes(Detection rival, Detection found, SuppressionOptions options) {
        return !reference().definition().endToEnd()
                && rival.classIndex() == found.classIndex()
                && Math.abs(rival.confidence() - found.confidence()) <= limits.score()
                && rival.box().iou(found.box()) >= options.iou() - (1 - limits.overlap());
    }

    private boolean isSame(Pairing.Pair pair) {
        return pair.overlap() >= limits.overlap()
                && Math.abs(pair.first().confidence() - pair.second().confidence()) <= limits.score();
    }

    /**
     * The verdict; the gate is spent.
     *
     * @param provenance what was compared with what
     */
    public GateReport report(Map<String, String> provenance) {
        if (images == 0) {
            throw new InvalidInput("verify-no-images", "There is no readable image to compare the exported file on.");
        }
        DetectionEvaluation before = network.evaluate();
        DetectionEvaluation after = exported.evaluate();
        List<Check> checks = new ArrayList<>();
        checks.add(Check.atMost("class_names", otherNames(), 0, "class names that differ"));
        if (!selectsByNms()) {
            checks.add(Check.atMost(
                    "scores_outside_unit", (double) drift.outside(), 0, "scores that are no probabilities"));
            checks.add(
                    Check.atMost("score_difference", drift.score(), limits.score(), "largest difference of a score"));
            checks.add(
                    Check.atLeast("box_overlap", drift.overlap(), limits.overlap(), "least IoU of an anchor's boxes"));
        }
        checks.add(Check.atLeast("paired", share(paired, detections), limits.paired(), "detections with a partner"));
        checks.add(Check.atLeast(
                "agreement", share(agreeing, images), limits.agreement(), "images with the same objects reported"));
        if (reference().definition().task().outlines()) {
            checks.add(Check.atMost(
                    "mask_numbers",
                    masks.numbers(),
                    limits.maskNumbers(),
                    "largest difference of a coefficient or prototype"));
            checks.add(
                    Check.atLeast("mask_overlap", masks.overlap(), limits.maskOverlap(), "IoU of the masks of both"));
            checks.add(Check.atMost(
                    "mask_pixels", masks.pixels(), limits.maskPixels(), "share of pixels in which a mask differs"));
        }
        checks.add(Check.atMost(
                "calibration_change",
                change(before, after, e -> e.calibration().expected().value()),
                limits.calibration(),
                "change of D-ECE"));
        checks.add(Check.atMost(
                "precision_change",
                change(before, after, DetectionEvaluation::map50_95),
                limits.precision(),
                "change of mAP50-95"));
        checks.add(Check.atMost(
                "decisions_changed", share(changed, judged), limits.decisions(), "detections with another decision"));
        return new GateReport(images, worstImage, checks, provenance);
    }

    private double otherNames() {
        int different = 0;
        for (int k = 0; k < classes(); k++) {
            different += file.classes().name(k).equals(detector.card().classes().name(k)) ? 0 : 1;
        }
        return different;
    }

    private static double share(long part, long whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }

    private double change(
            DetectionEvaluation before, DetectionEvaluation after, ToDoubleFunction<DetectionEvaluation> figure) {
        return labels == 0 ? Double.NaN : Math.abs(figure.applyAsDouble(after) - figure.applyAsDouble(before));
    }
}
