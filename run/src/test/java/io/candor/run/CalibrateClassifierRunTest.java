package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.calibrate.CalibrationEffect.Verdict;
import io.candor.calibrate.ClassifierFigure;
import io.candor.data.InvalidInput;
import io.candor.metric.ClassificationFigure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calibrating a classifier from its CSV, and judging others by what was fitted. */
class CalibrateClassifierRunTest {

    @TempDir
    private Path folder;

    private final Told listener = new Told();
    private final List<String> said = listener.lines;

    /** A classifier of two classes that is too sure: says p of odds cubed where the odds would be right. */
    private Path probabilities(String name, int first, int rows) throws IOException {
        Random random = new Random(first);
        List<String> lines = new ArrayList<>(List.of("image,cat,dog,label"));
        for (int i = first; i < first + rows; i++) {
            double truth = random.nextDouble();
            double said = Math.pow(truth, 3) / (Math.pow(truth, 3) + Math.pow(1 - truth, 3));
            String label = random.nextDouble() < truth ? "cat" : "dog";
            lines.add(String.format(Locale.ROOT, "%d.png,%.9f,%.9f,%s", i, said, 1 - said, label));
        }
        return Files.write(folder.resolve(name), lines);
    }

    private Path confidences(String name, int seed) throws IOException {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>(List.of("confidence,correct"));
        for (int i = 0; i < 400; i++) {
            double truth = random.nextDouble();
            lines.add(String.format(Locale.ROOT, "%.9f,%d", Math.sqrt(truth), random.nextDouble() < truth ? 1 : 0));
        }
        return Files.write(folder.resolve(name), lines);
    }

    private CalibrateClassifierRun calibrate(Path csv) {
        return CalibrateClassifierRun.of(csv).with(TrustKeys.RESAMPLES, 50);
    }

    private EvaluateFileRun evaluate(Path csv, Path calibration) {
        return EvaluateFileRun.of(csv)
                .with(EvaluateKeys.CALIBRATION, calibration.toString())
                .with(EvaluateKeys.RESAMPLES, 10)
                .with(EvaluateKeys.EXIST_OK, true)
                .with(EvaluateKeys.OUT, folder.resolve("out"));
    }

    @Test
    void probabilities_are_calibrated_on_one_file_and_judged_on_another() throws IOException {
        Path fitted = probabilities("fit.csv", 0, 800);
        Path judged = probabilities("judge.csv", 800, 800);
        CalibrateClassifierRun.Result result =
                calibrate(judged).with(CalibrateKeys.FIT_PREDICTIONS, fitted).run(listener);
        assertThat(result.file()).isEqualTo(folder.resolve("calibration.json")).isNotEmptyFile();
        assertThat(result.effect().change(ClassifierFigure.ECE).verdict()).isEqualTo(Verdict.BETTER);
        assertThat(result.calibration().origin().images()).hasSize(800).contains("0.png");
        assertThat(String.join("\n", said))
                .contains("the probabilities of 2 classes")
                .contains("Calibration helped: NLL");
        EvaluateFileRun.Result raw = EvaluateFileRun.of(judged)
                .with(EvaluateKeys.RESAMPLES, 10)
                .with(EvaluateKeys.OUT, folder.resolve("raw"))
                .run();
        EvaluateFileRun.Result after = evaluate(judged, result.file()).run(listener);
        assertThat(after.classification()
                        .orElseThrow()
                        .figure(ClassificationFigure.ECE)
                        .value())
                .isCloseTo(result.effect().change(ClassifierFigure.ECE).after(), within(1e-9))
                .isLessThan(raw.classification()
                        .orElseThrow()
                        .figure(ClassificationFigure.ECE)
                        .value());
        assertThat(said).contains("Confidences are calibrated by %s.".formatted(result.file()));
        refused(() -> evaluate(fitted, result.file()).run(), "fitted on rows of");
        Path part = Files.write(
                folder.resolve("part.csv"), Files.readAllLines(fitted).subList(0, 100));
        refused(() -> evaluate(part, result.file()).run(), "fitted on 99 of these 99 images");
    }

    @Test
    void one_file_is_divided_or_cross_fitted() throws IOException {
        Path csv = confidences("scores.csv", 1);
        CalibrateClassifierRun.Result crossed = calibrate(csv).run(listener);
        assertThat(crossed.effect().how()).contains("cross-fitted");
        assertThat(crossed.effect().detections()).isEqualTo(400);
        assertThat(crossed.calibration().origin().images()).isEmpty();
        CalibrateClassifierRun.Result halves =
                calibrate(csv).with(CalibrateKeys.FIT_FRACTION, .5).run(listener);
        assertThat(halves.effect().detections()).isEqualTo(200);
        assertThat(halves.fit().rows()).isEqualTo(200);
        refused(() -> evaluate(csv, halves.file()).run(), "fitted on rows of");
        Path other = confidences("other.csv", 2);
        assertThat(evaluate(other, halves.file()).run().classification()).isPresent();
        calibrate(other).with(CalibrateKeys.FIT_PREDICTIONS, csv).run(listener);
        assertThat(String.join("\n", said)).contains("cannot be checked");
    }

    @Test
    void a_report_judges_the_calibration_on_rows_it_was_not_fitted_on() throws IOException {
        Path csv = probabilities("scores.csv", 0, 300);
        Path calibration =
                calibrate(csv).with(CalibrateKeys.FIT_FRACTION, .5).run().file();
        ReportClassifierRun report = ReportClassifierRun.of(csv)
                .with(ReportKeys.OUT, folder.resolve("report"))
                .with(ReportKeys.EXIST_OK, true);
        JsonNode json = new JsonMapper()
                .readTree(report.with(JudgedKeys.CALIBRATION, calibration)
                        .run(listener)
                        .report()
                        .numbers()
                        .toFile());
        assertThat(json.at("/calibrated/words").asText()).contains("the other 150 of these 300 rows");
        assertThat(json.at("/calibrated/before/detections").asInt()).isEqualTo(150);
        assertThat(json.at("/origin").toString()).contains("predictions sha256");
        Path all = calibrate(csv).run().file();
        refused(() -> report.with(JudgedKeys.CALIBRATION, all).run(), "judged by what it has seen");
        refused(() -> report.with(ReportKeys.TRAIN, folder).run(), "train is for detectors");
    }

    @Test
    void rows_on_both_sides_are_refused() throws IOException {
        Path fitted = probabilities("fit.csv", 0, 100);
        Path judged = probabilities("judge.csv", 90, 100);
        refused(
                () -> calibrate(judged)
                        .with(CalibrateKeys.FIT_PREDICTIONS, fitted)
                        .run(),
                "10 of the 100 images to judge on are also fitted on (the first: 90.png)");
        Path copy = Files.copy(fitted, folder.resolve("copy.csv"));
        refused(
                () -> calibrate(copy)
                        .with(CalibrateKeys.FIT_PREDICTIONS, fitted)
                        .run(),
                "the same file");
    }

    @Test
    void calibrated_tables_and_those_of_other_weights_are_refused() throws IOException {
        Path csv = probabilities("fit.csv", 0, 200);
        Path model = Files.writeString(folder.resolve("model.safetensors"), "weights");
        Path calibration = calibrate(csv).with(TrustKeys.MODEL, model).run().file();
        Path table = probabilities("predictions.csv", 500, 200);
        Path record = folder.resolve("evaluation.json");
        Files.writeString(record, "{\"provenance\": {\"model_sha256\": \"%s\"}}".formatted("0".repeat(64)));
        refused(() -> evaluate(table, calibration).run(), "fitted for other weights (SHA-256 ");
        Files.writeString(record, "{\"provenance\": {\"calibration\": \"c.json\"}}");
        refused(() -> evaluate(table, calibration).run(), "calibrate them twice");
        refused(() -> calibrate(table).run(), "calibrate them twice");
        refused(
                () -> ReportClassifierRun.of(table)
                        .with(JudgedKeys.CALIBRATION, calibration)
                        .with(ReportKeys.OUT, folder.resolve("report"))
                        .run(),
                "calibrate them twice");
    }

    @Test
    void what_does_not_fit_is_refused() throws IOException {
        Path csv = probabilities("fit.csv", 0, 200);
        Path bare = confidences("scores.csv", 1);
        refused(() -> calibrate(csv).with(CalibrateKeys.FLOOR, .1).run(), "floor is for detections");
        refused(() -> calibrate(csv).with(CalibrateKeys.METHOD, "isotonic").run(), "one of temperature, vector");
        refused(() -> calibrate(csv).with(CalibrateKeys.FIT_PREDICTIONS, bare).run(), "confidence of the prediction");
        refused(
                () -> calibrate(csv)
                        .with(CalibrateKeys.FIT_PREDICTIONS, bare)
                        .with(CalibrateKeys.FIT_FRACTION, .5)
                        .run(),
                "--fit-predictions and --fit-fraction");
        Path calibration = calibrate(csv).run().file();
        refused(() -> evaluate(bare, calibration).run(), "probabilities of all classes");
        Path three = Files.writeString(folder.resolve("three.csv"), "a,b,c,label\n.2,.3,.5,c\n.5,.2,.3,a\n");
        refused(() -> evaluate(three, calibration).run(), "is for 2 classes, but there are 3");
        refused(
                () -> new CalibrateRun(Settings.of(CalibrateKeys.ALL))
                        .with(TrustKeys.PREDICTIONS, folder.resolve("found.json"))
                        .with(TrustKeys.DATA, folder)
                        .with(CalibrateKeys.METHOD, "vector")
                        .run(),
                "vector is for a classifier");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable job, String mentioned) {
        assertThatThrownBy(job).isInstanceOf(InvalidInput.class).hasMessageContaining(mentioned);
    }
}
