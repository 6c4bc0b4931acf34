package io.candor.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The numbers of one tensor on the Java heap, as a file stores them.
 *
 * @param type number format
 * @param shape sizes per axis; empty for a single number
 * @param bytes row-major, little-endian
 */
public record TensorData(Type type, List<Long> shape, ByteBuffer bytes) implements TensorSource {

    /** Number formats, under the names safetensors gives them. */
    public enum Type {
        F64(8),
        F32(4),
        F16(2),
        BF16(2),
        I64(8),
        I32(4),
        I16(2),
        I8(1),
        U8(1),
        BOOL(1);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        /** Size of one number. */
        public int bytes() {
            return bytes;
        }
    }

    /** @throws IllegalArgumentException if the bytes are not as many as the shape needs */
    public TensorData {
        shape = List.copyOf(shape);
        bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        long expected = Math.multiplyExact(elements(shape), type.bytes());
        if (bytes.remaining() != expected) {
            throw new IllegalArgumentException("%d bytes for %s %s".formatted(bytes.remaining(), type, shape));
        }
    }

    /** A float32 tensor. */
    public static TensorData of(float[] values, long... shape) {
        ByteBuffer bytes = buffer(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return new TensorData(Type.F32, axes(shape), bytes);
    }

    /** A float64 tensor. */
    public static TensorData of(double[] values, long... shape) {
        ByteBuffer bytes = buffer(values.length * Double.BYTES);
        bytes.asDoubleBuffer().put(values);
        return new TensorData(Type.F64, axes(shape), bytes);
    }

    /** An int64 tensor. */
    public static TensorData of(long[] values, long... shape) {
        ByteBuffer bytes = buffer(values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        return new TensorData(Type.I64, axes(shape), bytes);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static List<Long> axes(long... shape) {
        return Arrays.stream(shape).boxed().toList();
    }

    /** Number of elements of {@code shape}; {@link ArithmeticException} if that is no {@code long}. */
    static long elements(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Itself: its numbers are here already. */
    @Override
    public TensorData data() {
        return this;
    }

    /** Number of elements. */
    public int size() {
        return bytes.remaining() / type.bytes();
    }

    /** The sizes per axis as an array. */
    public long[] sizes() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** All elements, narrower formats widened exactly, wider ones rounded. */
    public float[] floats() {
        float[] values = new float[size()];
        if (type == Type.F32) {
            bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) number(i);
        }
        return values;
    }

    /** All elements as double; int64 beyond 2^53 is rounded. */
    public double[] doubles() {
        double[] values = new double[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(i);
        }
        return values;
    }

    /** All elements as integers; fractions are cut off. */
    public long[] longs() {
        long[] values = new long[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = type == Type.I64 ? bytes.getLong(i * Long.BYTES) : (long) number(i);
        }
        return values;
    }

    private double number(int index) {
        int at = index * type.bytes();
        return switch (type) {
            case F64 -> bytes.getDouble(at);
            case F32 -> bytes.getFloat(at);
            case F16 -> half(bytes.getShort(at));
            case BF16 -> Float.intBitsToFloat(bytes.getShort(at) << 16);
            case I64 -> (double) bytes.getLong(at);
            case I32 -> bytes.getInt(at);
            case I16 -> bytes.getShort(at);
            case I8 -> bytes.get(at);
            case U8, BOOL -> Byte.toUnsignedInt(bytes.get(at));
        };
    }

    /** IEEE 754 half precision: 1 bit sign, 5 bits exponent with bias 15, 10 bits fraction. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f; // subnormal
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1f ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }

    @Override
    public String toString() {
        return text(type, shape);
    }

    static String text(Type type, List<Long> shape) {
        return type.name().toLowerCase(Locale.ROOT) + " " + shape;
    }
}
