package io.candor.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Split;
import io.candor.data.synth.BoardPainter;
import io.candor.data.synth.SynthOptions;
import io.candor.decide.Action;
import io.candor.export.ExportOptions.Precision;
import io.candor.export.ExportOptions.Selected;
import io.candor.infer.Detector;
import io.candor.infer.Judge;
import io.candor.network.Network;
import io.candor.tensor.Scope;
import io.candor.weights.NetworkFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What passes the gate, and damage of every kind that must not. */
class GateTest {

    private static final ExportOptions SMALL = ExportOptions.defaults().withImageSize(96);
    private static NetworkFile file;
    private static List<BoardPainter.Board> boards;

    @TempDir
    private Path folder;

    @BeforeAll
    static void build() {
        file = Networks.random(5);
        BoardPainter painter =
                new BoardPainter(SynthOptions.defaults().withSize(96).withTrackWidth(8));
        boards = List.of(painter.paint(Split.VAL, 0), painter.paint(Split.VAL, 1), painter.paint(Split.VAL, 2));
    }

    @AfterAll
    static void free() {
        file.network().close();
    }

    private Path write(NetworkFile network, ExportOptions options) {
        return Networks.write(network, options, folder);
    }

    @Test
    void a_network_that_selects_by_itself_must_give_as_many_rows_as_the_reference() {
        Path onnx = Path.of("v10.onnx");
        Gate.requireRows(onnx, new long[] {1, 300, 6}, 8400, 80);
        Gate.requireRows(onnx, new long[] {1, 300, 6}, 189, 2);
        Gate.requireRows(onnx, new long[] {1, 189, 6}, 189, 1);
        for (long[] shape : new long[][] {{1, 299, 6}, {1, 300, 7}, {1, 8400, 6}, {300, 6}}) {
            assertThatThrownBy(() -> Gate.requireRows(onnx, shape, 8400, 80))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("v10.onnx gives " + Arrays.toString(shape))
                    .hasMessageContaining("[1, 300, 6]");
        }
    }

    private static GateReport compare(Path onnx, Precision precision, Judge judge) {
        try (Detector detector = Detector.load(onnx)) {
            Gate gate = new Gate(file, detector, GateLimits.of(precision), judge);
            for (int i = 0; i < boards.size(); i++) {
                gate.add("board" + i, boards.get(i).image(), truth(boards.get(i).labels()));
            }
            return gate.report(Map.of("onnx", onnx.toString()));
        }
    }

    /** Labels of classes the network has. */
    private static List<Label> truth(List<Label> labels) {
        List<Label> truth = new ArrayList<>();
        labels.forEach(
                label -> truth.add(new Label(label.classIndex() % file.classes().size(), label.box())));
        truth.add(new Label(0, new Box(10, 10, 40, 40)));
        return truth;
    }

    private static GateReport compare(Path onnx) {
        return compare(onnx, Precision.FP32, Judge.NONE);
    }

    private static Check check(GateReport report, String name) {
        return report.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static NetworkFile changed(String weight, UnaryOperator<Tensor> change) {
        Network copy = file.network().copy();
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            Tensor tensor = copy.state().get(weight);
            tensor.copy_(change.apply(tensor.clone()));
        }
        return new NetworkFile(copy, file.classes(), Map.of());
    }

    private void assertFails(NetworkFile damaged, String name) {
        try (Network network = damaged.network()) {
            GateReport report = compare(write(new NetworkFile(network, damaged.classes(), Map.of()), SMALL));
            assertThat(report.passed()).as(report.text()).isFalse();
            assertThat(check(report, name).passed()).as(report.text()).isFalse();
            assertThat(report.text()).contains("NOT EQUAL", name, "FAILED");
        }
    }

    @Test
    void a_faithful_file_passes_every_check() {
        GateReport report = compare(write(file, SMALL));
        assertThat(report.passed()).as(report.text()).isTrue();
        assertThat(check(report, "score_difference").value()).isPositive().isLessThan(1e-5);
        assertThat(check(report, "calibration_change").asked()).isTrue();
        assertThat(check(report, "decisions_changed").asked()).isFalse();
        assertThat(check(report, "agreement").value()).isEqualTo(1);
    }

    @Test
    void the_web_profile_and_half_precision_pass_under_their_limits() {
        assertThat(compare(write(file, SMALL.withProfile(Profile.WEB))).passed())
                .isTrue();
        GateReport half = compare(write(file, SMALL.withPrecision(Precision.FP16)), Precision.FP16, Judge.NONE);
        assertThat(half.passed()).as(half.text()).isTrue();
    }

    @Test
    void half_precision_does_not_pass_as_single() {
        assertThat(compare(write(file, SMALL.withPrecision(Precision.FP16))).passed())
                .isFalse();
    }

    @Test
    void a_file_that_selects_itself_passes() {
        GateReport report = compare(write(file, SMALL.withOutput(new Selected(.3, .6, 100))));
        assertThat(report.passed()).as(report.text()).isTrue();
        assertThat(check(report, "paired").asked()).isTrue();
    }

    @Test
    void swapped_classes_are_caught() {
        assertFails(changed("model.22.cv3.0.2.weight", weight -> weight.flip(0)), "score_difference");
        List<String> names = new ArrayList<>(file.classes().names());
        java.util.Collections.swap(names, 0, 1);
        assertFails(new NetworkFile(file.network().copy(), new Classes(names), Map.of()), "class_names");
    }

    /** The final Sigmoid becomes a Dropout, which lets everything through: the file still loads. */
    @Test
    void a_missing_sigmoid_is_caught() throws IOException {
        Path onnx = write(file, SMALL);
        String bytes = Files.readString(onnx, StandardCharsets.ISO_8859_1);
        int at = bytes.indexOf("Sigmoid", bytes.indexOf("probabilities"));
        String damaged = bytes.substring(0, at) + "Dropout" + bytes.substring(at + "Sigmoid".length());
        Files.writeString(onnx, damaged, StandardCharsets.ISO_8859_1);
        GateReport report = compare(onnx);
        assertThat(check(report, "scores_outside_unit").passed()).isFalse();
        assertThat(check(report, "score_difference").passed()).isFalse();
    }

    @Test
    void a_scaled_weight_is_caught() {
        assertFails(
                changed("model.22.cv3.0.1.conv.weight", weight -> weight.mul(new Scalar(1.05))), "score_difference");
    }

    /** Every logit of every class moves by the same hundredth: the order of detections, all that AP sees, is unchanged. */
    @Test
    void a_drift_of_scores_is_caught_where_average_precision_agrees() {
        try (Network network = file.network().copy()) {
            for (int level = 0; level < 3; level++) {
                add(network, "model.22.cv3.%d.2.bias".formatted(level), 0.01);
            }
            GateReport report = compare(write(new NetworkFile(network, file.classes(), Map.of()), SMALL));
            assertThat(check(report, "precision_change").passed())
                    .as(report.text())
                    .isTrue();
            assertThat(check(report, "score_difference").passed())
                    .as(report.text())
                    .isFalse();
            assertThat(report.passed()).isFalse();
        }
    }

    private static void add(Network network, String weight, double shift) {
        try (Scope scope = Scope.open();
                NoGradGuard constant = new NoGradGuard()) {
            network.state().get(weight).add_(new Scalar(shift));
        }
    }

    @Test
    void changed_decisions_are_counted() {
        Judge fickle = new Judge() {
            private int calls;

            @Override
            public OptionalDouble calibrated(Detection detection) {
                return OptionalDouble.empty();
            }

            @Override
            public Optional<Action> decision(Detection detection) {
                return Optional.of(calls++ % 2 == 0 ? Action.ACCEPT : Action.REJECT);
            }
        };
        GateReport report = compare(write(file, SMALL), Precision.FP32, fickle);
        assertThat(check(report, "decisions_changed").value()).isEqualTo(1);
        assertThat(report.passed()).isFalse();
    }

    @Test
    void another_model_is_refused() {
        Classes two = new Classes(List.of("a", "b"));
        NetworkFile other = Networks.random(1, io.candor.network.Scale.N, two);
        try (Network network = other.network()) {
            Path onnx = write(new NetworkFile(network, two, Map.of()), SMALL);
            assertThatThrownBy(() -> compare(onnx))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("2 classes apart, the network 5");
        }
    }

    @Test
    void no_images_are_no_verdict() {
        try (Detector detector = Detector.load(write(file, SMALL))) {
            Gate gate = new Gate(file, detector, GateLimits.of(Precision.FP32), Judge.NONE);
            assertThatThrownBy(() -> gate.report(Map.of())).isInstanceOf(InvalidInput.class);
        }
    }

    @Test
    void without_labels_calibration_and_precision_are_not_asked() {
        try (Detector detector = Detector.load(write(file, SMALL))) {
            Gate gate = new Gate(file, detector, GateLimits.of(Precision.FP32), Judge.NONE);
            gate.add("grey", Image.filled(50, 20, 90), List.of());
            GateReport report = gate.report(Map.of());
            assertThat(check(report, "calibration_change").asked()).isFalse();
            assertThat(report.passed()).as(report.text()).isTrue();
        }
    }

    @Test
    void the_report_is_json_too() throws IOException {
        Path json = folder.resolve("report.json");
        compare(write(file, SMALL)).write(json);
        assertThat(Files.readString(json))
                .contains("\"format\" : \"candor-verification\"", "\"passed\" : true", "\"score_difference\"");
    }
}
