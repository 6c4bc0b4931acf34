package io.candor.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.calibrate.CalibrationFile;
import io.candor.decide.PolicyFile;
import io.candor.infer.ModelCard;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the models are, and the files themselves for computing in a browser. */
final class ModelFiles {

    private final Models models;
    private final ServeOptions options;

    ModelFiles(Models models, ServeOptions options) {
        this.models = models;
        this.options = options;
    }

    /** The newest version of every model. */
    void list(Context context) {
        ArrayNode list = Answers.object().putArray("models");
        models.names().forEach(name -> describe(list.addObject(), models.find(name, Optional.empty())));
        Answers.json(context, Answers.object().set("models", list));
    }

    private void describe(ObjectNode node, Model model) {
        ModelCard card = model.card();
        node.put("name", model.name())
                .put("version", Integer.toString(model.version()))
                .put("task", card.classifies() ? "classify" : card.hasMasks() ? "segment" : "detect")
                .put("image_size", card.imageSize())
                .put("confidence", options.suppression().confidence())
                .put("iou", options.suppression().iou())
                .put("max_detections", options.suppression().maxDetections())
                .put("calibrated", model.isCalibrated())
                .put("policy", model.hasPolicy());
        card.layout().ifPresent(layout -> node.put("layout", layout.name()));
        ArrayNode classes = node.putArray("classes");
        card.classes().names().forEach(classes::add);
    }

    /** The model's own file. */
    void onnx(Context context) throws IOException {
        Path file = find(context).card().file();
        context.contentType("application/octet-stream")
                .header("Content-Length", Long.toString(Files.size(file)))
                .result(Files.newInputStream(file));
    }

    /** The calibration beside it. */
    void calibration(Context context) throws IOException {
        Model model = find(context);
        beside(context, model, model.isCalibrated(), CalibrationFile.NAME);
    }

    /** The policy beside it. */
    void policy(Context context) throws IOException {
        Model model = find(context);
        beside(context, model, model.hasPolicy(), PolicyFile.NAME);
    }

    private Model find(Context context) {
        Model model = models.find(context.pathParam("model"), Optional.empty());
        Exchange.of(context).asked(model);
        return model;
    }

    private static void beside(Context context, Model model, boolean used, String name) throws IOException {
        Path file = model.card().file();
        String stem = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        Path own = file.resolveSibling(stem + "." + name);
        Path found = Files.isRegularFile(own) ? own : file.resolveSibling(name);
        if (!used || !Files.isRegularFile(found)) {
            throw new Problem(404, "There is no %s beside %s.".formatted(name, model.name()));
        }
        context.contentType(Answers.JSON).result(Files.readAllBytes(found));
    }
}
