package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.Classes;
import io.candor.golden.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

    @Test
    void equals_the_yolo_tools_on_photographs() {
        JsonNode golden = Golden.json(Golden.shared("map/val32_metrics.json")).get("confusion_matrix");
        ConfusionMatrix found = ConfusionMatrix.of(GoldenSets.val32());
        int[][] expected = new int[81][81];
        golden.get("nonzero")
                .forEach(c ->
                        expected[c.get(0).asInt()][c.get(1).asInt()] = c.get(2).asInt());
        assertThat(found.counts()).isDeepEqualTo(expected);
    }

    @Test
    void an_object_goes_to_the_detection_that_overlaps_it_most_whatever_its_class() {
        EvaluationSet.Builder set = EvaluationSet.builder(new Classes(List.of("a", "b")));
        int image = set.image("1");
        set.object(image, 0, 0, 0, 10, 10);
        set.object(image, 1, 50, 50, 60, 60);
        set.detection(image, 0, new double[] {0, 0, 10, 8}, .9);
        set.detection(image, 1, new double[] {0, 0, 10, 9}, .3);
        set.detection(image, 1, new double[] {0, 0, 10, 10}, .25);
        ConfusionMatrix matrix = ConfusionMatrix.of(set.build());
        assertThat(matrix.counts()).isDeepEqualTo(new int[][] {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}});
        assertThat(matrix.normalized()[1][0]).isEqualTo(1, within(0d));
        assertThat(matrix.background()).isEqualTo(2);
    }
}
