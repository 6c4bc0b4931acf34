package io.candor.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.tensor.Weight.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class TorchOpsTest {

    private static final int CHANNELS = 8;

    private static Kernel depthwise(int size, int stride) {
        Weight weight = new Weight("w", Role.CONVOLUTION, List.of((long) CHANNELS, 1L, (long) size, (long) size));
        return new Kernel(weight, Optional.empty(), stride, CHANNELS);
    }

    @Test
    void depthwise_convolutions_without_a_fast_kernel_are_computed_in_float32() {
        assertThat(TorchOps.precision(depthwise(3, 1), Precision.BF16)).isEqualTo(Precision.BF16);
        assertThat(TorchOps.precision(depthwise(3, 2), Precision.BF16)).isEqualTo(Precision.FP32);
        assertThat(TorchOps.precision(depthwise(7, 1), Precision.BF16)).isEqualTo(Precision.FP32);
    }

    /** One rounding at the end, not one per product: so it differs from float32 by half a unit of eight bits at most. */
    @Test
    void what_they_give_on_is_rounded_once() {
        torch.manual_seed(3);
        try (Scope scope = Scope.open()) {
            Kernel kernel = depthwise(3, 2);
            Map<Weight, Tensor> tensors = Map.of(kernel.weight(), torch.randn(CHANNELS, 1, 3, 3));
            Tensor x = torch.randn(2, CHANNELS, 8, 8).to(ScalarType.BFloat16);
            Tensor rounded = new TorchOps(tensors, Precision.BF16, TorchOps.Statistics.RUNNING).convolve(x, kernel);
            assertThat(Tensors.type(rounded)).isEqualTo(ScalarType.BFloat16);
            float[] exact = Tensors.floats(new TorchOps(tensors, Precision.FP32, TorchOps.Statistics.RUNNING)
                    .convolve(x.to(ScalarType.Float), kernel));
            float[] actual = Tensors.floats(rounded.to(ScalarType.Float));
            assertThat(actual).hasSameSizeAs(exact);
            for (int i = 0; i < exact.length; i++) {
                assertThat(Math.abs(actual[i] - exact[i])).isLessThanOrEqualTo(Math.abs(exact[i]) / 256 + 1e-6f);
            }
        }
    }
}
