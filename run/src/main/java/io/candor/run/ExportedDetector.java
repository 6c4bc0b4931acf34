package io.candor.run;

import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Image;
import io.candor.data.Sample;
import io.candor.data.read.ImageReader;
import io.candor.data.read.Skipped;
import io.candor.data.read.UnreadableImage;
import io.candor.detect.SuppressionOptions;
import io.candor.infer.Detections;
import io.candor.infer.Detector;
import io.candor.infer.DetectorOptions;
import io.candor.infer.Judge;
import io.candor.infer.ModelCard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A detector from an ONNX file, computed as applications compute it: in its own frame, by ONNX Runtime. */
final class ExportedDetector implements LoadedDetector {

    private final Path file;
    private final ModelCard card;
    private final ExportedSettings exported;
    private final int imageSize;
    private final int batch;

    ExportedDetector(Settings settings, Path file, RunListener listener) {
        this.file = file;
        card = ModelCard.of(file);
        UnreadSuppression.tell(settings, card, listener);
        batch = settings.value(EvaluateKeys.BATCH);
        imageSize = settings.value(EvaluateKeys.IMGSZ);
        exported = new ExportedSettings(card);
        exported.requireOwn(settings, List.of(PlaceKeys.DEVICE, EvaluateKeys.PRECISION, PlaceKeys.WORKERS));
        exported.requireTaken(imageSize);
    }

    @Override
    public Classes classes() {
        return card.classes();
    }

    @Override
    public int imageSize() {
        return imageSize;
    }

    @Override
    public String precision() {
        return ExportComparison.precision(card.properties(), card.inputs())
                .name()
                .toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean hasMasks() {
        return card.hasMasks();
    }

    @Override
    public void requireAll(SuppressionOptions suppression) {
        exported.requireAll(suppression);
    }

    @Override
    public Pass run(List<Sample> samples, SuppressionOptions suppression, RunListener listener, String stage) {
        DetectorOptions options =
                DetectorOptions.defaults().withSuppression(suppression).withJudge(Judge.NONE);
        try (Detector detector = Detector.load(file, exported.framed(options, imageSize))) {
            return new Pictures(detector, samples, listener, stage).run();
        }
    }

    /** One run under way. */
    private final class Pictures {

        private final Detector detector;
        private final List<Sample> samples;
        private final RunListener listener;
        private final String stage;
        private final Map<Sample, List<Detection>> found = new LinkedHashMap<>();
        private final List<Skipped> skipped = new ArrayList<>();
        private final long started = System.nanoTime();

        Pictures(Detector detector, List<Sample> samples, RunListener listener, String stage) {
            this.detector = detector;
            this.samples = List.copyOf(samples.stream()
                    .collect(Collectors.toMap(
                            Sample::image, sample -> sample, (first, again) -> first, LinkedHashMap::new))
                    .values());
            this.listener = listener;
            this.stage = stage;
        }

        Pass run() {
            for (int from = 0; from < samples.size(); from += batch) {
                int to = Math.min(samples.size(), from + batch);
                detect(samples.subList(from, to));
                report(to);
            }
            if (found.isEmpty()) {
                throw SplitInference.nothingReadable(samples.size(), skipped);
            }
            double rate = found.size() / seconds();
            return new Pass(new SplitInference.Found(found, SplitInference.Losses.NONE, rate), skipped);
        }

        private void detect(List<Sample> some) {
            Map<Sample, Image> images = new LinkedHashMap<>();
            for (Sample sample : some) {
                try {
                    images.put(sample, ImageReader.read(sample.image()));
                } catch (UnreadableImage unreadable) {
                    skipped.add(Skipped.of(sample.image(), unreadable));
                }
            }
            List<Detections> objects = detector.detect(List.copyOf(images.values()));
            int at = 0;
            for (Sample sample : images.keySet()) {
                found.put(sample, PredictRun.detections(objects.get(at++)));
            }
        }

        private void report(int done) {
            listener.progress(new Progress(
                    stage,
                    done,
                    samples.size(),
                    OptionalDouble.of(done / seconds()),
                    OptionalDouble.of(seconds() / done * (samples.size() - done)),
                    List.of()));
        }

        private double seconds() {
            return (System.nanoTime() - started) / 1e9;
        }
    }

    @Override
    public Judge judge() {
        return Judge.beside(card);
    }

    @Override
    public void close() {
        // a detector lives for one run only, since what it reports is settled when it is loaded
    }
}
