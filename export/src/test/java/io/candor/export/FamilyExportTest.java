package io.candor.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Split;
import io.candor.data.synth.BoardPainter;
import io.candor.data.synth.SynthOptions;
import io.candor.detect.SuppressionOptions;
import io.candor.export.ExportOptions.Axes;
import io.candor.export.ExportOptions.Precision;
import io.candor.export.ExportOptions.Selected;
import io.candor.infer.Detector;
import io.candor.infer.Judge;
import io.candor.network.Catalogue;
import io.candor.weights.NetworkFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** YOLOv10 and YOLO11 through the same writer and the same gate as YOLOv8. */
class FamilyExportTest {

    private static final ExportOptions SMALL = ExportOptions.defaults().withImageSize(96);
    private static final int ROW = 6;

    @TempDir
    private Path folder;

    private static NetworkFile file(String name) {
        return Networks.random(
                6, Catalogue.definition(name, Networks.CLASSES.size()).orElseThrow(), Networks.CLASSES);
    }

    private Path write(NetworkFile file, ExportOptions options) {
        return Networks.write(file, options, folder);
    }

    private static float[] images(int batch, int height, int width) {
        return OnnxWriterTest.images((long) batch * 3 * height * width);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 17, 18, 22})
    void yolo11_is_computed_as_libtorch_does(int opset) throws OrtException {
        NetworkFile file = file("yolo11n");
        try (var network = file.network()) {
            Path model = write(file, SMALL.withOpset(opset));
            OnnxChecker.check(model);
            OnnxWriterTest.assertSame(
                    OnnxWriterTest.run(model, images(1, 96, 96), 1, 3, 96, 96),
                    Networks.decoded(file, images(1, 96, 96), 1, 3, 96, 96),
                    189);
        }
    }

    @Test
    void yolo11_takes_rectangles_and_runs_in_browsers() throws OrtException {
        NetworkFile file = file("yolo11n");
        try (var network = file.network()) {
            OnnxWriterTest.assertSame(
                    OnnxWriterTest.run(write(file, SMALL.withAxes(Axes.DYNAMIC)), images(2, 64, 96), 2, 3, 64, 96),
                    Networks.decoded(file, images(2, 64, 96), 2, 3, 64, 96),
                    126);
            OnnxWriterTest.assertSame(
                    OnnxWriterTest.run(write(file, SMALL.withProfile(Profile.WEB)), images(1, 96, 96), 1, 3, 96, 96),
                    Networks.decoded(file, images(1, 96, 96), 1, 3, 96, 96),
                    189);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 17, 18, 22})
    void yolov10_gives_300_rows_most_confident_first(int opset) throws OrtException {
        NetworkFile file = file("yolov10n");
        try (var network = file.network()) {
            Path model = write(file, SMALL.withOpset(opset));
            OnnxChecker.check(model);
            float[] rows = OnnxWriterTest.run(model, images(1, 96, 96), 1, 3, 96, 96);
            assertThat(rows).hasSize(300 * ROW);
            assertRows(rows, file, Networks.decoded(file, images(1, 96, 96), 1, 3, 96, 96));
        }
    }

    @Test
    void yolov10_takes_batches_and_any_size() throws OrtException {
        NetworkFile file = file("yolov10n");
        try (var network = file.network()) {
            Path model = write(file, SMALL.withAxes(Axes.DYNAMIC));
            float[] rows = OnnxWriterTest.run(model, images(2, 64, 128), 2, 3, 64, 128);
            float[] expected = Networks.decoded(file, images(2, 64, 128), 2, 3, 64, 128);
            for (int image = 0; image < 2; image++) {
                assertRows(half(rows, image), file, half(expected, image));
            }
            float[] few = OnnxWriterTest.run(model, images(1, 32, 32), 1, 3, 32, 32);
            assertThat(few).hasSize(21 * Networks.CLASSES.size() * ROW);
        }
    }

    private static float[] half(float[] both, int which) {
        int size = both.length / 2;
        return Arrays.copyOfRange(both, which * size, (which + 1) * size);
    }

    private static void assertRows(float[] rows, NetworkFile file, float[] prediction) {
        SuppressionOptions all = SuppressionOptions.forPrediction().withConfidence(0);
        List<Detection> expected = NetworkDetections.of(file.network().definition(), prediction, all);
        assertThat(expected).hasSize(rows.length / ROW);
        for (int i = 0; i < expected.size(); i++) {
            assertThat((double) rows[ROW * i + 4]).isCloseTo(expected.get(i).confidence(), within(1e-5));
        }
        Detection first = expected.get(0);
        assertThat(rows[5]).isEqualTo(first.classIndex());
        assertThat((double) rows[0]).isCloseTo(first.box().x1(), within(1e-2));
        assertThat((double) rows[3]).isCloseTo(first.box().y2(), within(1e-2));
    }

    /** On random weights, where thousands of boxes are as good as one another and any rounding picks others. */
    @ParameterizedTest
    @ValueSource(strings = {"yolov8n", "yolov10n", "yolo11n"})
    void half_precision_passes_the_gate(String name) {
        NetworkFile file = file(name);
        try (var network = file.network();
                Detector detector = Detector.load(write(file, SMALL.withPrecision(Precision.FP16)))) {
            GateReport report = report(file, detector, Precision.FP16);
            assertThat(report.passed()).as(report.text()).isTrue();
            assertThat(report.checks().stream().filter(Check::asked).map(Check::name))
                    .contains("score_difference", "box_overlap", "paired", "agreement");
            assertThat(report(file, detector, Precision.FP32).passed()).isFalse();
        }
    }

    /** Rows are compared with the network's own anchors, so damage shows as it does where all anchors are given out. */
    @ParameterizedTest
    @ValueSource(strings = {"model.23.one2one_cv3.0.2.weight", "model.23.one2one_cv2.0.2.weight"})
    void a_damaged_yolov10_is_caught(String weight) {
        NetworkFile file = file("yolov10n");
        NetworkFile damaged = new NetworkFile(file.network().copy(), Networks.CLASSES, Map.of());
        try (var network = file.network();
                var copy = damaged.network()) {
            Networks.flip(damaged, weight);
            try (Detector detector = Detector.load(write(damaged, SMALL))) {
                GateReport report = report(file, detector, Precision.FP32);
                assertThat(report.checks())
                        .as(report.text())
                        .filteredOn(check -> !check.passed())
                        .extracting(Check::name)
                        .containsAnyOf("score_difference", "box_overlap");
            }
        }
    }

    @Test
    void both_pass_the_gate() {
        for (String name : List.of("yolov10n", "yolo11n")) {
            NetworkFile file = file(name);
            try (var network = file.network();
                    Detector detector = Detector.load(write(file, SMALL))) {
                boolean rows = name.equals("yolov10n");
                assertThat(detector.card().selects()).isEqualTo(rows);
                assertThat(detector.card().properties()).containsEntry("end2end", rows ? "True" : "False");
                assertThat(report(file, detector, Precision.FP32).checks())
                        .as(name)
                        .filteredOn(check -> !check.passed())
                        .isEmpty();
            }
        }
    }

    private static GateReport report(NetworkFile file, Detector detector, Precision precision) {
        Gate gate = new Gate(file, detector, GateLimits.of(precision), Judge.NONE);
        BoardPainter painter =
                new BoardPainter(SynthOptions.defaults().withSize(96).withTrackWidth(8));
        List<Label> none = List.of();
        for (int i = 0; i < 3; i++) {
            gate.add("board" + i, painter.paint(Split.VAL, i).image(), none);
        }
        return gate.report(Map.of());
    }

    @Test
    void the_gate_sees_another_yolov10() {
        NetworkFile file = file("yolov10n");
        NetworkFile other = Networks.random(7, file.network().definition(), Networks.CLASSES);
        try (var network = file.network();
                var second = other.network();
                Detector detector = Detector.load(write(other, SMALL))) {
            assertThat(report(file, detector, Precision.FP32).passed()).isFalse();
        }
    }

    @Test
    void suppression_for_a_network_that_needs_none_is_refused() {
        NetworkFile file = file("yolov10n");
        try (var network = file.network()) {
            ExportOptions options = SMALL.withOutput(new Selected(0.25, 0.7, 100));
            assertThatThrownBy(() -> write(file, options))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("names every object once");
        }
    }
}
