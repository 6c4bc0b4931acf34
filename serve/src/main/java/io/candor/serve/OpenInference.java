package io.candor.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.infer.ModelCard;
import io.candor.infer.OnnxFile;
import io.candor.infer.RawOutput;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The Open Inference Protocol, version 2 (KServe, Triton and others speak it), with its extension for binary tensors: the
 * network alone, numbers in, numbers out; or an image file in, objects out ({@link PictureModel}).
 */
final class OpenInference {

    private static final String PLATFORM = "onnxruntime_onnx";
    private static final String NAME = "candor";
    private static final int STRIDE = 32;

    private final Models models;
    private final Body bodies;
    private final Limits limits;
    private final Pictures pictures;
    private final BooleanSupplier ready;

    OpenInference(Models models, Body bodies, Limits limits, Pictures pictures, BooleanSupplier ready) {
        this.models = models;
        this.bodies = bodies;
        this.limits = limits;
        this.pictures = pictures;
        this.ready = ready;
    }

    void server(Context context) {
        ObjectNode tree = Answers.object().put("name", NAME).put("version", version());
        tree.putArray("extensions").add("binary_tensor_data");
        Answers.json(context, tree);
    }

    private static String version() {
        String version = OpenInference.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    void live(Context context) {
        Answers.json(context, Answers.object().put("live", true));
    }

    /** 503 once the server is stopping. The protocol's text says "live" here, KServe answers "ready": both are given. */
    void ready(Context context) {
        boolean now = ready.getAsBoolean();
        Answers.json(
                context.status(now ? 200 : 503),
                Answers.object().put("ready", now).put("live", true));
    }

    void modelReady(Context context) {
        Asked asked = find(context);
        boolean now = ready.getAsBoolean();
        Answers.json(
                context.status(now ? 200 : 503),
                Answers.object().put("name", asked.name).put("ready", now));
    }

    void metadata(Context context) {
        Asked asked = find(context);
        Model model = asked.model;
        ObjectNode tree = Answers.object().put("name", asked.name);
        ArrayNode versions = tree.putArray("versions");
        models.versions(model.name()).forEach(one -> versions.add(Integer.toString(one.version())));
        tree.put("platform", PLATFORM);
        if (asked.takesPictures()) {
            PictureModel.describe(tree, model);
        } else {
            port(tree.putArray("inputs"), input(model.card()));
            ArrayNode outputs = tree.putArray("outputs");
            model.card().outputs().forEach(output -> port(outputs, output));
        }
        Answers.json(context, tree);
    }

    private static void port(ArrayNode list, OnnxFile.Port port) {
        ObjectNode node = list.addObject()
                .put("name", port.name())
                .put("datatype", TensorType.of(port.elementType()).name());
        ArrayNode shape = node.putArray("shape");
        port.shape().forEach(shape::add);
    }

    private static OnnxFile.Port input(ModelCard card) {
        return card.inputs().get(0);
    }

    /** A model under the name it was asked for by: its own, or that of its picture model. */
    private record Asked(Model model, String name) {
        boolean takesPictures() {
            return !name.equals(model.name());
        }
    }

    private Asked find(Context context) {
        String name = context.pathParam("model");
        boolean pictures = name.endsWith(PictureModel.SUFFIX) && !models.names().contains(name);
        String own = pictures ? name.substring(0, name.length() - PictureModel.SUFFIX.length()) : name;
        Model model = models.find(own, version(context));
        if (pictures && model.card().classifies()) {
            throw notHere(name, own);
        }
        Exchange.of(context).asked(model);
        return new Asked(model, name);
    }

    private static Problem notHere(String name, String own) {
        return new Problem(
                404,
                "There is no model '%s': %s tells the class of whole pictures, see POST /predictions/%s."
                        .formatted(name, own, own));
    }

    private static Optional<String> version(Context context) {
        return Optional.ofNullable(context.pathParamMap().get("version"));
    }

    void infer(Context context) throws IOException {
        Asked asked = find(context);
        try (Body.Content content = bodies.read(context)) {
            ByteBuffer whole = ByteBuffer.wrap(content.bytes());
            int json = jsonLength(context, whole.remaining());
            InferenceRequest request = InferenceRequest.read(whole.slice(0, json));
            ByteBuffer binary = whole.slice(json, whole.remaining() - json);
            InferenceResponse.Answer answer = asked.takesPictures()
                    ? objects(context, asked.model, request, binary)
                    : numbers(context, asked.model, request, binary);
            InferenceResponse.of(request, asked.name, answer).write(context);
        }
    }

    private InferenceResponse.Answer objects(
            Context context, Model model, InferenceRequest request, ByteBuffer binary) {
        byte[] file = PictureModel.file(request, binary);
        InferenceResponse.requireOutputs(request, PictureModel.outputs(model));
        Pictures.Judged judged = pictures.judge(context, file, model.name(), version(context));
        if (!(judged.found() instanceof Findings.Objects objects)) { // replaced since it was found
            throw notHere(model.name() + PictureModel.SUFFIX, model.name());
        }
        return new InferenceResponse.Answer(
                judged.model().version(),
                Exchange.of(context).id(),
                PictureModel.tensors(judged.model(), objects.found()));
    }

    private InferenceResponse.Answer numbers(
            Context context, Model model, InferenceRequest request, ByteBuffer binary) {
        InferenceRequest.Input input = only(request, model.card());
        FloatBuffer values =
                InferenceRequest.values(input, TensorType.of(input(model.card()).elementType()), binary);
        InferenceResponse.requireOutputs(
                request,
                model.card().outputs().stream().map(OnnxFile.Port::name).toList());
        Job.Tensor job = new Job.Tensor(values, input.shape());
        Model answering = models.submit(model.name(), version(context), job);
        List<RawOutput> outputs = Answers.await(job.answer(), limits.answer());
        return new InferenceResponse.Answer(
                answering.version(), Exchange.of(context).id(), tensors(answering.card(), outputs));
    }

    /** Outputs come in the order the card has them. */
    private static List<OutputTensor> tensors(ModelCard card, List<RawOutput> outputs) {
        List<OutputTensor> tensors = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            RawOutput output = outputs.get(i);
            TensorType type = TensorType.of(card.outputs().get(i).elementType());
            tensors.add(OutputTensor.of(output.name(), type, output.shape(), output.values()));
        }
        return tensors;
    }

    private static int jsonLength(Context context, int length) {
        String type = Optional.ofNullable(context.contentType()).orElse("");
        String stated = context.header(InferenceResponse.HEADER_LENGTH);
        if (stated == null && !type.isEmpty() && !type.startsWith(Answers.JSON)) {
            throw new Problem(
                    415,
                    "The content type is %s; expected application/json, or application/octet-stream with the header %s."
                            .formatted(type, InferenceResponse.HEADER_LENGTH));
        }
        if (stated == null) {
            return length;
        }
        if (!stated.matches("\\d{1,9}") || Integer.parseInt(stated) > length) {
            throw new Problem(
                    400,
                    "%s is '%s'; expected a number of at most %d."
                            .formatted(InferenceResponse.HEADER_LENGTH, stated, length));
        }
        return Integer.parseInt(stated);
    }

    private static InferenceRequest.Input only(InferenceRequest request, ModelCard card) {
        OnnxFile.Port wanted = input(card);
        InferenceRequest.Input input = InferenceRequest.only(request, wanted.name());
        TensorType type = TensorType.of(wanted.elementType());
        if (!input.datatype().equals(type.name())) {
            throw new Problem(400, "%s is of %s; expected %s.".formatted(input.name(), input.datatype(), type));
        }
        if (!fits(input.shape(), wanted.shape())) {
            throw new Problem(
                    400,
                    "%s has the shape %s; expected %s, -1 for any size, height and width multiples of %d."
                            .formatted(input.name(), Arrays.toString(input.shape()), wanted.shape(), STRIDE));
        }
        return input;
    }

    private static boolean fits(long[] shape, List<Long> wanted) {
        boolean fits = shape.length == wanted.size();
        for (int i = 0; fits && i < shape.length; i++) {
            long size = wanted.get(i);
            boolean side = i >= 2;
            fits = size == OnnxFile.Port.FREE ? shape[i] > 0 && (!side || shape[i] % STRIDE == 0) : shape[i] == size;
        }
        return fits;
    }
}
