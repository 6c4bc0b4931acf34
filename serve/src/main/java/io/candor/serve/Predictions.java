package io.candor.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.Box;
import io.candor.decide.Action;
import io.candor.infer.Classification;
import io.candor.infer.DetectedObject;
import io.candor.infer.Detections;
import io.candor.infer.Timings;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Pictures in, decisions out. */
final class Predictions {

    private static final String FORM = "multipart/form-data";

    /** Of a classifier's, which may know thousands. */
    private static final int MOST_CLASSES = 10;

    private final Models models;
    private final Body bodies;
    private final Pictures pictures;

    Predictions(Models models, Body bodies, Pictures pictures) {
        this.models = models;
        this.bodies = bodies;
        this.pictures = pictures;
    }

    void predict(Context context) throws IOException {
        String name = context.pathParam("model");
        Optional<String> version = Optional.ofNullable(context.pathParamMap().get("version"));
        Exchange.of(context).asked(models.find(name, version));
        Set<MaskForm> forms = MaskForm.asked(context);
        try (Body.Content content = bodies.read(context)) {
            byte[] file = file(context, content.bytes());
            Pictures.Judged judged = pictures.judge(context, file, name, version);
            ObjectNode tree = tree(context, judged.model());
            if (judged.found() instanceof Findings.Objects objects) {
                describe(tree, objects.found(), forms);
            } else {
                describe(tree, (Findings.OfWhole) judged.found(), judged.model().isCalibrated());
            }
            tree.withObject("milliseconds").put("total", Exchange.of(context).nanos() / 1e6);
            Answers.json(context, tree);
        }
    }

    private static byte[] file(Context context, byte[] body) {
        String type = Optional.ofNullable(context.contentType()).orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith(FORM)) {
            List<Multipart.Part> files = Multipart.parts(context.contentType(), body).stream()
                    .filter(Multipart.Part::isFile)
                    .toList();
            if (files.size() != 1) {
                throw new Problem(400, "There are %d files in the form; expected one image.".formatted(files.size()));
            }
            return files.get(0).content();
        }
        if (type.startsWith("image/") || type.startsWith("application/octet-stream")) {
            return body;
        }
        throw new Problem(
                415,
                "The content type is '%s'; expected image/jpeg, image/png and the like, application/octet-stream, or multipart/form-data with one file."
                        .formatted(type));
    }

    private static ObjectNode tree(Context context, Model model) {
        return Answers.object()
                .put("id", Exchange.of(context).id())
                .put("model_name", model.name())
                .put("model_version", Integer.toString(model.version()));
    }

    private static void describe(ObjectNode tree, Detections found, Set<MaskForm> forms) {
        tree.put("width", found.width()).put("height", found.height());
        found.verdict().ifPresent(action -> tree.put("verdict", word(action)));
        ArrayNode objects = tree.putArray("detections");
        found.objects().forEach(object -> add(objects, object));
        Timings timings = found.timings();
        tree.putObject("milliseconds")
                .put("preparing", millis(timings.preparing()))
                .put("inference", millis(timings.inference()))
                .put("selecting", millis(timings.selecting()));
        addMasks(tree, found, forms);
    }

    /** The most probable classes, the best first. */
    private static void describe(ObjectNode tree, Findings.OfWhole found, boolean calibrated) {
        tree.put("width", found.width()).put("height", found.height());
        Classification said = found.said();
        ArrayNode classes = tree.putArray("classes");
        for (int k : said.top(MOST_CLASSES)) {
            ObjectNode one = classes.addObject()
                    .put("class", k)
                    .put("name", said.classes().name(k))
                    .put("confidence", said.raw().get(k));
            if (calibrated) {
                one.put("calibrated", said.probabilities().get(k));
            }
        }
    }

    private static void add(ArrayNode objects, DetectedObject object) {
        ObjectNode node = objects.addObject()
                .put("class", object.classIndex())
                .put("name", object.className())
                .put("confidence", object.confidence());
        object.calibrated().ifPresent(value -> node.put("calibrated", value));
        object.decision().ifPresent(action -> node.put("decision", word(action)));
        Box box = object.box();
        node.putArray("box").add(box.x1()).add(box.y1()).add(box.x2()).add(box.y2());
    }

    private static void addMasks(ObjectNode tree, Detections found, Set<MaskForm> forms) {
        for (int i = 0; i < found.objects().size() && !forms.isEmpty(); i++) {
            ObjectNode object = (ObjectNode) tree.get("detections").get(i);
            found.objects().get(i).mask().ifPresent(mask -> {
                ObjectNode node = object.putObject("mask");
                forms.forEach(form -> form.write(node, mask));
            });
        }
    }

    static String word(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
