package io.candor.run;

import io.candor.data.Image;
import io.candor.data.Label;
import io.candor.export.ClassifierGate;
import io.candor.export.ExportOptions.Precision;
import io.candor.export.Gate;
import io.candor.export.GateLimits;
import io.candor.export.GateReport;
import io.candor.infer.Classifier;
import io.candor.infer.Detector;
import io.candor.infer.DetectorOptions;
import io.candor.infer.Judge;
import io.candor.infer.OnnxFile;
import io.candor.network.Task;
import io.candor.weights.NetworkFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An exported file beside its network, image by image, through the gate of its task.
 *
 * @param gate takes an image
 * @param verdict of the gate, given what was compared with what
 * @param precision of the exported file
 * @param release frees the exported file
 */
record ExportComparison(
        Entrance gate, Function<Map<String, String>, GateReport> verdict, Precision precision, Runnable release)
        implements AutoCloseable {

    /** Takes an image with what is known to be on it. */
    @FunctionalInterface
    interface Entrance {
        void add(String name, Image image, List<Label> truth);
    }

    /** @throws io.candor.data.InvalidInput if the exported file cannot be used, or is of another network */
    static ExportComparison of(NetworkFile file, Path onnx) {
        OnnxFile declared = OnnxFile.read(onnx);
        Precision precision = precision(declared.properties(), declared.inputs());
        if (file.network().definition().task() == Task.CLASSIFY) {
            Classifier classifier = Classifier.load(onnx);
            ClassifierGate gate = new ClassifierGate(file, classifier, GateLimits.of(precision));
            return new ExportComparison(
                    (name, image, truth) -> gate.add(name, image), gate::report, precision, classifier::close);
        }
        Detector detector = Detector.load(onnx, DetectorOptions.defaults().withJudge(Judge.NONE));
        Gate gate = new Gate(file, detector, GateLimits.of(precision), Judge.beside(detector.card()));
        return new ExportComparison(gate::add, gate::report, precision, detector::close);
    }

    /** What the file says; others' files in half precision have a half-precision input. */
    static Precision precision(Map<String, String> properties, List<OnnxFile.Port> inputs) {
        boolean stated = properties.getOrDefault("candor.precision", "").equals("fp16");
        boolean half = inputs.stream().anyMatch(OnnxFile.Port::isHalf);
        return stated || half ? Precision.FP16 : Precision.FP32;
    }

    @Override
    public void close() {
        release.run();
    }
}
