package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.read.ImageWriter;
import io.candor.infer.Detector;
import io.candor.infer.ModelCard;
import io.candor.network.Network;
import io.candor.network.Scale;
import io.candor.network.YoloV8;
import io.candor.weights.NetworkFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportRunTest {

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void save() {
        model = folder.resolve("best.safetensors");
        save(model, 1);
    }

    /** Other than after initialisation, scores are large enough to differ between seeds. */
    private static void save(Path file, long seed) {
        try (Network network = YoloV8.of(Scale.N, 2).initialise(seed).eval();
                NoGradGuard constant = new NoGradGuard()) {
            for (int level = 0; level < 3; level++) {
                network.state().get("model.22.cv3.%d.2.bias".formatted(level)).fill_(new Scalar(-1.0 - seed));
            }
            NetworkFile.save(
                    file,
                    network,
                    new Classes(List.of("open", "short")),
                    Map.of(NetworkFile.TRAINING, "{\"epochs\":3}"));
        }
    }

    private ExportRun export() {
        return ExportRun.of(model).with(ExportKeys.IMGSZ, 64);
    }

    @Test
    void a_model_is_exported_beside_itself_and_proved_equal() throws IOException {
        ExportRun.Result result = export().run();
        assertThat(result.file()).isEqualTo(folder.resolve("best.onnx"));
        assertThat(result.usable()).isTrue();
        assertThat(result.verdict().orElseThrow().images()).isEqualTo(8);
        assertThat(Files.readString(folder.resolve("best.verify.json"))).contains("\"passed\" : true");
        try (Detector detector = Detector.load(result.file())) {
            ModelCard card = detector.card();
            assertThat(card.classes().names()).containsExactly("open", "short");
            assertThat(card.properties()).containsEntry("candor.training", "{\"epochs\":3}");
            assertThat(card.properties().get("candor.weights.sha256")).matches("[0-9a-f]{64}");
        }
    }

    @Test
    void every_option_reaches_the_file() throws IOException {
        Path out = folder.resolve("sub").resolve("x.onnx");
        ExportRun.Result result = export().with(ExportKeys.OUT, out)
                .with(ExportKeys.NO_VERIFY, true)
                .with(ExportKeys.HALF, true)
                .with(ExportKeys.OPSET, 19)
                .with(ExportKeys.NMS, true)
                .with(ExportKeys.MAX_DET, 7)
                .run();
        assertThat(result.verdict()).isEmpty();
        try (Detector detector = Detector.load(out)) {
            assertThat(detector.card().outputs().get(0)).hasToString("output0 (1, 7, 6)");
            assertThat(detector.card().properties())
                    .containsEntry("candor.precision", "fp16")
                    .containsEntry("candor.nms.max_detections", "7");
        }
    }

    @Test
    void the_file_of_other_weights_is_not_equal() throws IOException {
        Path onnx = export().with(ExportKeys.NO_VERIFY, true).run().file();
        save(model, 2);
        VerifyRun.Result result = VerifyRun.of(model, onnx).run();
        assertThat(result.report().passed()).isFalse();
    }

    @Test
    void predictions_of_the_file_are_those_of_the_model() throws IOException {
        Path picture = folder.resolve("grey.png");
        ImageWriter.write(Image.filled(64, 64, 90), picture);
        Path onnx = export().with(ExportKeys.NO_VERIFY, true).run().file();
        PredictRun.Result network = predict(model, picture, "a");
        PredictRun.Result file = predict(onnx, picture, "b");
        List<Detection> expected = network.predictions().get(0).detections();
        List<Detection> actual = file.predictions().get(0).detections();
        assertThat(expected).isNotEmpty();
        assertThat(actual).hasSameSizeAs(expected);
        assertThat(actual.get(0).confidence()).isCloseTo(expected.get(0).confidence(), within(1e-6));
        assertThat(actual.get(0).box().iou(expected.get(0).box())).isGreaterThan(.999);
    }

    @Test
    void predictions_of_the_file_are_decided_by_the_policy_beside_it() throws IOException {
        Path picture = folder.resolve("grey.png");
        ImageWriter.write(Image.filled(64, 64, 90), picture);
        Path onnx = export().with(ExportKeys.NO_VERIFY, true).run().file();
        DrawnPredictions.write(folder, 5, 60);
        new DecideRun(Settings.of(DecideKeys.ALL))
                .with(TrustKeys.MODEL, model)
                .with(TrustKeys.ANNOTATIONS, folder.resolve("annotations.json"))
                .with(TrustKeys.PREDICTIONS, folder.resolve("predictions.json"))
                .with(TrustKeys.RESAMPLES, 10)
                .with(DecideKeys.THRESHOLDS, "closed")
                .run();
        PredictRun.Result file = PredictRun.of(onnx, List.of(picture))
                .with(PredictKeys.CONF, 0.9)
                .with(PredictKeys.OUT, folder.resolve("decided"))
                .run();
        JsonNode json =
                new JsonMapper().readTree(file.folder().file("predictions.json").toFile());
        assertThat(json.at("/policy/rule").asText()).isNotEmpty();
        assertThat(json.at("/images/0/verdict").asText()).isNotEqualTo("accept");
        assertThat(json.at("/images/0/detections/0/action").asText()).isIn("review", "reject");
        assertThat(json.at("/images/0/detections/0/confidence").asDouble()).isLessThan(.9);
        for (Key<String> key : List.of(PredictKeys.CALIBRATION, PredictKeys.POLICY)) {
            assertThatThrownBy(() -> PredictRun.of(onnx, List.of(picture))
                            .with(key, "off")
                            .run())
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining(key.name() + " cannot be chosen for an ONNX file");
        }
    }

    private PredictRun.Result predict(Path weights, Path picture, String name) throws IOException {
        return PredictRun.of(weights, List.of(picture))
                .with(PredictKeys.IMGSZ, 64)
                .with(PredictKeys.CONF, 0.0)
                .with(PredictKeys.OUT, folder.resolve(name))
                .run();
    }

    @Test
    void options_that_exclude_each_other_are_refused() {
        assertThatThrownBy(() -> export().with(ExportKeys.PROFILE, "web")
                        .with(ExportKeys.NMS, true)
                        .run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("nms and profile web");
        assertThatThrownBy(() -> export().with(ExportKeys.OPSET, 11).run())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("12 to 26");
        assertThat(folder.resolve("best.onnx")).doesNotExist();
    }
}
