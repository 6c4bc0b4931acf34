package io.candor.run;

import io.candor.data.AtomicFile;
import io.candor.data.InvalidInput;
import io.candor.export.ExportOptions;
import io.candor.export.ExportOptions.Axes;
import io.candor.export.ExportOptions.Precision;
import io.candor.export.ExportOptions.Predictions;
import io.candor.export.ExportOptions.Selected;
import io.candor.export.GateReport;
import io.candor.export.OnnxMetadata;
import io.candor.export.OnnxWriter;
import io.candor.export.Profile;
import io.candor.network.Network;
import io.candor.network.Task;
import io.candor.weights.NetworkFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a network as an ONNX file and compares the two. A file that fails is put aside as {@code <name>.rejected.onnx}.
 *
 * @param settings of {@link ExportKeys}
 */
public record ExportRun(Settings settings) {

    /** Judgements that belong to a model and travel with it. */
    private static final List<String> COMPANIONS = List.of("calibration.json", "policy.json");

    /**
     * Where the result is.
     *
     * @param file the ONNX file
     * @param verdict of the comparison, if there was one
     */
    public record Result(Path file, Optional<GateReport> verdict) {

        /** False if the comparison failed. */
        public boolean usable() {
            return verdict.map(GateReport::passed).orElse(true);
        }
    }

    /** An export beside the model, with defaults for everything. */
    public static ExportRun of(Path model) {
        return new ExportRun(Settings.of(ExportKeys.ALL).with(ExportKeys.MODEL, model));
    }

    /** A copy with one more setting. */
    public <T> ExportRun with(Key<T> key, T value) {
        return new ExportRun(settings.with(key, value));
    }

    /** {@link #run(RunListener)} without a listener. */
    public Result run() throws IOException {
        return run(RunListener.SILENT);
    }

    /**
     * Exports and, unless told otherwise, compares.
     *
     * @throws InvalidInput if the model or an option cannot be used
     */
    public Result run(RunListener listener) throws IOException {
        boolean classifies = LoadedClassifier.isAskedFor(settings, ExportKeys.MODEL);
        Settings sized = classifies ? settings : ImageSize.asTrained(settings, ExportKeys.IMGSZ, listener);
        return new ExportRun(sized).export(listener);
    }

    private Result export(RunListener listener) throws IOException {
        Path model = settings.required(ExportKeys.MODEL);
        StartWeights.requireFile(model);
        Path target = settings.given(ExportKeys.OUT).orElseGet(() -> VerifyRun.ending(model, ".onnx"));
        NetworkFile file = LoadedClassifier.network(settings, ExportKeys.MODEL);
        ExportOptions options = options(file, listener);
        try (Network network = file.network()) {
            OnnxWriter.write(
                    new NetworkFile(network, file.classes(), file.metadata()), options, metadata(model, file), target);
        }
        copyCompanions(model, target);
        listener.say(String.format(
                Locale.ROOT,
                "%s: %.1f MB, %s, opset %d, input %s x %d x %d.",
                target,
                Files.size(target) / 1e6,
                options.precision().name().toLowerCase(Locale.ROOT),
                options.opset(),
                options.axes() == Axes.DYNAMIC ? "dynamic, at first " + options.batch() : options.batch(),
                options.imageSize(),
                options.imageSize()));
        if (settings.value(ExportKeys.NO_VERIFY)) {
            return new Result(target, Optional.empty());
        }
        GateReport verdict = verification(model, target).run(listener).report();
        return new Result(verdict.passed() ? target : rejected(target, listener), Optional.of(verdict));
    }

    /** Detectors see multiples of 32 pixels, classifiers what they were trained with. */
    private int imageSize(NetworkFile file, RunListener listener) {
        return file.network().definition().task() == Task.CLASSIFY
                ? LoadedClassifier.imageSize(settings, ExportKeys.IMGSZ, settings.required(ExportKeys.MODEL))
                : ImageSize.rounded(settings.value(ExportKeys.IMGSZ), listener);
    }

    private ExportOptions options(NetworkFile file, RunListener listener) {
        ExportOptions.Output output = settings.value(ExportKeys.NMS)
                ? new Selected(
                        settings.value(ExportKeys.CONF),
                        settings.value(ExportKeys.IOU),
                        settings.value(ExportKeys.MAX_DET))
                : new Predictions();
        return new ExportOptions(
                imageSize(file, listener),
                settings.value(ExportKeys.BATCH),
                settings.value(ExportKeys.DYNAMIC) ? Axes.DYNAMIC : Axes.FIXED,
                precision(ExportKeys.HALF),
                precision(ExportKeys.HALF_IO),
                settings.value(ExportKeys.OPSET),
                Profile.valueOf(settings.value(ExportKeys.PROFILE).toUpperCase(Locale.ROOT)),
                output);
    }

    private Precision precision(Key<Boolean> half) {
        return settings.value(half) ? Precision.FP16 : Precision.FP32;
    }

    private static OnnxMetadata metadata(Path model, NetworkFile file) {
        Map<String, String> more = new LinkedHashMap<>();
        more.put(OnnxMetadata.WEIGHTS, Contents.sha256(model));
        Optional.ofNullable(file.metadata().get(NetworkFile.TRAINING))
                .ifPresent(training -> more.put(OnnxMetadata.TRAINING, training));
        for (String companion : COMPANIONS) {
            Path beside = model.resolveSibling(companion);
            if (Files.isRegularFile(beside)) {
                more.put("candor.%s.sha256".formatted(companion.replace(".json", "")), Contents.sha256(beside));
            }
        }
        return new OnnxMetadata(Build.version(), Instant.now().truncatedTo(ChronoUnit.SECONDS), more);
    }

    /** Calibration and policy go with the file, under its name, so that several models can share a folder. */
    private static void copyCompanions(Path model, Path target) throws IOException {
        for (String companion : COMPANIONS) {
            Path beside = model.resolveSibling(companion);
            if (Files.isRegularFile(beside)) {
                AtomicFile.write(VerifyRun.ending(target, "." + companion), Files.readAllBytes(beside));
            }
        }
    }

    private VerifyRun verification(Path model, Path target) {
        VerifyRun run = VerifyRun.of(model, target)
                .with(VerifyKeys.SPLIT, settings.value(ExportKeys.SPLIT))
                .with(VerifyKeys.LIMIT, settings.value(ExportKeys.LIMIT));
        run = settings.given(ExportKeys.DATA).map(run::withData).orElse(run);
        return settings.given(ExportKeys.IMAGES).map(run::withImages).orElse(run);
    }

    private static Path rejected(Path target, RunListener listener) throws IOException {
        Path aside = VerifyRun.ending(target, ".rejected.onnx");
        Files.move(target, aside, StandardCopyOption.REPLACE_EXISTING);
        listener.say("The file does not compute what the network does; it was put aside as %s.".formatted(aside));
        return aside;
    }
}
