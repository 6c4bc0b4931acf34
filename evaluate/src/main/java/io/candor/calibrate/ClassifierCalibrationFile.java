package io.candor.calibrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.Classes;
import io.candor.json.JsonNodes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code calibration.json} of a classifier: as {@link CalibrationFile}, with the task classification. */
public final class ClassifierCalibrationFile {

    static final String TASK = "classification";

    private ClassifierCalibrationFile() {}

    /** Writes the file; returns what {@link #read} would give. */
    public static ClassifierCalibration write(
            Path file, ClassifierFit fit, CalibrationEffect effect, CalibrationOrigin origin) {
        ObjectNode root = CalibrationFile.FORMAT.root();
        root.put("task", TASK);
        root.put("model_sha256", origin.model());
        root.set("calibrator", calibrator(fit.calibrator()));
        CalibrationFile.put(root, origin);
        root.set("selection", selection(fit));
        root.set("effect", CalibrationFile.effect(effect));
        CalibrationFile.FORMAT.write(file, root);
        return new ClassifierCalibration(fit.calibrator(), origin, VersionedJson.fingerprint(root.get("calibrator")));
    }

    /**
     * The calibration in a file.
     *
     * @throws io.candor.data.InvalidInput if there is none of a classifier that can be used
     */
    public static ClassifierCalibration read(Path file) {
        return CalibrationFile.FORMAT.read(file, root -> {
            CalibrationFile.requireTask(root, TASK);
            JsonNode node = root.path("calibrator");
            return new ClassifierCalibration(
                    calibrator(node), CalibrationFile.origin(root), VersionedJson.fingerprint(node));
        });
    }

    private static ObjectNode calibrator(ClassifierCalibrator calibrator) {
        if (calibrator instanceof ClassifierCalibrator.OfConfidence of) {
            return CalibratorJson.tree(of.calibrator()).put("of", "confidence");
        }
        ClassifierCalibrator.OfProbabilities of = (ClassifierCalibrator.OfProbabilities) calibrator;
        ObjectNode node = JsonNodes.object();
        node.put("method", of.label());
        if (of.calibrator() instanceof Softmax softmax) {
            node.put("temperature", softmax.temperature());
        } else if (of.calibrator() instanceof VectorScaling vector) {
            node.set("scale", JsonNodes.of(vector.scale()));
            node.set("shift", JsonNodes.of(vector.shift()));
        }
        node.put("of", "probabilities");
        ArrayNode classes = node.putArray("classes");
        of.classes().names().forEach(classes::add);
        return node;
    }

    private static ClassifierCalibrator calibrator(JsonNode node) {
        String of = CalibratorJson.text(node, "of");
        if (of.equals("confidence")) {
            return new ClassifierCalibrator.OfConfidence(CalibratorJson.read(node));
        }
        if (!of.equals("probabilities")) {
            throw new IllegalArgumentException(
                    "of is '%s', which is neither probabilities nor confidence".formatted(of));
        }
        List<String> names = new ArrayList<>();
        node.path("classes").forEach(name -> names.add(name.asText()));
        if (names.isEmpty()) {
            throw new IllegalArgumentException("the calibrator has no classes");
        }
        return new ClassifierCalibrator.OfProbabilities(new Classes(names), probabilities(node, names.size()));
    }

    private static ProbabilityCalibrator probabilities(JsonNode node, int classes) {
        String method = CalibratorJson.text(node, "method");
        return switch (method) {
            case "identity" -> new Unchanged();
            case "temperature" -> new Softmax(CalibratorJson.number(node, "temperature"));
            case "vector" -> {
                VectorScaling vector =
                        new VectorScaling(CalibratorJson.numbers(node, "scale"), CalibratorJson.numbers(node, "shift"));
                if (vector.scale().length != classes) {
                    throw new IllegalArgumentException(
                            "%d scales for %d classes".formatted(vector.scale().length, classes));
                }
                yield vector;
            }
            default -> throw new IllegalArgumentException("method is '%s', which is none".formatted(method));
        };
    }

    private static ObjectNode selection(ClassifierFit fit) {
        ObjectNode node = JsonNodes.object();
        node.put("rows", fit.rows());
        node.put("correct", fit.correct());
        node.put("rule", "least mean log loss over folds by image");
        if (!fit.note().isEmpty()) {
            node.put("note", fit.note());
        }
        ArrayNode tried = node.putArray("tried");
        fit.tried().forEach(one -> {
            ObjectNode row = tried.addObject();
            row.put("method", one.method());
            JsonNodes.put(row, "held_out_loss", one.loss());
        });
        return node;
    }
}
