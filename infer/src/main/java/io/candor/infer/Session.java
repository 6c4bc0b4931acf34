package io.candor.infer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.platform.Fp16Conversions;
import io.candor.data.InvalidInput;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph in ONNX Runtime: numbers in, numbers out; for any number of threads at once. */
final class Session implements AutoCloseable {

    private final OrtEnvironment environment = OnnxRuntime.environment();
    private final OrtSession session;
    private final String inputName;
    private final boolean half;
    private final Set<String> wanted;

    /**
     * @param input what the graph takes
     * @param outputs which are read, in this order
     * @throws InvalidInput if ONNX Runtime refuses the file or lacks the provider
     */
    Session(Path file, OnnxFile.Port input, List<OnnxFile.Port> outputs, DetectorOptions options) {
        inputName = input.name();
        half = input.isHalf();
        wanted = new LinkedHashSet<>(outputs.stream().map(OnnxFile.Port::name).toList());
        try (SessionOptions settings = new SessionOptions()) {
            settings.setIntraOpNumThreads(options.threads());
            settings.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            add(settings, options.provider());
            session = environment.createSession(file.toString(), settings);
        } catch (OrtException refused) {
            throw refusal(file, refused);
        }
    }

    private static void add(SessionOptions settings, Provider provider) {
        try {
            switch (provider) {
                case CPU -> {}
                case CUDA -> settings.addCUDA();
                case TENSORRT -> {
                    settings.addTensorrt(0);
                    settings.addCUDA();
                }
            }
        } catch (OrtException missing) {
            throw new InvalidInput(
                    "onnx-provider",
                    "This ONNX Runtime has no provider %s; it has %s. Put onnxruntime_gpu in place of onnxruntime, and install the GPU's libraries."
                            .formatted(provider, OrtEnvironment.getAvailableProviders()),
                    missing);
        }
    }

    private static InvalidInput refusal(Path file, OrtException refused) {
        String message = refused.getMessage();
        boolean operators = message.contains("not a registered function/op")
                || message.contains("No Op registered")
                || message.contains("NOT_IMPLEMENTED")
                || message.contains("No opset import for domain");
        return operators
                ? new InvalidInput(
                        "onnx-operators",
                        "%s uses operators ONNX Runtime does not know: %s. Export it with standard operators, opset 12 to 26."
                                .formatted(file, message),
                        refused)
                : new InvalidInput(
                        "onnx-file",
                        "%s: ONNX Runtime cannot load it: %s. Export or download it again.".formatted(file, message),
                        refused);
    }

    /**
     * The numbers of the outputs that are read, in their order.
     *
     * @param images (N, 3, H, W), a direct buffer in native byte order, from position to limit
     */
    List<RawOutput> run(FloatBuffer images, long... shape) {
        try (OnnxTensor input = tensor(images, shape);
                OrtSession.Result result = session.run(Map.of(inputName, input), wanted)) {
            List<RawOutput> outputs = new ArrayList<>();
            for (String name : wanted) {
                outputs.add(output(name, (OnnxTensor) result.get(name).orElseThrow()));
            }
            return outputs;
        } catch (OrtException failed) {
            throw new IllegalStateException("ONNX Runtime failed: " + failed.getMessage(), failed);
        }
    }

    private static RawOutput output(String name, OnnxTensor output) {
        FloatBuffer numbers = output.getFloatBuffer();
        if (numbers == null) {
            throw new IllegalStateException("the output is no tensor of float or half: " + output.getInfo());
        }
        float[] values = numbers.hasArray() && numbers.arrayOffset() == 0 ? numbers.array() : copy(numbers);
        return new RawOutput(name, values, output.getInfo().getShape());
    }

    private static float[] copy(FloatBuffer numbers) {
        float[] values = new float[numbers.remaining()];
        numbers.get(values);
        return values;
    }

    private OnnxTensor tensor(FloatBuffer images, long[] shape) throws OrtException {
        return half
                ? OnnxTensor.createTensor(
                        environment,
                        Fp16Conversions.convertFloatBufferToFp16Buffer(images.duplicate()),
                        shape,
                        ai.onnxruntime.OnnxJavaType.FLOAT16)
                : OnnxTensor.createTensor(environment, images, shape);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException failed) {
            throw new IllegalStateException("ONNX Runtime failed: " + failed.getMessage(), failed);
        }
    }
}
