package io.candor.data.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SmoothingFactsTest {

    @Test
    void softmax_facts_equal_the_reference_table() throws IOException {
        int compared = 0;
        for (JsonNode row : SmoothingTest.golden().get("table")) {
            String convention = row.get("convention").asText();
            if (!row.has("softmax_logit_gap") || !(convention.equals("A") || convention.equals("B"))) {
                continue;
            }
            int classes = row.get("K").asInt();
            String name = convention.equals("A") ? "uniform" : "others";
            var facts = SmoothingFacts.softmax(Smoothing.of(name, row.get("eps").asDouble(), classes), classes);
            assertThat(facts.logitGap()).isCloseTo(row.get("softmax_logit_gap").asDouble(), within(1e-12));
            assertThat(facts.lossFloor())
                    .isCloseTo(row.get("softmax_loss_floor").asDouble(), within(1e-12));
            compared++;
        }
        assertThat(compared).isGreaterThan(40);
    }

    @Test
    void sigmoid_facts_add_up_the_reference_values_of_single_cells() throws IOException {
        int compared = 0;
        for (JsonNode row : SmoothingTest.golden().get("table")) {
            if (!row.get("convention").asText().equals("C") || row.get("eps").asDouble() == 0) {
                continue;
            }
            int classes = row.get("K").asInt();
            var facts =
                    SmoothingFacts.sigmoid(new Smoothing.Binary(row.get("eps").asDouble()), classes);
            assertThat(facts.logitGap())
                    .isCloseTo(2 * row.get("sigmoid_logit_on").asDouble(), within(1e-12));
            double floor = row.get("sigmoid_loss_floor_on").asDouble()
                    + (classes - 1) * row.get("sigmoid_loss_floor_off").asDouble();
            assertThat(facts.lossFloor()).isCloseTo(floor, within(1e-10));
            assertThat(facts.scoreCap()).isEqualTo(row.get("on").asDouble());
            compared++;
        }
        assertThat(compared).isGreaterThan(20);
    }

    @Test
    void six_classes_at_a_tenth_as_a_softmax() {
        var facts = SmoothingFacts.softmax(new Smoothing.Uniform(0.1), 6);
        assertThat(facts.scoreCap()).isCloseTo(0.916667, within(1e-6));
        assertThat(facts.logitGap()).isCloseTo(4.0073, within(5e-5));
        assertThat(facts.lossFloor()).isCloseTo(0.4210, within(5e-5));
    }

    @Test
    void without_smoothing_the_gap_is_infinite_and_the_floor_zero() {
        var facts = SmoothingFacts.sigmoid(new Smoothing.None(), 6);
        assertThat(facts).isEqualTo(new SmoothingFacts(1, 0, 1, Double.POSITIVE_INFINITY, 0));
        assertThat(SmoothingFacts.softmax(new Smoothing.None(), 6)).isEqualTo(facts);
    }

    @Test
    void one_class_has_the_gap_of_its_only_sigmoid_to_the_decision_boundary() {
        assertThat(SmoothingFacts.sigmoid(new Smoothing.Binary(0.1), 1).logitGap())
                .isCloseTo(2.9444, within(5e-5));
    }
}
