package io.candor.serve;

import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Numbers of the Open Inference Protocol that detectors take and give; in binary little endian, row by row. */
enum TensorType {
    FP32(Float.BYTES) {
        @Override
        FloatBuffer values(ByteBuffer bytes) {
            return direct(bytes.remaining() / Float.BYTES)
                    .put(bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer())
                    .flip();
        }

        @Override
        byte[] bytes(float[] values) {
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            return bytes.array();
        }
    },
    FP16(Short.BYTES) {
        @Override
        FloatBuffer values(ByteBuffer bytes) {
            FloatBuffer values = direct(bytes.remaining() / Short.BYTES);
            bytes.order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                values.put(Fp16Conversions.fp16ToFloat(bytes.getShort()));
            }
            return values.flip();
        }

        @Override
        byte[] bytes(float[] values) {
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (float value : values) {
                bytes.putShort(Fp16Conversions.floatToFp16(value));
            }
            return bytes.array();
        }
    };

    private static final int ONNX_HALF = 10;

    private final int size;

    TensorType(int size) {
        this.size = size;
    }

    /** Of a number in ONNX' enumeration: float or half, nothing else gets this far. */
    static TensorType of(int elementType) {
        return elementType == ONNX_HALF ? FP16 : FP32;
    }

    /** Bytes of a number. */
    int size() {
        return size;
    }

    /** In a direct buffer, as ONNX Runtime wants it. */
    abstract FloatBuffer values(ByteBuffer bytes);

    abstract byte[] bytes(float[] values);

    static FloatBuffer direct(int numbers) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(numbers, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
