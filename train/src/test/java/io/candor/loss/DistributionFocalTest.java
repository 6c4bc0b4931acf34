package io.candor.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class DistributionFocalTest {

    @Test
    void flat_logits_mean_the_middle() {
        try (Scope scope = Scope.open()) {
            assertThat(Tensors.floats(DistributionFocal.decode(Tensors.zeros(2, 4, 16))))
                    .containsOnly(7.5f)
                    .hasSize(8);
        }
    }

    @Test
    void a_single_large_logit_means_its_bin() {
        try (Scope scope = Scope.open()) {
            float[] logits = new float[64];
            int[] bins = {0, 3, 9, 15};
            for (int side = 0; side < 4; side++) {
                logits[16 * side + bins[side]] = 100;
            }
            assertThat(Tensors.floats(DistributionFocal.decode(Tensors.of(logits, 1, 4, 16))))
                    .usingComparatorWithPrecision(1e-6f)
                    .containsExactly(0, 3, 9, 15);
        }
    }

    @Test
    void flat_logits_cost_the_logarithm_of_the_bins_whatever_is_wanted() {
        try (Scope scope = Scope.open()) {
            Tensor loss = DistributionFocal.loss(
                    Tensors.zeros(2, 4, 16), new float[] {0, 1.5f, 20, -3, 4, 5, 6, 14.995f}, new float[] {1, 0.5f});
            assertThat(Tensors.item(loss)).isCloseTo(1.5 * Math.log(16), within(1e-5));
        }
    }

    /** The gradient of cross entropy is probability minus target, so it shows where the target went. */
    @Test
    void a_distance_is_shared_by_its_neighbours_and_clamped_below_the_last_bin() {
        try (Scope scope = Scope.open()) {
            Tensor logits = Tensors.zeros(1, 4, 16).requires_grad_(true);
            DistributionFocal.loss(logits, new float[] {2.25f, 0, 99, -1}, new float[] {1})
                    .backward();
            float[] gradient = Tensors.floats(logits.grad());
            double[][] expected = new double[4][16];
            expected[0][2] = 0.75;
            expected[0][3] = 0.25;
            expected[1][0] = 1;
            expected[2][14] = 0.01;
            expected[2][15] = 0.99;
            expected[3][0] = 1;
            for (int i = 0; i < 64; i++) {
                assertThat((double) gradient[i])
                        .as("side %d bin %d", i / 16, i % 16)
                        .isCloseTo((1 / 16.0 - expected[i / 16][i % 16]) / 4, within(1e-6));
            }
        }
    }
}
