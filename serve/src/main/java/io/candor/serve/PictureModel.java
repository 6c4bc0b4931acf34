package io.candor.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.candor.data.Box;
import io.candor.infer.DetectedObject;
import io.candor.infer.Detections;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A detector as a model of the Open Inference Protocol that takes an image file and gives objects: {@code NAME.image}
 * beside {@code NAME}, as ensembles with their preprocessing stand beside their networks in other servers.
 */
final class PictureModel {

    /** What is behind the name of the model. */
    static final String SUFFIX = ".image";

    /** The protocol's type of texts and of anything else that is no number. */
    static final String BYTES = "BYTES";

    private static final String INPUT = "image";
    private static final String FLOATS = TensorType.FP32.name();

    private PictureModel() {}

    /** An output: name, type, shape. */
    private record Port(String name, String datatype, List<Integer> shape) {}

    private static List<Port> ports(Model model) {
        List<Port> ports = new ArrayList<>(List.of(
                new Port("boxes", FLOATS, List.of(-1, 4)),
                new Port("confidences", FLOATS, List.of(-1)),
                new Port("classes", "INT64", List.of(-1)),
                new Port("names", BYTES, List.of(-1))));
        if (model.isCalibrated()) {
            ports.add(new Port("calibrated", FLOATS, List.of(-1)));
        }
        if (model.hasPolicy()) {
            ports.add(new Port("decisions", BYTES, List.of(-1)));
            ports.add(new Port("verdict", BYTES, List.of(1)));
        }
        return ports;
    }

    static List<String> outputs(Model model) {
        return ports(model).stream().map(Port::name).toList();
    }

    /** Its inputs and outputs, as metadata. */
    static void describe(ObjectNode tree, Model model) {
        write(tree.putArray("inputs"), new Port(INPUT, BYTES, List.of(1)));
        ArrayNode outputs = tree.putArray("outputs");
        ports(model).forEach(port -> write(outputs, port));
    }

    private static void write(ArrayNode list, Port port) {
        ArrayNode shape = list.addObject()
                .put("name", port.name)
                .put("datatype", port.datatype)
                .putArray("shape");
        port.shape.forEach(shape::add);
    }

    /**
     * The image file of a request: Base64 in JSON, or behind the JSON after its length in four bytes, little endian.
     *
     * @throws Problem 400 if it is given in no such way
     */
    static byte[] file(InferenceRequest request, ByteBuffer binary) {
        InferenceRequest.Input input = only(request);
        if (input.binarySize().isPresent()) {
            return behind(input, binary.order(ByteOrder.LITTLE_ENDIAN));
        }
        String text = input.text()
                .orElseThrow(() -> new Problem(
                        400, "%s: there is no text in data; expected one, the image file in Base64.".formatted(INPUT)));
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException none) {
            throw new Problem(400, "%s: data is no Base64 (%s).".formatted(INPUT, none.getMessage()));
        }
    }

    private static InferenceRequest.Input only(InferenceRequest request) {
        InferenceRequest.Input input = InferenceRequest.only(request, INPUT);
        if (!input.datatype().equals(BYTES)) {
            throw new Problem(400, "%s is of %s; expected %s.".formatted(INPUT, input.datatype(), BYTES));
        }
        long images = 1;
        for (long size : input.shape()) {
            images *= size;
        }
        if (images != 1 || input.shape().length > 2) {
            throw new Problem(
                    400,
                    "%s has the shape %s; expected [1]: one image a request, requests share runs."
                            .formatted(INPUT, java.util.Arrays.toString(input.shape())));
        }
        return input;
    }

    private static byte[] behind(InferenceRequest.Input input, ByteBuffer binary) {
        long size = input.binarySize().getAsLong();
        int length = binary.remaining() < Integer.BYTES ? -1 : binary.getInt();
        if (size != (long) length + Integer.BYTES || length != binary.remaining()) {
            throw new Problem(
                    400,
                    "%s: binary_data_size is %d; expected four bytes with the length of the file, then the file, and nothing more."
                            .formatted(INPUT, size));
        }
        byte[] file = new byte[length];
        binary.get(file);
        return file;
    }

    /** What was found, as outputs. */
    static List<OutputTensor> tensors(Model model, Detections found) {
        List<DetectedObject> objects = found.objects();
        long count = objects.size();
        float[] boxes = new float[4 * objects.size()];
        for (int i = 0; i < objects.size(); i++) {
            Box box = objects.get(i).box();
            boxes[4 * i] = (float) box.x1();
            boxes[4 * i + 1] = (float) box.y1();
            boxes[4 * i + 2] = (float) box.x2();
            boxes[4 * i + 3] = (float) box.y2();
        }
        List<OutputTensor> tensors = new ArrayList<>(List.of(
                OutputTensor.of("boxes", TensorType.FP32, new long[] {count, 4}, boxes),
                floats("confidences", objects, DetectedObject::confidence),
                OutputTensor.of(
                        "classes",
                        objects.stream().mapToLong(DetectedObject::classIndex).toArray()),
                OutputTensor.of(
                        "names", objects.stream().map(DetectedObject::className).toList())));
        if (model.isCalibrated()) {
            tensors.add(floats("calibrated", objects, DetectedObject::bestConfidence));
        }
        found.verdict().ifPresent(verdict -> {
            tensors.add(OutputTensor.of(
                    "decisions",
                    objects.stream()
                            .map(object -> Predictions.word(object.decision().orElseThrow()))
                            .toList()));
            tensors.add(OutputTensor.of("verdict", List.of(Predictions.word(verdict))));
        });
        return tensors;
    }

    private static OutputTensor floats(
            String name, List<DetectedObject> objects, ToDoubleFunction<DetectedObject> value) {
        float[] values = new float[objects.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.applyAsDouble(objects.get(i));
        }
        return OutputTensor.of(name, TensorType.FP32, new long[] {values.length}, values);
    }
}
