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
import java.util.Map;
import java.util.Set;

/** A graph in ONNX Runtime: numbers in, numbers out; for any number of threads at once. */
final class Session implements AutoCloseable {

    private final OrtEnvironment environment = OnnxRuntime.environment();
    private final OrtSession session;
    private final Signature signature;

    /** @throws InvalidInput if ONNX Runtime refuses the file or lacks the provider */
    Session(Path file, Signature signature, DetectorOptions options) {
        this.signature = signature;
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
     * The numbers of the output.
     *
     * @param images (N, 3, H, W), a direct buffer in native byte order, from position to limit
     */
    RawOutput run(FloatBuffer images, long... shape) {
        try (OnnxTensor input = tensor(images, shape);
                OrtSession.Result result = session.run(Map.of(signature.input(), input), Set.of(signature.output()))) {
            OnnxTensor output = (OnnxTensor) result.get(0);
            FloatBuffer numbers = output.getFloatBuffer();
            if (numbers == null) {
                throw new IllegalStateException("the output is no tensor of float or half: " + output.getInfo());
            }
            float[] values = numbers.hasArray() && numbers.arrayOffset() == 0 ? numbers.array() : copy(numbers);
            return new RawOutput(values, output.getInfo().getShape());
        } catch (OrtException failed) {
            throw new IllegalStateException("ONNX Runtime failed: " + failed.getMessage(), failed);
        }
    }

    private static float[] copy(FloatBuffer numbers) {
        float[] values = new float[numbers.remaining()];
        numbers.get(values);
        return values;
    }

    private OnnxTensor tensor(FloatBuffer images, long[] shape) throws OrtException {
        return signature.half()
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
