package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.calibrate.CalibrationFile;
import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.data.Sample;
import io.candor.data.read.DatasetReader;
import io.candor.data.read.ReadOptions;
import io.candor.infer.Detector;
import io.candor.infer.Judge;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import io.candor.weights.NetworkFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exported detector is judged, calibrated and decided about as its weights are. */
class EvaluateExportedTest {

    private static final int SIZE = 96;

    @TempDir
    private static Path folder;

    private static Path data;
    private static Path model;
    private static Path onnx;

    private final Told listener = new Told();
    private final List<String> said = listener.lines;

    /** A network of random weights is right about half of what it says, because that is made the truth. */
    @BeforeAll
    static void draw() throws IOException {
        data = DrawnBoards.in(folder.resolve("boards"));
        model = folder.resolve("best.safetensors");
        try (Network network = YoloV8.of(Scale.N, 6).initialise(1).eval();
                NoGradGuard constant = new NoGradGuard()) {
            for (int level = 0; level < 3; level++) {
                network.state().get("model.22.cv3.%d.2.bias".formatted(level)).fill_(new Scalar(-2.));
            }
            NetworkFile.save(
                    model,
                    network,
                    DatasetReader.read(data, ReadOptions.defaults()).classes(),
                    Map.of(NetworkFile.TRAINING, "{\"recipe\":{\"imgsz\":%d}}".formatted(SIZE)));
        }
        onnx = ExportRun.of(model)
                .with(ExportKeys.NO_VERIFY, true)
                .with(ExportKeys.OUT, folder.resolve("line.onnx"))
                .run()
                .file();
        for (String split : List.of("train", "val")) {
            EvaluateRun.Result said =
                    evaluate(model).with(EvaluateKeys.SPLIT, split).run();
            for (Map.Entry<Sample, List<Detection>> entry : said.detections().entrySet()) {
                Files.write(labels(entry.getKey()), everySecond(entry.getKey(), entry.getValue()));
            }
        }
    }

    private static Path labels(Sample sample) {
        String image = sample.image().toString().replace("/images/", "/labels/");
        return Path.of(image.replaceFirst("\\.[^.]*$", ".txt"));
    }

    private static List<String> everySecond(Sample sample, List<Detection> found) {
        return IntStream.range(0, found.size())
                .filter(i -> i % 2 == 0)
                .mapToObj(i -> {
                    Box box = found.get(i).box();
                    return String.format(
                            Locale.ROOT,
                            "%d %.6f %.6f %.6f %.6f",
                            found.get(i).classIndex(),
                            (box.x1() + box.x2()) / 2 / sample.width(),
                            (box.y1() + box.y2()) / 2 / sample.height(),
                            (box.x2() - box.x1()) / sample.width(),
                            (box.y2() - box.y1()) / sample.height());
                })
                .toList();
    }

    private static EvaluateRun evaluate(Path file) {
        return EvaluateRun.of(file, data)
                .with(EvaluateKeys.RESAMPLES, 10)
                .with(EvaluateKeys.EXIST_OK, true)
                .with(EvaluateKeys.OUT, folder.resolve("out of " + file.getFileName()));
    }

    private static JsonNode provenance(EvaluateRun.Result result) throws IOException {
        return new JsonMapper()
                .readTree(result.folder().file("evaluation.json").toFile())
                .get("provenance");
    }

    @Test
    void an_exported_file_is_judged_as_its_weights_are() throws IOException {
        EvaluateRun.Result weights = evaluate(model).run();
        EvaluateRun.Result exported = evaluate(onnx).with(EvaluateKeys.BATCH, 3).run(listener);
        assertThat(weights.evaluation().map50()).isBetween(.1, .99);
        assertThat(exported.evaluation().map50_95())
                .isCloseTo(weights.evaluation().map50_95(), within(2e-3));
        assertThat((double) exported.evaluation().detections())
                .isCloseTo(weights.evaluation().detections(), within(3.));
        assertThat(exported.detections()).hasSize(4);
        assertThat(provenance(exported).get(Located.WEIGHTS))
                .isEqualTo(provenance(weights).get(Located.WEIGHTS));
        assertThat(provenance(exported).get("imgsz").asInt()).isEqualTo(SIZE);
        assertThat(provenance(exported).get("precision").asText()).isEqualTo("fp32");
    }

    @Test
    void calibration_and_policy_of_an_exported_file_lie_under_its_name_and_are_honoured() throws IOException {
        Path file =
                Files.copy(onnx, Files.createDirectories(folder.resolve("own")).resolve("line.onnx"));
        CalibrateRun.Result calibrated = CalibrateRun.of(file, data)
                .with(TrustKeys.SPLIT, "train")
                .with(CalibrateKeys.METHOD, "platt")
                .with(TrustKeys.RESAMPLES, 10)
                .run();
        assertThat(calibrated.file()).isEqualTo(file.resolveSibling("line." + CalibrationFile.NAME));
        assertThat(calibrated.calibration().origin().model()).isEqualTo(Contents.sha256(model));
        DecideRun.Result decided = DecideRun.of(file, data)
                .with(TrustKeys.SPLIT, "train")
                .with(TrustKeys.RESAMPLES, 10)
                .run();
        assertThat(decided.file()).isEqualTo(file.resolveSibling("line.policy.json"));
        EvaluateRun judging = evaluate(file);
        judging.run(listener);
        assertThat(said).last().asString().contains("4 pictures: ", "by the calibration and the policy beside " + file);
        EvaluateRun.Result after = judging.with(
                        EvaluateKeys.CALIBRATION, calibrated.file().toString())
                .run(listener);
        assertThat(said).contains("Confidences are calibrated by %s.".formatted(calibrated.file()));
        assertThat(provenance(after).get("calibration").asText())
                .isEqualTo(calibrated.file().toString());
        assertThatThrownBy(() -> judging.with(EvaluateKeys.SPLIT, "train")
                        .with(EvaluateKeys.CALIBRATION, calibrated.file().toString())
                        .run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("fitted on all of these 8 images");
        String others = Files.readString(calibrated.file()).replace(Contents.sha256(model), "0".repeat(64));
        Files.writeString(calibrated.file(), others);
        assertThatThrownBy(judging::run).isInstanceOf(InvalidInput.class).hasMessageContaining("other weights");
    }

    /** Applications fall back to the calibration of the weights, so thresholds have to be chosen under it. */
    @Test
    void thresholds_for_an_exported_file_are_chosen_under_the_calibration_it_is_loaded_with() throws IOException {
        Path common = Files.createDirectories(folder.resolve("common"));
        Path weights = Files.copy(model, common.resolve("best.safetensors"));
        Path file = Files.copy(onnx, common.resolve("line.onnx"));
        CalibrateRun.Result calibrated = CalibrateRun.of(weights, data)
                .with(TrustKeys.SPLIT, "train")
                .with(TrustKeys.IMGSZ, SIZE)
                .with(CalibrateKeys.METHOD, "platt")
                .with(TrustKeys.RESAMPLES, 10)
                .run();
        assertThat(calibrated.file()).isEqualTo(common.resolve(CalibrationFile.NAME));
        DecideRun.Result decided = DecideRun.of(file, data)
                .with(TrustKeys.SPLIT, "train")
                .with(TrustKeys.RESAMPLES, 10)
                .run(listener);
        assertThat(decided.policy().origin().calibration())
                .isEqualTo(calibrated.calibration().fingerprint());
        try (Detector detector = Detector.load(file)) {
            assertThat(Judge.beside(detector.card()).decides()).isTrue();
        }
        assertThat(ModelFile.existingCompanion(onnx, "none.json")).isEmpty();
    }

    @Test
    void files_that_withhold_detections_are_not_judged_as_if_they_gave_all() throws IOException {
        Path selecting = ExportRun.of(model)
                .with(ExportKeys.NO_VERIFY, true)
                .with(ExportKeys.NMS, true)
                .with(ExportKeys.OUT, folder.resolve("selecting.onnx"))
                .run()
                .file();
        for (ThrowingCallable job : List.<ThrowingCallable>of(
                () -> evaluate(selecting).run(),
                () -> CalibrateRun.of(selecting, data).run(),
                () -> DecideRun.of(selecting, data).run())) {
            assertThatThrownBy(job)
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("at most 300 detections of confidence 0.25 and more, suppressed at IoU 0.7")
                    .hasMessageContaining("300 from 0.001, at IoU 0.7")
                    .hasMessageContaining("exported without --nms");
        }
        assertThat(folder.resolve("out of selecting.onnx")).doesNotExist();
        EvaluateRun.Result some =
                evaluate(selecting).with(EvaluateKeys.CONF, .25).run();
        EvaluateRun.Result same = evaluate(onnx).with(EvaluateKeys.CONF, .25).run();
        assertThat(some.evaluation().map50()).isCloseTo(same.evaluation().map50(), within(1e-3));
        predict(selecting).with(PredictKeys.CONF, .1000000037).run(listener); // as calibrators ask for
        assertThat(said).anyMatch(line -> line.contains("confidence 0.25 and more") && line.contains("300 from 0.1,"));
    }

    private static PredictRun predict(Path file) {
        return PredictRun.of(file, List.of(data.resolveSibling("images").resolve("val")))
                .with(PredictKeys.EXIST_OK, true)
                .with(PredictKeys.OUT, folder.resolve("found"));
    }

    @Test
    void predictions_refuse_too_what_a_file_has_settled() throws IOException {
        assertThatThrownBy(
                        () -> predict(onnx).with(PredictKeys.PRECISION, "bf16").run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("precision cannot be chosen for an ONNX file");
        assertThatThrownBy(() -> predict(onnx).with(PredictKeys.DEVICE, "cpu").run())
                .hasMessageContaining("device cannot be chosen");
        assertThatThrownBy(() -> predict(onnx).with(PredictKeys.IMGSZ, 64).run())
                .hasMessageContaining("takes images of 96 pixels, imgsz is 64");
        Path dynamic = ExportRun.of(model)
                .with(ExportKeys.NO_VERIFY, true)
                .with(ExportKeys.DYNAMIC, true)
                .with(ExportKeys.OUT, folder.resolve("dynamic.onnx"))
                .run()
                .file();
        PredictRun all = predict(dynamic).with(PredictKeys.CONF, .01);
        List<Detection> large = all.run().predictions().get(0).detections();
        List<Detection> small =
                all.with(PredictKeys.IMGSZ, 64).run().predictions().get(0).detections();
        assertThat(small).isNotEqualTo(large);
    }

    @Test
    void boxes_cannot_be_compared_by_masks() {
        for (Path file : List.of(model, onnx)) {
            assertThatThrownBy(() ->
                            evaluate(file).with(EvaluateKeys.OVERLAP, "mask").run())
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("the model finds boxes without masks");
        }
        assertThatThrownBy(() -> CalibrateRun.of(model, data)
                        .with(TrustKeys.OVERLAP, "mask")
                        .run())
                .hasMessageContaining("the model finds boxes without masks");
    }

    @Test
    void what_an_exported_file_has_settled_for_itself_cannot_be_chosen() {
        assertThatThrownBy(() ->
                        evaluate(onnx).with(EvaluateKeys.PRECISION, "bf16").run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("precision cannot be chosen for an ONNX file");
        assertThatThrownBy(() -> evaluate(onnx).with(EvaluateKeys.IMGSZ, 64).run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("takes images of 96 pixels, imgsz is 64");
    }
}
