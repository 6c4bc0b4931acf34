package io.candor.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorDataTest {

    private static TensorData halves(int... bits) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int b : bits) {
            bytes.putShort((short) b);
        }
        return new TensorData(TensorData.Type.F16, List.of((long) bits.length), bytes.flip());
    }

    @Test
    void half_precision_widens_exactly() {
        assertThat(halves(0x3c00, 0xc000, 0x3555, 0x7bff, 0x0001, 0x03ff, 0x0400, 0x0000)
                        .floats())
                .containsExactly(1f, -2f, 0x1.554p-2f, 65504f, 0x1p-24f, 1023 * 0x1p-24f, 0x1p-14f, 0f);
    }

    @Test
    void half_precision_keeps_infinities_nan_and_the_sign_of_zero() {
        float[] values = halves(0x7c00, 0xfc00, 0x7e00, 0x8000, 0x8001).floats();
        assertThat(values[0]).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(values[1]).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(values[2]).isNaN();
        assertThat(Float.floatToRawIntBits(values[3])).isEqualTo(0x80000000);
        assertThat(values[4]).isEqualTo(-0x1p-24f);
    }

    @Test
    void every_finite_half_survives_against_the_definition() {
        for (int bits = 0; bits < 0x10000; bits++) {
            int exponent = (bits >> 10) & 31;
            int fraction = bits & 1023;
            if (exponent < 31) {
                double magnitude =
                        exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * Math.pow(2, exponent - 25.0);
                assertThat((double) TensorData.half((short) bits)).isEqualTo(bits < 0x8000 ? magnitude : -magnitude);
            }
        }
    }

    @Test
    void brain_floats_are_the_upper_half_of_a_single() {
        ByteBuffer bytes = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 0x4049);
        assertThat(new TensorData(TensorData.Type.BF16, List.of(1L), bytes.flip()).floats())
                .containsExactly(3.140625f);
    }

    @Test
    void unsigned_bytes_and_integers_keep_their_values() {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {(byte) 255, 1});
        assertThat(new TensorData(TensorData.Type.U8, List.of(2L), bytes).longs())
                .containsExactly(255, 1);
        assertThat(new TensorData(TensorData.Type.I8, List.of(2L), bytes).longs())
                .containsExactly(-1, 1);
        assertThat(TensorData.of(new long[] {1L << 60}, 1).longs()).containsExactly(1L << 60);
        assertThat(TensorData.of(new double[] {0.1}, 1).doubles()).containsExactly(0.1);
    }

    @Test
    void bytes_that_do_not_fill_the_shape_are_refused() {
        assertThatThrownBy(() -> TensorData.of(new float[3], 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
