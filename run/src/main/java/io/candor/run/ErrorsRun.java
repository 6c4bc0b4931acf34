package io.candor.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.InvalidInput;
import io.candor.errors.AttributesFile;
import io.candor.errors.ErrorAnalysis;
import io.candor.errors.ErrorFinder;
import io.candor.errors.ErrorSettings;
import io.candor.errors.ErrorWords;
import io.candor.errors.ErrorsJson;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.EvaluationSet;
import io.candor.metric.EvaluationSettings;
import io.candor.metric.MatchedDetections;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Lists the mistakes of a detector, worst first: false alarms, misses, confusions, clean images that alarm, and recall of
 * named parts of the data. Needs no model.
 *
 * @param settings of {@link ErrorsKeys}
 */
public record ErrorsRun(Settings settings) {

    static final String FILE = "errors.json";
    private static final List<String> TABLES =
            List.of("slices", "false_alarms", "misses", "misses_by_neighbour", "confusions", "clean_alarms");

    /** Where the result is. */
    public record Result(RunFolder folder, ErrorAnalysis analysis) {}

    /** The mistakes in a run folder that {@code candor evaluate} wrote. */
    public static ErrorsRun of(Path evaluation) {
        return new ErrorsRun(Settings.of(ErrorsKeys.ALL).with(JudgedKeys.EVALUATION, evaluation));
    }

    /** A copy with one more setting. */
    public <T> ErrorsRun with(Key<T> key, T value) {
        return new ErrorsRun(settings.with(key, value));
    }

    /** {@link #run(RunListener)} without a listener. */
    public Result run() throws IOException {
        return run(RunListener.SILENT);
    }

    /**
     * Reads, ranks and writes.
     *
     * @throws InvalidInput if a file or the run folder cannot be used
     */
    public Result run(RunListener listener) throws IOException {
        JudgedFiles files = JudgedFiles.read(settings);
        Optional<JudgedFiles.Calibrated> calibrated = files.calibrated(settings);
        calibrated.ifPresent(given -> listener.say(given.words()));
        EvaluationSet set = calibrated.map(JudgedFiles.Calibrated::after).orElse(files.set());
        ErrorSettings wanted = ErrorSettings.at(threshold(set));
        if (settings.given(ErrorsKeys.ATTRIBUTES).isPresent()) {
            wanted = wanted.withAttributes(AttributesFile.read(settings.value(ErrorsKeys.ATTRIBUTES), set.images()));
        }
        MatchedDetections matches =
                MatchedDetections.of(set, EvaluationSettings.defaults().iou());
        ErrorAnalysis analysis = ErrorFinder.find(matches, wanted);
        RunFolder folder = RunFolder.of(settings, ErrorsKeys.NAME);
        ObjectNode tree = ErrorsJson.tree(set, analysis, files.provenance());
        folder.write(
                FILE,
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(tree));
        for (String table : TABLES) {
            folder.write(table + ".csv", ErrorsJson.csv(tree.get(table)));
        }
        new ErrorPictures(files, matches, folder).write(analysis, settings.value(ErrorsKeys.TOP));
        ErrorWords.table(analysis).forEach(listener::say);
        return new Result(folder, analysis);
    }

    private double threshold(EvaluationSet set) {
        return settings.given(JudgedKeys.CONF)
                .orElseGet(() -> DetectionEvaluation.of(set, EvaluationSettings.defaults())
                        .bestConfidence());
    }
}
