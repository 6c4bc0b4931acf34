package io.candor.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.target.Smoothing;
import io.candor.network.Maps;
import io.candor.tensor.Scope;
import io.candor.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.Test;

/** The loss of two branches against stored numbers of an independent implementation. */
class DualLossTest {

    private static final String CASE = "a_mixed";

    private final GoldenLoss golden = GoldenLoss.read(
            "/golden/family/v10_loss_" + CASE + ".safetensors.gz",
            GoldenLoss.json("/golden/family/losses.json.gz").get("v10").get(CASE));

    private static final DetectionLoss LOSS =
            new DetectionLoss(GoldenLoss.CLASSES, new Smoothing.None(), Gains.published());

    @Test
    void the_losses_of_both_branches_are_added() {
        try (Scope scope = Scope.open()) {
            List<Tensor> many = golden.maps("o2m_raw_", MemoryFormat.ChannelsLast);
            List<Tensor> once = golden.maps("o2o_raw_", MemoryFormat.ChannelsLast);
            Parts parts = LOSS.of(new Maps(many, once), golden.targets());
            JsonNode sum = golden.expected().get("logged_sum");
            near(parts.box(), sum.get("box"));
            near(parts.classes(), sum.get("cls"));
            near(parts.dfl(), sum.get("dfl"));
            near(Tensors.item(parts.total()), golden.expected().get("total_times_batch"));
            parts.total().backward();
            checkGradients(many, "o2m_grad_p");
            checkGradients(once, "o2o_grad_p");
        }
    }

    @Test
    void without_a_second_branch_only_the_first_counts() {
        try (Scope scope = Scope.open()) {
            List<Tensor> many = golden.maps("o2m_raw_", MemoryFormat.Contiguous);
            Parts parts = LOSS.of(new Maps(many), golden.targets());
            near(parts.box(), golden.expected().get("o2m_after_gain").get("box"));
        }
    }

    private void checkGradients(List<Tensor> maps, String name) {
        for (int level = 0; level < 3; level++) {
            assertThat(Tensors.floats(maps.get(level).grad()))
                    .usingComparatorWithPrecision(2e-6f)
                    .containsExactly(golden.floats(name + (level + 3)));
        }
    }

    private static void near(double found, JsonNode expected) {
        assertThat(found).isCloseTo(expected.asDouble(), within(1e-5 * expected.asDouble()));
    }
}
