package io.candor.run;

import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.ClassificationReader;
import io.candor.data.read.ClassificationSet;
import io.candor.data.read.Dataset;
import io.candor.data.read.ImageReader;
import io.candor.data.read.UnreadableImage;
import io.candor.data.synth.BoardPainter;
import io.candor.data.synth.SynthOptions;
import io.candor.export.ExportOptions.Precision;
import io.candor.export.GateReport;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.weights.NetworkFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Compares an exported file with the network it came from, on images of a data set or on drawn ones.
 *
 * @param settings of {@link VerifyKeys}
 */
public record VerifyRun(Settings settings) {

    private static final int DRAWN_BOARDS = 8;
    private static final int BOARD_SIZE = 640;

    /**
     * The verdict and where it is written.
     *
     * @param file JSON
     */
    public record Result(GateReport report, Path file) {}

    /** A verification on drawn images, with defaults for everything else. */
    public static VerifyRun of(Path model, Path onnx) {
        return new VerifyRun(
                Settings.of(VerifyKeys.ALL).with(VerifyKeys.MODEL, model).with(VerifyKeys.ONNX, onnx));
    }

    /** A copy with one more setting. */
    public <T> VerifyRun with(Key<T> key, T value) {
        return new VerifyRun(settings.with(key, value));
    }

    VerifyRun withData(Path data) {
        return with(VerifyKeys.DATA, data);
    }

    VerifyRun withImages(Path images) {
        return with(VerifyKeys.IMAGES, images);
    }

    /** {@link #run(RunListener)} without a listener. */
    public Result run() {
        return run(RunListener.SILENT);
    }

    /**
     * Compares, tells the listener and writes the report.
     *
     * @throws InvalidInput if model, file or data set cannot be used
     */
    public Result run(RunListener listener) {
        Path model = settings.required(VerifyKeys.MODEL);
        Path onnx = settings.required(VerifyKeys.ONNX);
        StartWeights.requireFile(model);
        NetworkFile file = LoadedClassifier.network(settings, VerifyKeys.MODEL);
        try (Network network = file.network();
                ExportComparison comparison = ExportComparison.of(file, onnx)) {
            String images = settings.given(VerifyKeys.DATA).isPresent()
                    ? compareOnData(comparison, file, listener)
                    : compareOnBoards(comparison, listener);
            GateReport report = comparison.verdict().apply(provenance(model, onnx, comparison.precision(), images));
            Path out = settings.given(VerifyKeys.OUT).orElseGet(() -> ending(onnx, ".verify.json"));
            report.write(out);
            report.text().lines().forEach(listener::say);
            return new Result(report, out);
        }
    }

    /** {@code file} with its ending replaced. */
    static Path ending(Path file, String ending) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ending);
    }

    private String compareOnData(ExportComparison comparison, NetworkFile file, RunListener listener) {
        return file.network().definition().task() == Task.CLASSIFY
                ? compareOnPictures(comparison, ClassificationReader.read(settings.required(VerifyKeys.DATA)), listener)
                : compareOnDetections(comparison, file, listener);
    }

    private String compareOnPictures(ExportComparison comparison, ClassificationSet set, RunListener listener) {
        List<Sample> samples = samples(set.dataset());
        for (int i = 0; i < samples.size(); i++) {
            Path image = samples.get(i).image();
            compare(comparison, image.getFileName().toString(), () -> set.image(image), List.of(), listener);
            progress(listener, i + 1, samples.size());
        }
        return set.dataset().source().toString();
    }

    private String compareOnDetections(ExportComparison comparison, NetworkFile file, RunListener listener) {
        Dataset dataset = TrainingData.read(settings);
        dataset.notes().forEach(listener::say);
        List<Sample> samples = samples(dataset);
        boolean sameClasses = dataset.classes().size() == file.classes().size();
        if (!sameClasses) {
            listener.say("%s has %d classes, the network %d: its images are used, its labels are not."
                    .formatted(
                            dataset.source(),
                            dataset.classes().size(),
                            file.classes().size()));
        }
        Path root = dataset.source().toAbsolutePath().normalize().getParent();
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            String name = root.relativize(sample.image().toAbsolutePath().normalize())
                    .toString()
                    .replace('\\', '/');
            List<Label> labels = sameClasses ? sample.labels() : List.of();
            compare(comparison, name, () -> ImageReader.read(sample.image()), labels, listener);
            progress(listener, i + 1, samples.size());
        }
        return dataset.source().toString();
    }

    private List<Sample> samples(Dataset dataset) {
        List<Sample> split =
                dataset.require(Split.valueOf(settings.value(VerifyKeys.SPLIT).toUpperCase(Locale.ROOT)));
        int limit = settings.value(VerifyKeys.LIMIT);
        return split.size() <= limit ? split : TrainingData.share(split, (double) limit / split.size());
    }

    private static void compare(
            ExportComparison comparison, String name, Supplier<Image> image, List<Label> labels, RunListener listener) {
        try {
            comparison.gate().add(name, image.get(), labels);
        } catch (UnreadableImage unreadable) {
            listener.say("Skipped " + unreadable.getMessage());
        }
    }

    /** No labels: what the network makes of boards it was not trained on says nothing about its precision. */
    private static String compareOnBoards(ExportComparison comparison, RunListener listener) {
        BoardPainter painter = new BoardPainter(SynthOptions.defaults().withSize(BOARD_SIZE));
        List<Label> none = List.of();
        for (int i = 0; i < DRAWN_BOARDS; i++) {
            comparison.gate().add("board " + i, painter.paint(Split.VAL, i).image(), none);
            progress(listener, i + 1, DRAWN_BOARDS);
        }
        return "drawn circuit boards";
    }

    private static void progress(RunListener listener, int done, int of) {
        listener.progress(new Progress("verify", done, of, OptionalDouble.empty(), OptionalDouble.empty(), List.of()));
    }

    private static Map<String, String> provenance(Path model, Path onnx, Precision precision, String images) {
        Map<String, String> record = new LinkedHashMap<>();
        record.put("version", Build.version());
        record.put("model", model.toAbsolutePath().toString());
        record.put("onnx", onnx.toAbsolutePath().toString());
        record.put("precision", precision.name().toLowerCase(Locale.ROOT));
        record.put("images", images);
        return record;
    }
}
