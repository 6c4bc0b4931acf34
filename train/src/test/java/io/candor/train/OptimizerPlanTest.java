package io.candor.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.InvalidInput;
import org.junit.jupiter.api.Test;

class OptimizerPlanTest {

    @Test
    void the_automatic_choice_equals_the_reference() {
        JsonNode decisions = Golden.json("lr/auto_optimizer.json").get("decision");
        assertThat(decisions).isNotEmpty();
        for (JsonNode expected : decisions) {
            OptimizerPlan plan = OptimizerPlan.of(
                    Optimization.defaults(),
                    expected.get("nc").asInt(),
                    expected.get("iterations").asLong());

            assertThat(plan.optimizer())
                    .as("%s", expected)
                    .isEqualTo(OptimizerName.of(expected.get("optimizer").asText()));
            assertThat(plan.learningRate())
                    .as("%s", expected)
                    .isEqualTo(expected.get("lr").asDouble());
            assertThat(plan.momentum())
                    .as("%s", expected)
                    .isEqualTo(expected.get("momentum_or_beta1").asDouble());
            assertThat(plan.biasRate())
                    .as("%s", expected)
                    .isEqualTo(expected.get("warmup_bias_lr").asDouble());
        }
    }

    @Test
    void iterations_accumulation_and_decay_equal_the_reference() {
        Optimization wanted = Optimization.defaults();
        JsonNode rows = Golden.json("lr/auto_optimizer.json").get("iterations_and_decay");
        assertThat(rows).isNotEmpty();
        for (JsonNode expected : rows) {
            int batch = expected.get("batch").asInt();

            assertThat(wanted.iterations(
                            expected.get("images").asInt(),
                            batch,
                            expected.get("epochs").asInt()))
                    .as("%s", expected)
                    .isEqualTo(expected.get("iterations").asLong());
            assertThat(wanted.accumulate(batch))
                    .as("%s", expected)
                    .isEqualTo(expected.get("accumulate").asInt());
            assertThat(wanted.scaledDecay(batch))
                    .as("%s", expected)
                    .isEqualTo(expected.get("weight_decay").asDouble());
        }
    }

    @Test
    void a_named_optimizer_keeps_the_recipe_s_rate_and_momentum() {
        OptimizerPlan plan = OptimizerPlan.of(Optimization.defaults().with(OptimizerName.ADAM), 6, 20_000);

        assertThat(plan).isEqualTo(new OptimizerPlan(OptimizerName.ADAM, 0.01, 0.937, 0.937, 0));
    }

    @Test
    void an_unknown_optimizer_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> OptimizerName.of("lion"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("optimizer: found \"lion\", expected auto, SGD, Adam or AdamW.");
    }

    @Test
    void settings_out_of_range_are_refused_with_key_value_and_range() {
        assertThatThrownBy(() -> Optimization.defaults().withLearningRate(Double.NaN))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("lr0: found NaN, expected a number greater than 0")
                .hasMessageContaining("--lr0");
        assertThatThrownBy(() -> new Warmup(-1, 0.8, 0.1))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("warmup_epochs: found -1")
                .hasMessageContaining("--warmup-epochs");
    }
}
