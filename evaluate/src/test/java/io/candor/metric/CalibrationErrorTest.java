package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.Classes;
import io.candor.golden.Golden;
import io.candor.metric.CalibrationSettings.Outcome;
import io.candor.metric.CalibrationSettings.Scope;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CalibrationErrorTest {

    private static final Offset<Double> EXACT = within(1e-9);
    private static final int UNLIMITED = 1_000_000;
    private static final Map<String, Double> FLOORS = Map.of("all", 0., "score_ge_0.05", .05, "score_ge_0.25", .25);

    @Test
    void equals_the_reference_on_photographs_for_every_floor_and_iou() {
        JsonNode sets =
                Golden.json(Golden.shared("calibration/detection_metrics.json")).get("sets");
        EvaluationSet set = GoldenSets.val32();
        FLOORS.forEach((name, floor) -> {
            JsonNode golden = sets.get(name);
            for (String iou : List.of("0.5", "0.75")) {
                CalibrationError found = CalibrationError.of(
                        set, CalibrationSettings.detection(floor, UNLIMITED).withIou(Double.parseDouble(iou)));
                JsonNode error = golden.get("dece10_tau" + iou);
                assertThat(found.expected().value()).isCloseTo(error.get("ece").asDouble(), EXACT);
                assertThat(found.pooled().maximum()).isCloseTo(error.get("mce").asDouble(), EXACT);
                assertThat(found.pooled().average())
                        .isCloseTo(error.get("ace_mean_over_nonempty").asDouble(), EXACT);
                assertThat(found.brier().value())
                        .isCloseTo(golden.get("brier_tau" + iou).asDouble(), EXACT);
                assertThat(found.pooled().logLoss())
                        .isCloseTo(golden.get("nll_tau" + iou).asDouble(), EXACT);
            }
            assertThat(CalibrationError.of(set, CalibrationSettings.detection(floor, UNLIMITED))
                            .pooled()
                            .meanConfidence())
                    .isCloseTo(golden.get("mean_score").asDouble(), EXACT);
        });
    }

    @Test
    void localisation_aware_errors_equal_the_reference_on_photographs() {
        JsonNode sets =
                Golden.json(Golden.shared("calibration/detection_metrics.json")).get("sets");
        EvaluationSet set = GoldenSets.val32();
        Map<String, Double> keys = Map.of("laece0_25bins", 0., "laece_tau0.1_25bins", .1, "laece_tau0.5_25bins", .5);
        FLOORS.forEach((name, floor) -> keys.forEach((key, iou) -> {
            JsonNode golden = sets.get(name).get(key);
            CalibrationError found = CalibrationError.of(
                    set, CalibrationSettings.localisationAware(floor, UNLIMITED).withIou(iou));
            assertThat(found.expected().value())
                    .as("%s %s", name, key)
                    .isCloseTo(golden.get("laece").asDouble(), EXACT);
            assertThat(found.absolute().value()).isCloseTo(golden.get("laace").asDouble(), EXACT);
            assertThat(found.classes()).hasSize(golden.get("n_detected_classes").asInt());
        }));
    }

    @Test
    void the_error_of_each_class_equals_the_reference() {
        JsonNode golden =
                Golden.json(Golden.shared("calibration/detection_metrics.json")).get("laece0_per_class_all");
        CalibrationError found =
                CalibrationError.of(GoldenSets.val32(), CalibrationSettings.localisationAware(0, UNLIMITED));
        for (CalibrationError.OfClass row : found.classes()) {
            JsonNode expected = golden.get(String.valueOf(row.classIndex() + 1));
            assertThat(row.reliability().error())
                    .isCloseTo(expected.get("laece").asDouble(), EXACT);
            assertThat(row.reliability().count()).isEqualTo(expected.get("n").asInt());
            assertThat(row.objects() > 0)
                    .isEqualTo(expected.get("in_ground_truth").asBoolean());
        }
    }

    @Test
    void matches_are_those_of_the_reference() {
        byte[] file = Golden.shared("calibration/detection_matches.safetensors");
        EvaluationSet set = GoldenSets.val32();
        Map.of("iou_tau0", 0., "iou_tau50", .5, "iou_tau75", .75)
                .forEach((name, iou) -> assertThat(Matching.greedy(set, iou).iouAsAdded())
                        .as(name)
                        .containsExactly(Golden.tensor(file, name), within(1e-12)));
    }

    /** Twelve detections of two classes; expected values worked out by hand in the literature notes. */
    @Test
    void equals_the_worked_example() {
        CalibrationError detection =
                CalibrationError.of(WorkedExample.set(), CalibrationSettings.detection(0, UNLIMITED));
        assertThat(detection.expected().value()).isCloseTo(.278333333333333, EXACT);
        assertThat(detection.pooled().maximum()).isCloseTo(.47, EXACT);
        assertThat(detection.pooled().average()).isCloseTo(.268888888888889, EXACT);
        assertThat(detection.brier().value()).isCloseTo(.2173, EXACT);
        CalibrationError strict = CalibrationError.of(
                WorkedExample.set(), CalibrationSettings.detection(0, UNLIMITED).withIou(.75));
        assertThat(strict.expected().value()).isCloseTo(.395, EXACT);
        CalibrationError localisation =
                CalibrationError.of(WorkedExample.set(), CalibrationSettings.localisationAware(0, UNLIMITED));
        assertThat(localisation.classes().get(0).reliability().error()).isCloseTo(.2375, EXACT);
        assertThat(localisation.classes().get(1).reliability().error()).isCloseTo(.3225, EXACT);
        assertThat(localisation.expected().value()).isCloseTo(.28, EXACT);
        assertThat(localisation.absolute().value()).isCloseTo(.28, EXACT);
        CalibrationError half = CalibrationError.of(
                WorkedExample.set(),
                CalibrationSettings.localisationAware(0, UNLIMITED).withIou(.5));
        assertThat(half.classes().get(0).reliability().error()).isCloseTo(.2625, EXACT);
        assertThat(half.classes().get(1).reliability().error()).isCloseTo(.41, EXACT);
    }

    @Test
    void numbers_with_different_definitions_cannot_be_compared_and_the_message_names_what_differs() {
        EvaluationSet set = WorkedExample.set();
        Measure ten = CalibrationError.of(set, CalibrationSettings.detection(.25, 300))
                .expected();
        Measure fifteen = CalibrationError.of(
                        set, new CalibrationSettings(15, .5, .05, 300, Outcome.CORRECT, Scope.POOLED))
                .expected();
        assertThatThrownBy(() -> ten.minus(fifteen))
                .isInstanceOf(DifferentDefinitions.class)
                .hasMessageContaining("bins: 10 of equal width and 15 of equal width")
                .hasMessageContaining("confidence floor: 0.25 and 0.05");
        assertThat(ten.minus(ten)).isZero();
    }

    @Test
    void only_the_most_confident_detections_of_an_image_count() {
        CalibrationError found = CalibrationError.of(WorkedExample.set(), CalibrationSettings.detection(0, 3));
        assertThat(found.pooled().count()).isEqualTo(3);
        assertThat(found.pooled().meanConfidence()).isCloseTo((.99 + .95 + .9) / 3, EXACT);
    }

    @Test
    void without_detections_the_error_does_not_exist() {
        EvaluationSet.Builder set = EvaluationSet.builder(new Classes(List.of("a")));
        set.object(set.image("1"), 0, 0, 0, 10, 10);
        CalibrationError found = CalibrationError.of(set.build(), CalibrationSettings.detection(.25, 300));
        assertThat(found.expected().value()).isNaN();
        assertThat(found.pooled().bins()).hasSize(10).allMatch(ReliabilityBin::isEmpty);
    }
}
