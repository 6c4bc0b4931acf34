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

/** An exported file beside its network, image by image, through the gate of its task. */
interface ExportComparison extends AutoCloseable {

    /** @throws io.candor.data.InvalidInput if the exported file cannot be used, or is of another network */
    static ExportComparison of(NetworkFile file, Path onnx) {
        Precision precision = precision(OnnxFile.read(onnx));
        return file.network().definition().task() == Task.CLASSIFY
                ? classes(file, onnx, precision)
                : objects(file, onnx, precision);
    }

    private static ExportComparison objects(NetworkFile file, Path onnx, Precision precision) {
        Detector detector = Detector.load(onnx, DetectorOptions.defaults().withJudge(Judge.NONE));
        Gate gate = new Gate(file, detector, GateLimits.of(precision), Judge.beside(detector.card()));
        return new ExportComparison() {
            @Override
            public void add(String name, Image image, List<Label> truth) {
                gate.add(name, image, truth);
            }

            @Override
            public GateReport report(Map<String, String> provenance) {
                return gate.report(provenance);
            }

            @Override
            public Precision precision() {
                return precision;
            }

            @Override
            public void close() {
                detector.close();
            }
        };
    }

    private static ExportComparison classes(NetworkFile file, Path onnx, Precision precision) {
        Classifier classifier = Classifier.load(onnx);
        ClassifierGate gate = new ClassifierGate(file, classifier, GateLimits.of(precision));
        return new ExportComparison() {
            @Override
            public void add(String name, Image image, List<Label> truth) {
                gate.add(name, image);
            }

            @Override
            public GateReport report(Map<String, String> provenance) {
                return gate.report(provenance);
            }

            @Override
            public Precision precision() {
                return precision;
            }

            @Override
            public void close() {
                classifier.close();
            }
        };
    }

    /** What the file says; others' files in half precision have a half-precision input. */
    private static Precision precision(OnnxFile file) {
        boolean stated =
                file.properties().getOrDefault("candor.precision", "").equals("fp16");
        boolean half = file.inputs().stream().anyMatch(OnnxFile.Port::isHalf);
        return stated || half ? Precision.FP16 : Precision.FP32;
    }

    /** Compares both on one image; {@code truth} is what is known to be on it. */
    void add(String name, Image image, List<Label> truth);

    /** The verdict. */
    GateReport report(Map<String, String> provenance);

    /** Of the exported file. */
    Precision precision();

    @Override
    void close();
}
