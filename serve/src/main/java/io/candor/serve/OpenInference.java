package io.candor.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.infer.ModelCard;
import io.candor.infer.OnnxFile;
import io.candor.infer.RawOutput;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The Open Inference Protocol, version 2 (KServe, Triton and others speak it), with its extension for binary tensors: the
 * network alone, numbers in, numbers out.
 */
final class OpenInference {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String HEADER_LENGTH = "Inference-Header-Content-Length";
    private static final String PLATFORM = "onnxruntime_onnx";
    private static final String NAME = "candor";
    private static final int STRIDE = 32;

    private final Models models;
    private final Body bodies;
    private final Limits limits;
    private final BooleanSupplier ready;

    OpenInference(Models models, Body bodies, Limits limits, BooleanSupplier ready) {
        this.models = models;
        this.bodies = bodies;
        this.limits = limits;
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
        Model model = find(context);
        boolean now = ready.getAsBoolean();
        Answers.json(
                context.status(now ? 200 : 503),
                Answers.object().put("name", model.name()).put("ready", now));
    }

    void metadata(Context context) {
        Model model = find(context);
        ObjectNode tree = Answers.object().put("name", model.name());
        ArrayNode versions = tree.putArray("versions");
        models.versions(model.name()).forEach(one -> versions.add(Integer.toString(one.version())));
        tree.put("platform", PLATFORM);
        port(tree.putArray("inputs"), input(model.card()));
        port(tree.putArray("outputs"), output(model.card()));
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

    /** The one with detections: some files add the raw maps behind it. */
    private static OnnxFile.Port output(ModelCard card) {
        return card.outputs().stream()
                .filter(port -> port.shape().size() == 3)
                .findFirst()
                .orElseThrow();
    }

    private Model find(Context context) {
        Model model = models.find(context.pathParam("model"), version(context));
        Exchange.of(context).asked(model);
        return model;
    }

    private static Optional<String> version(Context context) {
        return Optional.ofNullable(context.pathParamMap().get("version"));
    }

    void infer(Context context) throws IOException {
        Model model = find(context);
        try (Body.Content content = bodies.read(context)) {
            ByteBuffer whole = ByteBuffer.wrap(content.bytes());
            int json = jsonLength(context, whole.remaining());
            InferenceRequest request = InferenceRequest.read(whole.slice(0, json));
            ByteBuffer binary = whole.slice(json, whole.remaining() - json);
            InferenceRequest.Input input = only(request, model.card());
            FloatBuffer values = InferenceRequest.values(
                    input, TensorType.of(input(model.card()).elementType()), binary);
            boolean inBinary = inBinary(request, output(model.card()).name());
            Job.Tensor job = new Job.Tensor(values, input.shape());
            Model answering = models.submit(model.name(), version(context), job);
            answer(context, request, answering, Answers.await(job.answer(), limits.answer()), inBinary);
        }
    }

    private static int jsonLength(Context context, int length) {
        String type = Optional.ofNullable(context.contentType()).orElse("");
        String stated = context.header(HEADER_LENGTH);
        if (stated == null && !type.isEmpty() && !type.startsWith(Answers.JSON)) {
            throw new Problem(
                    415,
                    "The content type is %s; expected application/json, or application/octet-stream with the header %s."
                            .formatted(type, HEADER_LENGTH));
        }
        if (stated == null) {
            return length;
        }
        if (!stated.matches("\\d{1,9}") || Integer.parseInt(stated) > length) {
            throw new Problem(
                    400, "%s is '%s'; expected a number of at most %d.".formatted(HEADER_LENGTH, stated, length));
        }
        return Integer.parseInt(stated);
    }

    private static InferenceRequest.Input only(InferenceRequest request, ModelCard card) {
        OnnxFile.Port wanted = input(card);
        if (request.inputs().size() != 1 || !request.inputs().get(0).name().equals(wanted.name())) {
            throw new Problem(
                    400,
                    "The inputs are %s; expected one, '%s'."
                            .formatted(
                                    request.inputs().stream()
                                            .map(InferenceRequest.Input::name)
                                            .toList(),
                                    wanted.name()));
        }
        InferenceRequest.Input input = request.inputs().get(0);
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

    /** Whether the one output is wanted in binary. */
    private static boolean inBinary(InferenceRequest request, String name) {
        boolean binary = request.binary();
        for (InferenceRequest.Output wanted : request.outputs()) {
            if (!wanted.name().equals(name)) {
                throw new Problem(400, "There is no output '%s'; there is '%s'.".formatted(wanted.name(), name));
            }
            binary = wanted.binary().orElse(binary);
        }
        return binary;
    }

    private static void answer(
            Context context, InferenceRequest request, Model model, RawOutput output, boolean inBinary)
            throws IOException {
        OnnxFile.Port port = output(model.card());
        TensorType type = TensorType.of(port.elementType());
        boolean binary = inBinary || type == TensorType.FP16;
        byte[] numbers = binary ? type.bytes(output.values()) : new byte[0];
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = MAPPER.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("model_name", model.name());
            json.writeStringField("model_version", Integer.toString(model.version()));
            json.writeStringField("id", request.id().orElse(Exchange.of(context).id()));
            json.writeArrayFieldStart("outputs");
            json.writeStartObject();
            json.writeStringField("name", port.name());
            json.writeStringField("datatype", type.name());
            json.writeFieldName("shape");
            json.writeArray(output.shape(), 0, output.shape().length);
            if (binary) {
                json.writeObjectFieldStart("parameters");
                json.writeNumberField("binary_data_size", numbers.length);
                json.writeEndObject();
            } else {
                json.writeArrayFieldStart("data");
                for (float value : output.values()) {
                    json.writeNumber(value);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        }
        if (binary) {
            context.header(HEADER_LENGTH, Integer.toString(body.size()));
            body.writeBytes(numbers);
        }
        context.contentType(binary ? "application/octet-stream" : Answers.JSON).result(body.toByteArray());
    }
}
