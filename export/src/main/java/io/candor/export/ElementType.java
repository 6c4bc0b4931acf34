package io.candor.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Number formats, with the codes of {@code TensorProto.DataType}. */
enum ElementType {
    FLOAT(1),
    INT64(7),
    FLOAT16(10);

    /** Difference of the exponents' biases, in a single's exponent bits. */
    private static final int REBIAS = (127 - 15) << 23;

    private final int code;

    ElementType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** {@code values} in this format, little-endian; rounded to the nearest, ties to even. */
    ByteBuffer encode(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * (this == FLOAT16 ? Short.BYTES : Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            if (this == FLOAT16) {
                bytes.putShort(half(value));
            } else {
                bytes.putFloat(value);
            }
        }
        return bytes.flip();
    }

    /** IEEE 754 half precision: 1 bit sign, 5 bits exponent with bias 15, 10 bits fraction. */
    static short half(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 65520) { // halfway between the largest half and the one that would follow
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x1p-14f) { // subnormal: multiples of 2^-24
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int rounded = (bits & 0x7fffffff) + 0xfff + (bits >>> 13 & 1);
        return (short) (sign | ((rounded - REBIAS) >>> 13));
    }
}
