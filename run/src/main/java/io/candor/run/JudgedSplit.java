package io.candor.run;

import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.Dataset;
import io.candor.data.read.Fault;
import io.candor.detect.SuppressionOptions;
import io.candor.metric.DetectionEvaluator;
import io.candor.metric.EvaluatedImage;
import io.candor.metric.EvaluationSet;
import io.candor.metric.Extent;
import io.candor.predictions.DetectionFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Detections beside annotations: from a file of predictions, or from a network that runs over a split.
 *
 * @param set every detection and object
 * @param contents per image, what makes it the same picture as another: a hash of its file, or its name
 */
record JudgedSplit(EvaluationSet set, List<String> contents) {

    /** What the settings ask for. */
    static JudgedSplit of(Settings settings, RunListener listener) throws IOException {
        Optional<Path> predictions = settings.given(TrustKeys.PREDICTIONS);
        if (predictions.isPresent() && predictions.get().toString().endsWith(".csv")) {
            throw new InvalidInput(
                    "options",
                    "%s: this job takes detections, as JSON, and does not know a classifier's CSV. 'candor evaluate', 'candor calibrate', 'candor report' and 'candor audit' do: each takes it as --predictions."
                            .formatted(predictions.get()));
        }
        Optional<Path> annotations = settings.given(TrustKeys.ANNOTATIONS);
        if (annotations.isPresent()) {
            Path found = predictions.orElseThrow(() -> new InvalidInput(
                    "options", "--annotations says what is on the images; give --predictions FILE as well."));
            EvaluationSet set = DetectionFiles.coco(annotations.get(), found, EvaluateKeys.overlap(settings));
            return of(
                    set,
                    settings.given(TrustKeys.IMAGES)
                            .orElse(annotations.get().toAbsolutePath().getParent()));
        }
        return of(settings, settings.value(TrustKeys.SPLIT), predictions, listener);
    }

    /** A split by name, with its predictions or with the model. */
    static JudgedSplit of(Settings settings, String name, Optional<Path> predictions, RunListener listener)
            throws IOException {
        Dataset dataset = TrainingData.read(settings);
        Split split = Split.valueOf(name.toUpperCase(Locale.ROOT));
        EvaluationSet set = predictions.isPresent()
                ? DetectionFiles.dataset(
                        JudgedFiles.judged(dataset, split, predictions.get()),
                        split,
                        predictions.get(),
                        JudgedFiles.firstCategory(settings.value(TrustKeys.FIRST_CATEGORY), predictions.get()),
                        EvaluateKeys.overlap(settings))
                : detected(settings, dataset, split, listener);
        return of(set, dataset.source().toAbsolutePath().getParent());
    }

    /** SHA-256 of the weights behind the detections: of the model, or as recorded beside the predictions; or empty. */
    static Optional<String> weights(Settings settings) {
        return settings.given(TrustKeys.MODEL)
                .map(ModelFile::weights)
                .or(() -> settings.given(TrustKeys.PREDICTIONS).flatMap(JudgedFiles::weights));
    }

    private static JudgedSplit of(EvaluationSet set, Path folder) {
        return new JudgedSplit(set, Contents.of(set, folder));
    }

    private static EvaluationSet detected(Settings settings, Dataset dataset, Split split, RunListener listener)
            throws IOException {
        Path model = settings.required(TrustKeys.MODEL);
        SuppressionOptions suppression = SuppressionOptions.forEvaluation()
                .withIou(settings.value(TrustKeys.IOU))
                .withMaxDetections(settings.value(TrustKeys.MAX_DET));
        try (LoadedDetector detector = LoadedDetector.of(settings, model, listener)) {
            EvaluateRun.requireSameClasses(model, detector.classes(), dataset);
            detector.requireAll(suppression);
            Extent compared = EvaluateKeys.overlap(settings);
            detector.requireExtent(compared);
            Dataset used = Outlines.judged(dataset, split, compared);
            used.skipped().stream()
                    .filter(each -> each.fault() == Fault.NO_OUTLINE)
                    .map(each -> "Skipped " + each)
                    .forEach(listener::say);
            String stage = split.name().toLowerCase(Locale.ROOT);
            return set(
                            used,
                            detector.run(used.require(split), suppression, listener, stage)
                                    .found()
                                    .detections())
                    .by(compared);
        }
    }

    private static EvaluationSet set(Dataset dataset, Map<Sample, List<Detection>> detections) {
        DetectionEvaluator judged = new DetectionEvaluator(dataset.classes());
        detections.forEach(
                (sample, found) -> judged.add(EvaluatedImage.of(dataset.source(), sample), sample.labels(), found));
        return judged.set();
    }

    /** The images for which {@code chosen} is true. */
    JudgedSplit part(boolean[] chosen) {
        List<String> names = set.images();
        Map<String, String> byName = new java.util.HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            byName.put(names.get(i), contents.get(i));
        }
        EvaluationSet part = set.onImages(i -> chosen[i]);
        return new JudgedSplit(part, part.images().stream().map(byName::get).toList());
    }
}
