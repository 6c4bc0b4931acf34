package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.golden.Golden;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LrpTest {

    private static final Offset<Double> EXACT = within(1e-9);

    @Test
    void the_optimal_error_equals_its_authors_evaluator_on_photographs() {
        JsonNode golden =
                Golden.json(Golden.shared("calibration/detection_metrics.json")).get("olrp");
        Lrp found = Lrp.optimal(GoldenSets.val32(), .5);
        JsonNode mean = golden.get("summary");
        assertThat(found.error()).isCloseTo(mean.get("mean_olrp").asDouble(), EXACT);
        assertThat(found.localisation()).isCloseTo(mean.get("mean_loc").asDouble(), EXACT);
        assertThat(found.falsePositives()).isCloseTo(mean.get("mean_fp_rate").asDouble(), EXACT);
        assertThat(found.falseNegatives()).isCloseTo(mean.get("mean_fn_rate").asDouble(), EXACT);
        assertThat(found.classes()).hasSize(48);
        for (Lrp.OfClass row : found.classes()) {
            JsonNode expected = golden.get("per_class").get(String.valueOf(row.classIndex() + 1));
            assertThat(row.error()).isCloseTo(expected.get("olrp").asDouble(), EXACT);
            assertThat(row.objects()).isEqualTo(expected.get("n_gt").asInt());
            if (expected.get("threshold").isNull()) {
                assertThat(row.threshold()).isNaN();
            } else {
                assertThat(row.threshold()).isCloseTo(expected.get("threshold").asDouble(), EXACT);
                assertThat(row.localisation()).isCloseTo(expected.get("loc").asDouble(), EXACT);
            }
        }
    }

    @Test
    void the_error_at_one_threshold_equals_the_reference() {
        JsonNode golden = Golden.json(Golden.shared("calibration/detection_metrics.json"));
        EvaluationSet set = GoldenSets.val32();
        assertThat(Lrp.at(set, .5, .25).error())
                .isCloseTo(golden.get("lrp_at_0_25").get("mean").asDouble(), EXACT);
        assertThat(Lrp.at(set, .5, 0).error())
                .isCloseTo(golden.get("lrp_all").get("mean").asDouble(), EXACT);
    }

    @Test
    void equals_the_worked_example() {
        Lrp half = Lrp.at(WorkedExample.set(), .5, .5);
        assertThat(half.classes()).extracting(Lrp.OfClass::error).satisfies(e -> {
            assertThat(e.get(0)).isCloseTo(.7875, EXACT);
            assertThat(e.get(1)).isCloseTo(.875, EXACT);
        });
        Lrp best = Lrp.optimal(WorkedExample.set(), .5);
        assertThat(best.classes().get(0).error()).isCloseTo(.757142857142857, EXACT);
        assertThat(best.classes().get(0).threshold()).isEqualTo(.6);
        assertThat(best.classes().get(1).error()).isCloseTo(.875, EXACT);
        assertThat(best.classes().get(1).threshold()).isEqualTo(.8);
    }

    @Test
    void a_class_that_is_never_found_has_error_one_and_no_threshold() {
        EvaluationSet.Builder set = EvaluationSet.builder(new Classes(List.of("a", "b")));
        set.object(set.image("1"), 0, 0, 0, 1, 1);
        Lrp found = Lrp.optimal(set.build(), .5);
        assertThat(found.error()).isOne();
        assertThat(found.classes()).hasSize(1);
        assertThat(found.classes().get(0).threshold()).isNaN();
    }

    @Test
    void the_optimal_error_is_the_lowest_of_trying_every_threshold() {
        for (long seed = 0; seed < 200; seed++) {
            EvaluationSet set = new RandomScene(seed).set();
            MatchedDetections rows = MatchedDetections.of(set, .5);
            for (Lrp.OfClass row : Lrp.optimal(set, .5).classes()) {
                double lowest = 1;
                for (int d = rows.first(row.classIndex()); d < rows.first(row.classIndex() + 1); d++) {
                    lowest = Math.min(lowest, error(rows, row, rows.confidence(d)));
                }
                assertThat(row.error()).as("seed %d", seed).isCloseTo(lowest, EXACT);
                if (lowest < 1) {
                    assertThat(error(rows, row, row.threshold()))
                            .as("seed %d", seed)
                            .isCloseTo(lowest, EXACT);
                }
            }
        }
    }

    private static double error(MatchedDetections rows, Lrp.OfClass of, double threshold) {
        double loss = 0;
        int right = 0;
        int wrong = 0;
        for (int d = rows.first(of.classIndex()); d < rows.first(of.classIndex() + 1); d++) {
            if (rows.confidence(d) >= threshold && rows.right(d)) {
                right++;
                Box object = rows.set().objectBox(rows.object(d));
                loss += (1 - rows.box(d).iou(object)) / .5;
            } else if (rows.confidence(d) >= threshold && !rows.excused(d)) {
                wrong++;
            }
        }
        return right == 0 ? 1 : (loss + wrong + of.objects() - right) / (wrong + of.objects());
    }
}
