package io.candor.calibrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.Classes;
import io.candor.json.JsonNodes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code calibration.json}: a calibrator, what it was fitted for and on, and what it did on other images. */
public final class CalibrationFile {

    /** The name it has beside a model. */
    public static final String NAME = "calibration.json";

    private static final String TASK = "detection";

    static final VersionedJson FORMAT =
            new VersionedJson("candor-calibration", 1, Calibration.HELP, "Write it again with 'candor calibrate'.");

    private CalibrationFile() {}

    /** Writes the file; returns what {@link #read} would give. */
    public static Calibration write(Path file, DetectionFit fit, CalibrationEffect effect, CalibrationOrigin origin) {
        ObjectNode root = FORMAT.root();
        root.put("task", TASK);
        root.put("model_sha256", origin.model());
        root.set("calibrator", calibrator(fit.calibrator()));
        root.set("selection", selection(fit));
        root.set("effect", effect(effect));
        put(root, origin);
        FORMAT.write(file, root);
        return new Calibration(fit.calibrator(), origin, VersionedJson.fingerprint(root.get("calibrator")));
    }

    /**
     * The calibration in a file.
     *
     * @throws io.candor.data.InvalidInput if there is none that can be used
     */
    public static Calibration read(Path file) {
        return FORMAT.read(file, CalibrationFile::calibration);
    }

    /** Returns if the file is for the task. */
    static void requireTask(JsonNode root, String task) {
        String found = root.path("task").asText();
        if (!found.equals(task)) {
            throw new IllegalArgumentException("the task is '%s', not '%s'".formatted(found, task));
        }
    }

    /** Adds what the calibrator was fitted on. */
    static void put(ObjectNode root, CalibrationOrigin origin) {
        root.set("settings", texts(origin.settings()));
        root.put("data_fingerprint", origin.data());
        ArrayNode images = root.putArray("images");
        origin.images().forEach(images::add);
    }

    /** What the calibrator was fitted on; the weights are in the root too. */
    static CalibrationOrigin origin(JsonNode root) {
        List<String> images = new ArrayList<>();
        root.path("images").forEach(name -> images.add(name.asText()));
        Map<String, String> settings = new LinkedHashMap<>();
        root.path("settings")
                .properties()
                .forEach(e -> settings.put(e.getKey(), e.getValue().asText()));
        return new CalibrationOrigin(
                CalibratorJson.text(root, "model_sha256"),
                CalibratorJson.text(root, "data_fingerprint"),
                images,
                settings);
    }

    private static Calibration calibration(JsonNode root) {
        requireTask(root, TASK);
        JsonNode node = root.path("calibrator");
        return new Calibration(calibrator(node), origin(root), VersionedJson.fingerprint(node));
    }

    private static ObjectNode calibrator(DetectionCalibrator calibrator) {
        ObjectNode node = FORMAT.root().removeAll();
        node.put("floor", calibrator.floor());
        node.set("pooled", CalibratorJson.tree(calibrator.pooled()));
        ArrayNode classes = node.putArray("classes");
        for (int k = 0; k < calibrator.classes().size(); k++) {
            ClassCalibration row = calibrator.perClass().get(k);
            ObjectNode one = classes.addObject();
            one.put("name", calibrator.classes().name(k));
            one.put("weight", row.weight());
            one.put("cut", row.cut());
            one.put("detections", row.detections());
            one.put("targets", row.targets());
            if (row.weight() > 0) {
                one.set("own", CalibratorJson.tree(row.own()));
            }
            if (!row.note().isEmpty()) {
                one.put("note", row.note());
            }
        }
        return node;
    }

    private static DetectionCalibrator calibrator(JsonNode node) {
        Calibrator pooled = CalibratorJson.read(node.path("pooled"));
        List<String> names = new ArrayList<>();
        List<ClassCalibration> rows = new ArrayList<>();
        for (JsonNode one : node.path("classes")) {
            names.add(CalibratorJson.text(one, "name"));
            double weight = CalibratorJson.number(one, "weight");
            rows.add(new ClassCalibration(
                    weight > 0 ? CalibratorJson.read(one.path("own")) : pooled,
                    weight,
                    CalibratorJson.number(one, "cut"),
                    one.path("detections").asInt(),
                    one.path("targets").asDouble(),
                    one.path("note").asText()));
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("the calibrator has no classes");
        }
        return new DetectionCalibrator(new Classes(names), pooled, rows, CalibratorJson.number(node, "floor"));
    }

    private static ObjectNode selection(DetectionFit fit) {
        ObjectNode node = FORMAT.root().removeAll();
        node.put("detections", fit.detections());
        node.put("targets", fit.targets());
        node.put(
                "rule",
                "least mean log loss over %d folds by image"
                        .formatted(fit.options().folds()));
        node.set("chosen", candidate(fit.selection().chosen()));
        ArrayNode tried = node.putArray("tried");
        fit.selection().candidates().forEach(candidate -> tried.add(candidate(candidate)));
        return node;
    }

    private static ObjectNode candidate(Candidate candidate) {
        ObjectNode node = FORMAT.root().removeAll();
        node.put("method", candidate.method().label());
        if (Double.isInfinite(candidate.spread())) {
            node.put("spread", "each class for itself");
        } else {
            node.put("spread", candidate.spread());
        }
        JsonNodes.put(node, "held_out_loss", candidate.loss());
        return node;
    }

    static ObjectNode effect(CalibrationEffect effect) {
        ObjectNode node = FORMAT.root().removeAll();
        node.put("evaluated_on", effect.how());
        node.put("images", effect.images());
        node.put("detections", effect.detections());
        node.put("intervals", effect.intervals());
        ArrayNode figures = node.putArray("figures");
        for (CalibrationEffect.Change change : effect.changes()) {
            ObjectNode one = figures.addObject();
            one.put("figure", change.figure().label());
            one.put("definition", change.figure().words());
            JsonNodes.put(one, "before", change.before());
            JsonNodes.put(one, "before", change.beforeInterval());
            JsonNodes.put(one, "after", change.after());
            JsonNodes.put(one, "after", change.afterInterval());
            JsonNodes.put(one, "change", change.by());
            JsonNodes.put(one, "difference", change.difference());
        }
        return node;
    }

    private static ObjectNode texts(Map<String, String> values) {
        ObjectNode node = FORMAT.root().removeAll();
        values.forEach(node::put);
        return node;
    }
}
