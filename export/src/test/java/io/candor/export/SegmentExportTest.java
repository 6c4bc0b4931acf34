package io.candor.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Image;
import io.candor.data.Mask;
import io.candor.data.Split;
import io.candor.data.augment.Letterbox;
import io.candor.data.synth.BoardPainter;
import io.candor.data.synth.SynthOptions;
import io.candor.detect.SuppressionOptions;
import io.candor.export.ExportOptions.Axes;
import io.candor.export.ExportOptions.Precision;
import io.candor.export.ExportOptions.Selected;
import io.candor.infer.DetectedObject;
import io.candor.infer.Detector;
import io.candor.infer.Judge;
import io.candor.infer.Layout;
import io.candor.network.Catalogue;
import io.candor.weights.NetworkFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks with masks through the same writer, the same library and the same gate as those without. */
class SegmentExportTest {

    private static final ExportOptions SMALL = ExportOptions.defaults().withImageSize(96);
    private static NetworkFile file;
    private static List<Image> boards;

    @TempDir
    private Path folder;

    @BeforeAll
    static void build() {
        file = Networks.random(6, Catalogue.definition("yolov8n-seg", 5).orElseThrow(), Networks.CLASSES);
        BoardPainter painter =
                new BoardPainter(SynthOptions.defaults().withSize(96).withTrackWidth(8));
        boards = List.of(
                painter.paint(Split.VAL, 0).image(), painter.paint(Split.VAL, 1).image(), Image.filled(70, 50, 90));
    }

    @AfterAll
    static void free() {
        file.network().close();
    }

    private Path write(NetworkFile network, ExportOptions options) {
        return Networks.write(network, options, folder);
    }

    private static GateReport compare(NetworkFile network, Path onnx, Precision precision) {
        try (Detector detector = Detector.load(onnx)) {
            Gate gate = new Gate(network, detector, GateLimits.of(precision), Judge.NONE);
            for (int i = 0; i < boards.size(); i++) {
                gate.add("board" + i, boards.get(i), List.of());
            }
            return gate.report(Map.of());
        }
    }

    private static Check check(GateReport report, String name) {
        return report.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 17, 22})
    void the_official_checker_accepts_files_that_pass_the_gate(int opset) {
        Path model = write(file, SMALL.withOpset(opset));
        OnnxChecker.check(model);
        GateReport report = compare(file, model, Precision.FP32);
        assertThat(report.passed()).as(report.text()).isTrue();
        assertThat(check(report, "mask_overlap").asked()).isTrue();
        assertThat(check(report, "mask_pixels").asked()).isTrue();
    }

    @Test
    void yolo11_has_masks_too() {
        NetworkFile other =
                Networks.random(4, Catalogue.definition("yolo11n-seg", 5).orElseThrow(), Networks.CLASSES);
        try (var network = other.network()) {
            GateReport report = compare(other, write(other, SMALL), Precision.FP32);
            assertThat(report.passed()).as(report.text()).isTrue();
            assertThat(check(report, "mask_overlap").asked()).isTrue();
        }
    }

    @Test
    void outputs_have_the_shapes_other_tools_expect() {
        try (Detector detector = Detector.load(write(file, SMALL))) {
            assertThat(detector.card().outputs()).hasToString("[output0 (1, 41, 189), output1 (1, 32, 24, 24)]");
            assertThat(detector.card().properties()).containsEntry("task", "segment");
            assertThat(detector.card().layout()).contains(Layout.ANCHOR_COLUMNS);
            assertThat(detector.card().hasMasks()).isTrue();
        }
    }

    @Test
    void other_profiles_sizes_and_precisions_pass_under_their_limits() {
        assertThat(compare(file, write(file, SMALL.withProfile(Profile.WEB)), Precision.FP32)
                        .passed())
                .isTrue();
        assertThat(compare(file, write(file, SMALL.withAxes(Axes.DYNAMIC)), Precision.FP32)
                        .passed())
                .isTrue();
        GateReport half = compare(file, write(file, SMALL.withPrecision(Precision.FP16)), Precision.FP16);
        assertThat(half.passed()).as(half.text()).isTrue();
        Path halfInAndOut = write(file, SMALL.withPrecision(Precision.FP16).withInterfacePrecision(Precision.FP16));
        OnnxChecker.check(halfInAndOut);
        assertThat(check(compare(file, halfInAndOut, Precision.FP16), "mask_overlap")
                        .passed())
                .isTrue();
    }

    @Test
    void suppression_in_the_graph_keeps_the_coefficients_of_its_rows() {
        Path model = write(file, SMALL.withOutput(new Selected(.25, .7, 50)));
        OnnxChecker.check(model);
        try (Detector detector = Detector.load(model)) {
            assertThat(detector.card().outputs()).hasToString("[output0 (1, 50, 38), output1 (1, 32, 24, 24)]");
        }
        GateReport report = compare(file, model, Precision.FP32);
        assertThat(report.passed()).as(report.text()).isTrue();
        assertThat(check(report, "mask_overlap").asked()).isTrue();
    }

    @Test
    void batches_give_the_masks_of_single_images_and_of_the_network() {
        try (Detector detector = Detector.load(write(file, SMALL.withAxes(Axes.DYNAMIC)))) {
            List<Image> twice = List.of(boards.get(0), boards.get(1));
            List<DetectedObject> second = detector.detect(twice).get(1).objects();
            assertThat(second).isNotEmpty();
            assertThat(second).isEqualTo(detector.detect(boards.get(1)).objects());
            Letterbox frame = detector.frame(96, 96);
            List<Mask> expected = Reference.of(file.network(), frame.apply(boards.get(1)))
                    .answers()
                    .detections(0, frame, SuppressionOptions.forPrediction())
                    .stream()
                    .map(found -> found.mask().orElseThrow())
                    .toList();
            Mask first = second.stream()
                    .map(found -> found.mask().orElseThrow())
                    .filter(mask -> !mask.isEmpty()) // some have no pixel
                    .findFirst()
                    .orElseThrow();
            assertThat(expected).anySatisfy(mask -> assertThat(mask.iou(first)).isGreaterThan(.999));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.22.cv4.0.2.weight", "model.22.proto.upsample.weight"})
    void masks_that_went_wrong_are_caught_where_boxes_are_right(String weight) {
        NetworkFile damaged = new NetworkFile(file.network().copy(), Networks.CLASSES, Map.of());
        try (var network = damaged.network()) {
            Networks.flip(damaged, weight);
            GateReport report = compare(file, write(damaged, SMALL), Precision.FP32);
            assertThat(check(report, "score_difference").passed()).isTrue();
            assertThat(check(report, "mask_numbers").passed()).as(report.text()).isFalse();
            assertThat(check(report, "mask_overlap").passed()
                            && check(report, "paired").passed())
                    .as(report.text())
                    .isFalse();
        }
    }
}
