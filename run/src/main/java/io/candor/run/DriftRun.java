package io.candor.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.InvalidInput;
import io.candor.drift.Drift;
import io.candor.drift.DriftComparison;
import io.candor.drift.DriftJson;
import io.candor.drift.DriftSettings;
import io.candor.drift.DriftWords;
import io.candor.drift.NewScores;
import io.candor.drift.NewScoresReader;
import io.candor.drift.ScoreReference;
import io.candor.json.JsonNodes;
import io.candor.metric.ScoreHistogram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Compares the confidences of new, unlabelled predictions with an earlier evaluation and says whether its calibrator
 * still applies.
 *
 * @param settings of {@link DriftKeys}
 */
public record DriftRun(Settings settings) {

    static final String FILE = "drift.json";

    /** Where the result is. */
    public record Result(RunFolder folder, Drift drift) {}

    /** A comparison with defaults for everything else. */
    public static DriftRun of(Path reference, Path predictions) {
        return new DriftRun(Settings.of(DriftKeys.ALL)
                .with(DriftKeys.REFERENCE, reference)
                .with(DriftKeys.PREDICTIONS, predictions));
    }

    /** A copy with one more setting. */
    public <T> DriftRun with(Key<T> key, T value) {
        return new DriftRun(settings.with(key, value));
    }

    /** {@link #run(RunListener)} without a listener. */
    public Result run() throws IOException {
        return run(RunListener.SILENT);
    }

    /**
     * Reads, compares and writes.
     *
     * @throws InvalidInput if a file or the run folder cannot be used
     */
    public Result run(RunListener listener) throws IOException {
        Path reference = settings.required(DriftKeys.REFERENCE);
        Path predictions = settings.required(DriftKeys.PREDICTIONS);
        ScoreHistogram earlier = ScoreReference.read(reference);
        requireAlike(reference, predictions);
        OptionalInt images =
                settings.given(DriftKeys.NEW_IMAGES).map(OptionalInt::of).orElse(OptionalInt.empty());
        NewScores current = NewScoresReader.read(
                predictions,
                earlier.classes().size(),
                JudgedFiles.firstCategory(settings.value(DriftKeys.FIRST_CATEGORY), predictions),
                images);
        Drift drift = DriftComparison.of(
                earlier, current, DriftSettings.defaults().withFloor(settings.value(DriftKeys.FLOOR)));
        RunFolder folder = RunFolder.of(settings, DriftKeys.NAME);
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("version", Build.version());
        provenance.put("reference", reference.toString());
        provenance.put("predictions", predictions.toString());
        folder.write(
                FILE,
                JsonMapper.builder()
                        .build()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(DriftJson.tree(drift, provenance)));
        DriftWords.sentences(drift).forEach(listener::say);
        DriftWords.table(drift).forEach(listener::say);
        return new Result(folder, drift);
    }

    /** Calibrated confidences differ from raw ones whatever the images show. */
    private static void requireAlike(Path reference, Path predictions) {
        String earlier = WrittenConfidences.calibration(
                JsonNodes.read(reference, "drift-reference", "Give the evaluation.json that 'candor evaluate' wrote.")
                        .path("provenance"));
        boolean raw = earlier.equals(AppliedCalibration.OFF);
        WrittenConfidences.calibration(predictions)
                .filter(by -> by.equals(AppliedCalibration.OFF) != raw)
                .ifPresent(by -> {
                    throw new InvalidInput(
                            "drift-predictions",
                            "the confidences of %s are %s, those of %s are %s: they differ whatever the images show. %s"
                                    .formatted(
                                            predictions,
                                            raw ? "calibrated by " + by : "as the network gives them",
                                            reference,
                                            raw ? "as the network gives them" : "calibrated",
                                            raw
                                                    ? "Predict with --calibration off."
                                                    : "Predict with that --calibration, or evaluate with --calibration off."));
                });
        WrittenConfidences.calibration(predictions)
                .filter(by -> areOther(Path.of(earlier), Path.of(by)))
                .ifPresent(by -> {
                    throw new InvalidInput(
                            "drift-predictions",
                            "the confidences of %s are calibrated by %s, those of %s by %s, which is another calibration: they differ whatever the images show. Use one on both sides."
                                    .formatted(predictions, by, reference, earlier));
                });
    }

    /** Whether both are files and say different things; of one that is gone nothing can be told. */
    private static boolean areOther(Path one, Path other) {
        return Files.isRegularFile(one)
                && Files.isRegularFile(other)
                && !Contents.sha256(one).equals(Contents.sha256(other));
    }
}
