package io.candor.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Classes;
import io.candor.data.Image;
import io.candor.data.InvalidInput;
import io.candor.data.Split;
import io.candor.data.synth.BoardPainter;
import io.candor.data.synth.SynthOptions;
import io.candor.export.ExportOptions.Axes;
import io.candor.export.ExportOptions.Precision;
import io.candor.export.ExportOptions.Selected;
import io.candor.infer.Classification;
import io.candor.infer.Classifier;
import io.candor.infer.Detector;
import io.candor.network.Classifiers;
import io.candor.weights.NetworkFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Classifiers through the same writer, and a gate of their own. */
class ClassifierExportTest {

    @TempDir
    private Path folder;

    private static NetworkFile file(String name, int imageSize) {
        return Networks.random(
                6, Classifiers.named(name, Networks.CLASSES.size(), imageSize).orElseThrow(), Networks.CLASSES);
    }

    private static ExportOptions sized(int imageSize) {
        return ExportOptions.defaults().withImageSize(imageSize);
    }

    private Path write(NetworkFile file, ExportOptions options) {
        return Networks.write(file, options, folder);
    }

    private static GateReport compare(NetworkFile file, Path onnx, Precision precision) {
        BoardPainter painter = new BoardPainter(SynthOptions.defaults().withSize(96));
        try (Classifier classifier = Classifier.load(onnx)) {
            ClassifierGate gate = new ClassifierGate(file, classifier, GateLimits.of(precision));
            gate.add("board", painter.paint(Split.VAL, 0).image());
            gate.add("another", painter.paint(Split.VAL, 1).image());
            gate.add("grey", Image.filled(70, 50, 90));
            return gate.report(Map.of());
        }
    }

    /** A network with bottlenecks, one without, both beginnings, one that sees any size and one that sees a single one. */
    @ParameterizedTest
    @CsvSource({"mlp, 28, 17", "cnn-small, 28, 12", "resnet18, 64, 22", "resnet50, 96, 17", "yolov8n-cls, 64, 13"})
    void every_classifier_is_computed_as_libtorch_does(String name, int imageSize, int opset) {
        NetworkFile file = file(name, imageSize);
        try (var network = file.network()) {
            Path model = write(file, sized(imageSize).withOpset(opset));
            OnnxChecker.check(model);
            GateReport report = compare(file, model, Precision.FP32);
            assertThat(report.passed()).as(report.text()).isTrue();
            assertThat(report.checks()).allMatch(Check::asked);
            GateReport half =
                    compare(file, write(file, sized(imageSize).withPrecision(Precision.FP16)), Precision.FP16);
            assertThat(half.passed()).as(half.text()).isTrue();
        }
    }

    @Test
    void an_application_gets_classes_with_probabilities() {
        NetworkFile file = file("cnn-small", 28);
        try (var network = file.network();
                Classifier classifier = Classifier.load(write(file, sized(28).withAxes(Axes.DYNAMIC)))) {
            assertThat(classifier.classes()).isEqualTo(Networks.CLASSES);
            assertThat(classifier.imageSize()).isEqualTo(28);
            assertThat(classifier.isCalibrated()).isFalse();
            Classification found = classifier.classify(Image.filled(40, 30, 200));
            assertThat(found.probabilities().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-5));
            assertThat(found.top(5)).hasSize(5).startsWith(found.best()).doesNotHaveDuplicates();
            assertThat(found.confidence()).isGreaterThanOrEqualTo(0.2);
            assertThat(found.name()).isEqualTo(Networks.CLASSES.name(found.best()));
        }
    }

    @Test
    void damage_is_caught() {
        NetworkFile file = file("cnn-small", 28);
        NetworkFile damaged = new NetworkFile(file.network().copy(), Networks.CLASSES, Map.of());
        try (var network = file.network();
                var copy = damaged.network()) {
            Networks.flip(damaged, "fc.weight");
            GateReport report = compare(file, write(damaged, sized(28)), Precision.FP32);
            assertThat(report.checks())
                    .as(report.text())
                    .filteredOn(check -> !check.passed())
                    .extracting(Check::name)
                    .contains("score_difference");
        }
    }

    @Test
    void another_number_of_classes_is_refused() {
        Classes two = new Classes(List.of("a", "b"));
        NetworkFile other = Networks.random(1, Classifiers.named("mlp", 2, 28).orElseThrow(), two);
        NetworkFile file = file("mlp", 28);
        try (var network = file.network();
                var second = other.network()) {
            assertThatThrownBy(() -> compare(file, write(other, sized(28)), Precision.FP32))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("2 classes apart, the network 5");
        }
    }

    @Test
    void what_makes_no_sense_for_a_classifier_is_refused() {
        NetworkFile file = file("mlp", 28);
        try (var network = file.network()) {
            assertRefused(file, sized(28).withOutput(new Selected(.25, .7, 10)), "nms and mlp");
            assertRefused(file, sized(32), "of 28 pixels in each direction");
            assertRefused(file, sized(28).withAxes(Axes.DYNAMIC), "dynamic");
        }
        NetworkFile detector = Networks.random(1);
        try (var network = detector.network()) {
            assertRefused(detector, sized(100), "expected a multiple of 32");
            Path onnx = write(detector, sized(64));
            assertThatThrownBy(() -> Classifier.load(onnx))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("its task is 'detect'");
        }
    }

    @Test
    void a_classifier_is_no_detector() {
        NetworkFile file = file("cnn-small", 28);
        try (var network = file.network()) {
            Path onnx = write(file, sized(28));
            assertThatThrownBy(() -> Detector.load(onnx))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("its task is 'classify'");
        }
    }

    private void assertRefused(NetworkFile file, ExportOptions options, String words) {
        assertThatThrownBy(() -> write(file, options))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        refusal -> assertThat(refusal.help()).isEqualTo("export-options"))
                .hasMessageContaining(words);
    }
}
