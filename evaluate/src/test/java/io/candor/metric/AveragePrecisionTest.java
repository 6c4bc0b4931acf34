package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.golden.Golden;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AveragePrecisionTest {

    private static final Offset<Double> EXACT = within(1e-9);
    /** The tools interpolate between confidences in single precision. */
    private static final Offset<Double> SINGLE = within(1e-7);

    @Test
    void equals_pycocotools_on_crowds_ties_duplicates_and_more_than_a_hundred_detections() {
        JsonNode golden = Golden.json(Golden.resource("map/stress_metrics.json"));
        CocoAveragePrecision found = AveragePrecision.coco(GoldenSets.stress());
        assertStatistics(golden.get("stats"), found);
        assertThat(golden.get("per_class").size()).isEqualTo(20);
        int classIndex = 0;
        for (JsonNode row : golden.get("per_class")) {
            assertRow(row, found.classes().get(classIndex++));
        }
    }

    @Test
    void equals_pycocotools_on_photographs() {
        JsonNode golden = Golden.json(Golden.shared("map/val32_metrics.json")).get("pycocotools");
        CocoAveragePrecision found = AveragePrecision.coco(GoldenSets.val32());
        assertStatistics(golden.get("stats"), found);
        for (JsonNode row : golden.get("per_class")) {
            assertRow(row, found.classes().get(row.get("category_id").asInt() - 1));
        }
    }

    @Test
    void the_second_rule_equals_the_yolo_tools_on_photographs() {
        JsonNode golden = Golden.json(Golden.shared("map/val32_metrics.json")).get("ultralytics_8_3_228");
        YoloAveragePrecision found = AveragePrecision.yolo(GoldenSets.val32());
        JsonNode mean = golden.get("mean");
        assertThat(found.map50()).isCloseTo(mean.get("map50").asDouble(), EXACT);
        assertThat(found.map75()).isCloseTo(mean.get("map75").asDouble(), EXACT);
        assertThat(found.map50_95()).isCloseTo(mean.get("map").asDouble(), EXACT);
        assertThat(found.curves().best()).isEqualTo(mean.get("best_index").asInt());
        assertThat(found.precision()).isCloseTo(mean.get("p").asDouble(), SINGLE);
        assertThat(found.recall()).isCloseTo(mean.get("r").asDouble(), SINGLE);
        assertThat(found.classes()).hasSize(golden.get("per_class").size());
        for (int i = 0; i < found.classes().size(); i++) {
            assertRow(golden.get("per_class").get(i), found.classes().get(i));
        }
    }

    @Test
    void the_second_rule_calls_the_same_detections_right_as_the_yolo_tools() {
        double[] golden = Golden.tensor(Golden.shared("map/val32_matches.safetensors"), "tp");
        EvaluationSet set = GoldenSets.val32();
        short[] hits = new YoloMatching(set, Overlaps.of(set)).hits();
        for (int d = 0; d < hits.length; d++) {
            for (int t = 0; t < CocoMatching.THRESHOLDS; t++) {
                assertThat(hits[d] >> t & 1)
                        .as("detection %d, threshold %d", set.source[d], t)
                        .isEqualTo((int) golden[set.source[d] * CocoMatching.THRESHOLDS + t]);
            }
        }
    }

    @Test
    void the_curves_equal_the_yolo_tools_on_photographs() {
        byte[] file = Golden.shared("map/val32_matches.safetensors");
        ConfidenceCurves curves = AveragePrecision.yolo(GoldenSets.val32()).curves();
        assertThat(curves.precision()).containsExactly(Golden.tensor(file, "p_curve_mean"), SINGLE);
        assertThat(curves.recall()).containsExactly(Golden.tensor(file, "r_curve_mean"), SINGLE);
        assertThat(curves.smoothedF1()).containsExactly(Golden.tensor(file, "mean_f1_curve_smoothed"), SINGLE);
    }

    private static void assertStatistics(JsonNode golden, CocoAveragePrecision found) {
        Map<String, Double> figures = Map.ofEntries(
                Map.entry("AP", found.ap()),
                Map.entry("AP50", found.ap50()),
                Map.entry("AP75", found.ap75()),
                Map.entry("AP_small", found.apSmall()),
                Map.entry("AP_medium", found.apMedium()),
                Map.entry("AP_large", found.apLarge()),
                Map.entry("AR_1", found.recall1()),
                Map.entry("AR_10", found.recall10()),
                Map.entry("AR_100", found.recall100()),
                Map.entry("AR_small", found.recallSmall()),
                Map.entry("AR_medium", found.recallMedium()),
                Map.entry("AR_large", found.recallLarge()));
        figures.forEach((name, value) ->
                assertThat(value).as(name).isCloseTo(golden.get(name).asDouble(), EXACT));
    }

    private static void assertRow(JsonNode golden, CocoAveragePrecision.OfClass found) {
        if (golden.path("ap").asDouble(-1) < 0) {
            assertThat(found.ap()).isNaN();
            return;
        }
        assertThat(found.ap()).isCloseTo(golden.get("ap").asDouble(), EXACT);
        assertThat(found.ap50()).isCloseTo(golden.get("ap50").asDouble(), EXACT);
        assertThat(found.ap75()).isCloseTo(golden.get("ap75").asDouble(), EXACT);
        assertThat(found.recall100()).isCloseTo(golden.get("ar100").asDouble(), EXACT);
        for (int t = 0; t < golden.path("per_iou_ap").size(); t++) {
            assertThat(found.perIou()[t])
                    .isCloseTo(golden.get("per_iou_ap").get(t).asDouble(), EXACT);
        }
    }

    private static void assertRow(JsonNode golden, YoloAveragePrecision.OfClass found) {
        assertThat(found.classIndex()).isEqualTo(golden.get("class_index").asInt());
        assertThat(found.images()).isEqualTo(golden.get("images").asInt());
        assertThat(found.objects()).isEqualTo(golden.get("instances").asInt());
        assertThat(found.precision()).isCloseTo(golden.get("p").asDouble(), SINGLE);
        assertThat(found.recall()).isCloseTo(golden.get("r").asDouble(), SINGLE);
        assertThat(found.f1()).isCloseTo(golden.get("f1").asDouble(), SINGLE);
        assertThat(found.ap50()).isCloseTo(golden.get("ap50").asDouble(), EXACT);
        assertThat(found.ap75()).isCloseTo(golden.get("ap75").asDouble(), EXACT);
        assertThat(found.ap()).isCloseTo(golden.get("ap").asDouble(), EXACT);
    }
}
