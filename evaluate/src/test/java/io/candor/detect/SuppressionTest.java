package io.candor.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.Box;
import io.candor.data.Detection;
import io.candor.detect.SuppressionOptions.ClassScope;
import io.candor.detect.SuppressionOptions.Labels;
import io.candor.golden.Golden;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuppressionTest {

    private static final int CLASSES = 5;
    private static final int ANCHORS = 400;

    @Test
    void keeps_what_the_reference_operator_keeps() {
        JsonNode cases = Golden.json(Golden.resource("nms/nms_cases.json"));
        assertThat(cases.size()).isEqualTo(5);
        for (Map.Entry<String, JsonNode> entry : cases.properties()) {
            JsonNode golden = entry.getValue();
            float[] boxes = flat(golden.get("boxes_xyxy"));
            int[] classes = Golden.ints(golden.get("classes"));
            float[] scores = Golden.floats(golden.get("scores"));
            double iou = golden.get("iou_threshold").asDouble();
            assertThat(Suppression.keep(boxes, classes, scores, iou))
                    .as(entry.getKey())
                    .containsExactly(Golden.ints(golden.get("kept")));
            assertThat(Suppression.keep(boxes, new int[classes.length], scores, iou))
                    .as(entry.getKey() + " class-agnostic")
                    .containsExactly(Golden.ints(golden.get("kept_class_agnostic")));
        }
    }

    @Test
    void the_pipeline_yields_the_reference_anchors_classes_and_boxes_under_every_setting() {
        double[] tensor = Golden.tensor(Golden.resource("nms/pipeline_prediction.safetensors"), "prediction");
        JsonNode settings = Golden.json(Golden.resource("nms/pipeline_expected.json"));
        assertThat(settings.size()).isEqualTo(7);
        for (JsonNode setting : settings) {
            SuppressionOptions options = options(setting.get("settings"));
            for (int image = 0; image < 2; image++) {
                JsonNode golden = setting.get("images").get(image);
                Survivors found = Suppression.survivors(image(tensor, image), CLASSES, ANCHORS, options);
                assertThat(found.anchor())
                        .as("%s", setting.get("settings"))
                        .containsExactly(Golden.ints(golden.get("anchor_index")));
                assertThat(found.classIndex()).containsExactly(Golden.ints(golden.get("cls")));
                assertThat(found.confidence()).containsExactly(Golden.floats(golden.get("score")));
                assertThat(found.boxes()).containsExactly(flat(golden.get("xyxy")), within(1e-4f));
            }
        }
    }

    @Test
    void agrees_with_the_definition_on_random_predictions_full_of_ties() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int classes = 1 + random.nextInt(4);
            int anchors = random.nextInt(120);
            float[] prediction = randomPrediction(random, classes, anchors);
            SuppressionOptions options = randomOptions(random);
            var expected = SlowNms.apply(prediction, classes, anchors, options);
            Survivors found = Suppression.survivors(prediction, classes, anchors, options);
            assertThat(found.anchor())
                    .as("seed %d %s", seed, options)
                    .containsExactly(expected.stream().mapToInt(c -> c.anchor()).toArray());
            assertThat(found.classIndex())
                    .as("seed %d", seed)
                    .containsExactly(
                            expected.stream().mapToInt(c -> c.classIndex()).toArray());
        }
    }

    @Test
    void detections_carry_the_box_as_corners_in_network_pixels() {
        float[] prediction = {10, 20, 4, 8, .1f, .9f};
        assertThat(Suppression.apply(prediction, 2, 1, SuppressionOptions.forPrediction()))
                .containsExactly(new Detection(1, .9f, new Box(8, 16, 12, 24)));
    }

    @Test
    void a_probability_that_is_not_a_number_is_no_candidate() {
        float[] prediction = {10, 20, 4, 8, Float.NaN};
        assertThat(Suppression.apply(prediction, 1, 1, SuppressionOptions.forEvaluation()))
                .isEmpty();
    }

    /** The nearest single-precision number to .1 is above .1, that to .7 below .7. */
    @Test
    void a_probability_must_be_above_the_threshold_to_the_last_digit() {
        for (double threshold : new double[] {.1, .25, .7}) {
            float at = (float) threshold;
            float[] near = {Math.nextDown(at), at, Math.nextUp(at)};
            for (float probability : near) {
                assertThat(Suppression.apply(
                                new float[] {10, 10, 4, 4, probability, probability},
                                2,
                                1,
                                SuppressionOptions.forPrediction().withConfidence(threshold)))
                        .as("%s above %s", probability, threshold)
                        .hasSize(probability > threshold ? 1 : 0);
            }
        }
    }

    @Test
    void a_prediction_of_the_wrong_size_is_refused_with_both_sizes() {
        assertThatThrownBy(() -> Suppression.apply(new float[59], 2, 10, SuppressionOptions.forPrediction()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("60")
                .hasMessageContaining("59");
    }

    @Test
    void thresholds_out_of_range_are_refused() {
        SuppressionOptions options = SuppressionOptions.forPrediction();
        assertThatThrownBy(() -> options.withConfidence(1)).hasMessageContaining("confidence");
        assertThatThrownBy(() -> options.withIou(Double.NaN)).hasMessageContaining("iou");
        assertThatThrownBy(() -> options.withMaxDetections(0)).hasMessageContaining("maxDetections");
    }

    private static float[] randomPrediction(Random random, int classes, int anchors) {
        float[] prediction = new float[(4 + classes) * anchors];
        for (int i = 0; i < prediction.length; i++) {
            boolean probability = i >= 4 * anchors;
            prediction[i] = probability ? random.nextInt(11) / 10f : 5 * random.nextInt(9);
        }
        return prediction;
    }

    private static SuppressionOptions randomOptions(Random random) {
        return new SuppressionOptions(
                random.nextBoolean() ? .001 : .35,
                random.nextInt(5) / 4d,
                1 + random.nextInt(60),
                1 + random.nextInt(200),
                random.nextBoolean() ? Labels.BEST : Labels.MULTI,
                random.nextBoolean() ? ClassScope.PER_CLASS : ClassScope.AGNOSTIC,
                random.nextBoolean() ? Set.of() : Set.of(0, 2));
    }

    private static SuppressionOptions options(JsonNode settings) {
        Set<Integer> only = new HashSet<>();
        settings.path("classes").forEach(k -> only.add(k.asInt()));
        return new SuppressionOptions(
                settings.get("conf_thres").asDouble(),
                settings.get("iou_thres").asDouble(),
                settings.get("max_det").asInt(),
                settings.path("max_nms").asInt(30_000),
                settings.get("multi_label").asBoolean() ? Labels.MULTI : Labels.BEST,
                settings.path("agnostic").asBoolean() ? ClassScope.AGNOSTIC : ClassScope.PER_CLASS,
                only);
    }

    private static float[] image(double[] tensor, int image) {
        int size = (4 + CLASSES) * ANCHORS;
        float[] prediction = new float[size];
        for (int i = 0; i < size; i++) {
            prediction[i] = (float) tensor[image * size + i];
        }
        return prediction;
    }

    private static float[] flat(JsonNode rows) {
        float[] values = new float[4 * rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(Golden.floats(rows.get(i)), 0, values, 4 * i, 4);
        }
        return Arrays.copyOf(values, values.length);
    }
}
