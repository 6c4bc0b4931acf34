package io.candor.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * What a client of the Open Inference Protocol is answered.
 *
 * @param model name it asked for
 * @param version that answers
 * @param id of the request
 * @param outputs those it wants
 */
record InferenceResponse(String model, int version, String id, List<Wanted> outputs) {

    /** Stands before the numbers of a binary answer: the length of its JSON. */
    static final String HEADER_LENGTH = "Inference-Header-Content-Length";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** An output as it is wanted; halves are given in binary only. */
    private record Wanted(OutputTensor tensor, boolean binary) {}

    /**
     * Those of {@code outputs} that {@code request} asks for, all of them if it names none.
     *
     * @param model name it asked for
     */
    static InferenceResponse of(InferenceRequest request, String model, Answer answer) {
        List<Wanted> wanted = answer.outputs().stream()
                .filter(tensor -> request.outputs().isEmpty()
                        || request.outputs().stream()
                                .anyMatch(output -> output.name().equals(tensor.name())))
                .map(tensor -> new Wanted(
                        tensor, binary(request, tensor) || tensor.datatype().equals(TensorType.FP16.name())))
                .toList();
        return new InferenceResponse(model, answer.version(), request.id().orElse(answer.id()), wanted);
    }

    /**
     * What was computed.
     *
     * @param version that computed it
     * @param id the server's own for the request
     */
    record Answer(int version, String id, List<OutputTensor> outputs) {}

    private static boolean binary(InferenceRequest request, OutputTensor tensor) {
        return request.outputs().stream()
                .filter(output -> output.name().equals(tensor.name()))
                .findFirst()
                .flatMap(InferenceRequest.Output::binary)
                .orElse(request.binary());
    }

    /** @throws Problem 400 if an output is asked for that is none of {@code names} */
    static void requireOutputs(InferenceRequest request, List<String> names) {
        for (InferenceRequest.Output wanted : request.outputs()) {
            if (!names.contains(wanted.name())) {
                throw new Problem(
                        400,
                        "There is no output '%s'; there is '%s'.".formatted(wanted.name(), String.join("', '", names)));
            }
        }
    }

    void write(Context context) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteArrayOutputStream binary = new ByteArrayOutputStream();
        try (JsonGenerator json = MAPPER.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("model_name", model);
            json.writeStringField("model_version", Integer.toString(version));
            json.writeStringField("id", id);
            json.writeArrayFieldStart("outputs");
            for (Wanted output : outputs) {
                write(json, output, binary);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        boolean mixed = outputs.stream().anyMatch(Wanted::binary);
        if (mixed) {
            context.header(HEADER_LENGTH, Integer.toString(body.size()));
            body.writeBytes(binary.toByteArray());
        }
        context.contentType(mixed ? "application/octet-stream" : Answers.JSON).result(body.toByteArray());
    }

    private static void write(JsonGenerator json, Wanted output, ByteArrayOutputStream binary) throws IOException {
        OutputTensor tensor = output.tensor;
        json.writeStartObject();
        json.writeStringField("name", tensor.name());
        json.writeStringField("datatype", tensor.datatype());
        json.writeFieldName("shape");
        json.writeArray(tensor.shape(), 0, tensor.shape().length);
        if (output.binary) {
            byte[] bytes = tensor.content().bytes();
            binary.writeBytes(bytes);
            json.writeObjectFieldStart("parameters");
            json.writeNumberField("binary_data_size", bytes.length);
            json.writeEndObject();
        } else {
            json.writeArrayFieldStart("data");
            tensor.content().write(json);
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
