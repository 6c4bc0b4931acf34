package io.candor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.Test;

class FlatStateTest {

    @Test
    void tensors_keep_identity_values_and_layout_and_share_the_flat_memory() {
        try (Scope scope = Scope.open()) {
            Tensor weight = channelsLast();
            Tensor handle = new Tensor(weight);
            long[] strides = strides(weight);
            float[] before = Tensors.floats(weight);

            FlatState state = FlatState.gather(new ParameterGroups(List.of(), List.of(weight), List.of(), List.of()));

            assertThat(Tensors.floats(handle)).isEqualTo(before);
            assertThat(strides(weight)).isEqualTo(strides);
            assertThat(weight.requires_grad()).isTrue();
            state.values().zero_();
            assertThat(Tensors.floats(handle)).containsOnly(0f);
        }
    }

    @Test
    void backward_adds_into_the_flat_gradient_until_it_is_cleared() {
        try (Scope scope = Scope.open()) {
            Tensor weight = channelsLast();
            Tensor bias = Tensors.of(new float[] {1, 2, 3}, 3).requires_grad_(true);
            FlatState state =
                    FlatState.gather(new ParameterGroups(List.of(bias), List.of(weight), List.of(), List.of()));

            for (int pass = 0; pass < 2; pass++) {
                weight.mul(weight).sum().add(bias.sum()).backward();
            }

            assertThat(Tensors.floats(bias.grad())).containsOnly(2f);
            assertThat(Tensors.floats(state.biases().gradients())).startsWith(2f, 2f, 2f, 0f);
            float[] expected = Tensors.floats(Tensors.mul(weight, 4));
            assertThat(Tensors.floats(weight.grad())).isEqualTo(expected);
            state.clearGradients();
            assertThat(Tensors.floats(weight.grad())).containsOnly(0f);
        }
    }

    @Test
    void the_norm_is_that_of_all_gradients_together_and_only_long_ones_shrink() {
        try (Scope scope = Scope.open()) {
            Tensor one = Tensors.of(new float[] {3}, 1).requires_grad_(true);
            Tensor other = Tensors.of(new float[] {4}, 1).requires_grad_(true);
            FlatState state = FlatState.gather(new ParameterGroups(List.of(one), List.of(other), List.of(), List.of()));
            one.mul(one).add(other.mul(other)).sum().backward();

            assertThat(state.clipGradients(20)).isCloseTo(10, within(1e-6));
            assertThat(Tensors.floats(one.grad())).containsExactly(6f);
            assertThat(state.clipGradients(5)).isCloseTo(10, within(1e-6));
            assertThat(Tensors.floats(other.grad())[0]).isCloseTo(4f, within(1e-5f));
        }
    }

    private static long[] strides(Tensor tensor) {
        long[] strides = new long[(int) tensor.dim()];
        for (int axis = 0; axis < strides.length; axis++) {
            strides[axis] = tensor.stride(axis);
        }
        return strides;
    }

    private static Tensor channelsLast() {
        float[] values = new float[2 * 3 * 2 * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 0.5f;
        }
        return Tensors.of(values, 2, 3, 2, 2)
                .contiguous(MemoryFormat.ChannelsLast)
                .clone()
                .requires_grad_(true);
    }
}
