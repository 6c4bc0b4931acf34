package io.candor.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.Batch;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class TensorsTest {

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private static Tensor counting(long... shape) {
        int size = 1;
        for (long s : shape) {
            size *= (int) s;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = i;
        }
        return Tensors.of(values, shape);
    }

    @Test
    void values_come_back_in_row_major_order_whatever_the_strides() {
        Tensor t = counting(2, 3);
        assertThat(t.shape()).containsExactly(2, 3);
        assertThat(Tensors.floats(t)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(Tensors.floats(t.t())).containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(Tensors.longs(t)).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void floats_of_a_tensor_with_gradient_are_its_values() {
        Tensor t = counting(2);
        t.set_requires_grad(true);
        assertThat(Tensors.floats(Tensors.scale(t, 2, 1))).containsExactly(1, 3);
    }

    @Test
    void empty_tensors_are_tensors() {
        assertThat(Tensors.of(new float[0], 0, 4).shape()).containsExactly(0, 4);
        assertThat(Tensors.floats(Tensors.of(new float[0], 0, 4))).isEmpty();
        assertThat(Tensors.longs(Tensors.of(new long[0], 0))).isEmpty();
    }

    @Test
    void a_shape_that_does_not_hold_the_values_is_refused() {
        assertThatThrownBy(() -> Tensors.of(new float[3], 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 values for shape [2, 2]");
    }

    @Test
    void types_follow_the_java_type() {
        assertThat(Tensors.type(Tensors.of(new float[1], 1))).isEqualTo(ScalarType.Float);
        assertThat(Tensors.type(Tensors.of(new double[1], 1))).isEqualTo(ScalarType.Double);
        assertThat(Tensors.type(Tensors.of(new long[1], 1))).isEqualTo(ScalarType.Long);
        assertThat(Tensors.type(Tensors.of(new int[] {5}, 1))).isEqualTo(ScalarType.Long);
        assertThat(Tensors.type(Tensors.full(2, 2))).isEqualTo(ScalarType.Float);
    }

    @Test
    void bytes_are_unsigned() {
        Tensor bytes = Tensors.ofBytes(new byte[] {(byte) 255, 1}, 2);
        assertThat(Tensors.type(bytes)).isEqualTo(ScalarType.Byte);
        assertThat(Tensors.longs(bytes)).containsExactly(255, 1);
    }

    @Test
    void arithmetic_verbs_do_what_they_say() {
        Tensor t = counting(3);
        assertThat(Tensors.floats(Tensors.scale(t, 2, 1))).containsExactly(1, 3, 5);
        assertThat(Tensors.floats(Tensors.oneMinus(t))).containsExactly(1, 0, -1);
        assertThat(Tensors.floats(Tensors.add(t, 2))).containsExactly(2, 3, 4);
        assertThat(Tensors.floats(Tensors.mul(t, 3))).containsExactly(0, 3, 6);
        assertThat(Tensors.floats(Tensors.pow(t, 2))).containsExactly(0, 1, 4);
        assertThat(Tensors.floats(Tensors.atLeast(t, 1))).containsExactly(1, 1, 2);
        assertThat(Tensors.floats(Tensors.atMost(t, 1))).containsExactly(0, 1, 1);
        assertThat(Tensors.item(t.sum())).isEqualTo(3);
    }

    @Test
    void at_takes_a_mask_over_leading_axes_or_an_index() {
        Tensor t = counting(3, 2);
        Tensor mask = t.select(1, 0).ge(Tensors.of(new float[] {2}, 1));
        assertThat(Tensors.floats(Tensors.at(t, mask))).containsExactly(2, 3, 4, 5);
        Tensor index = Tensors.of(new long[] {2, 0}, 2);
        assertThat(Tensors.floats(Tensors.at(t, index))).containsExactly(4, 5, 0, 1);
    }

    @Test
    void slices_splits_and_their_concatenation_agree() {
        Tensor t = counting(2, 5);
        List<Tensor> pieces = Tensors.split(t, 1, 2, 3);
        assertThat(Tensors.floats(pieces.get(0))).containsExactly(0, 1, 5, 6);
        assertThat(Tensors.floats(Tensors.slice(t, 1, 2, 5))).isEqualTo(Tensors.floats(pieces.get(1)));
        assertThat(Tensors.floats(Tensors.concat(pieces, 1))).isEqualTo(Tensors.floats(t));
        assertThat(Tensors.stack(List.of(t, t), 0).shape()).containsExactly(2, 2, 5);
    }

    @Test
    void images_of_a_batch_are_channels_first_in_shape_and_last_in_memory() {
        byte[] rgb = {0, 51, 102, (byte) 153, (byte) 204, (byte) 255}; // one row of two pixels
        Batch batch = new Batch(1, 2, rgb, new int[0], new int[0], new float[0], List.of(Path.of("a.png")));
        Tensor images = Tensors.images(batch);
        assertThat(images.shape()).containsExactly(1, 3, 1, 2);
        assertThat(images.is_contiguous(MemoryFormat.ChannelsLast)).isTrue();
        assertThat(Tensors.floats(images)).containsExactly(0f, 0.6f, 0.2f, 0.8f, 0.4f, 1f);
    }
}
