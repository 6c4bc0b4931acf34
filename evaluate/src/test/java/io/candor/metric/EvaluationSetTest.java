package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Sample;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationSetTest {

    @Test
    void a_copy_of_all_images_gives_the_same_figures_to_the_last_bit() {
        EvaluationSet set = GoldenSets.stress();
        EvaluationSet copy = set.onImages(image -> true);
        assertThat(copy.fingerprint()).isEqualTo(set.fingerprint());
        assertThat(AveragePrecision.coco(copy).ap())
                .isEqualTo(AveragePrecision.coco(set).ap());
        assertThat(AveragePrecision.coco(copy).apSmall())
                .isEqualTo(AveragePrecision.coco(set).apSmall());
        for (int d = 0; d < set.detections(); d += 97) {
            assertThat(copy.added(d)).isEqualTo(set.added(d));
        }
    }

    @Test
    void the_parts_on_some_images_and_on_the_others_make_up_the_whole() {
        EvaluationSet set = GoldenSets.stress();
        EvaluationSet even = set.onImages(image -> image % 2 == 0);
        EvaluationSet odd = set.onImages(image -> image % 2 == 1);
        assertThat(even.objects() + odd.objects()).isEqualTo(set.objects());
        assertThat(even.detections() + odd.detections()).isEqualTo(set.detections());
        assertThat(even.images()).hasSize(100).doesNotContainAnyElementsOf(odd.images());
        assertThat(even.fingerprint()).isNotEqualTo(odd.fingerprint());
    }

    @Test
    void other_confidences_leave_the_boxes_as_they_are() {
        EvaluationSet set = WorkedExample.set();
        EvaluationSet halved = set.withConfidences(d -> set.confidence(d) / 2);
        assertThat(halved.confidence(0)).isEqualTo(.475);
        assertThat(AveragePrecision.coco(halved).ap())
                .isEqualTo(AveragePrecision.coco(set).ap());
    }

    @Test
    void rows_after_matching_say_what_the_worked_example_says() {
        MatchedDetections rows = MatchedDetections.of(WorkedExample.set(), .5);
        assertThat(rows.size()).isEqualTo(12);
        assertThat(rows.first(1)).isEqualTo(8);
        assertThat(rows.confidence(0)).isEqualTo(.95);
        assertThat(rows.iou(0)).isCloseTo(.9, within(1e-12));
        assertThat(rows.right(0)).isTrue();
        assertThat(rows.objectArea(0)).isCloseTo(1, within(1e-12));
        assertThat(rows.foundBy(rows.object(0))).isZero();
        assertThat(rows.iou(6)).isCloseTo(.2, within(1e-12));
        assertThat(rows.right(6)).as("overlaps by less than the threshold").isFalse();
        assertThat(rows.object(6)).isEqualTo(-1);
        assertThat(rows.objectArea(6)).isNaN();
        assertThat(rows.classIndex(8)).isOne();
        assertThat(rows.image(8)).isZero();
        assertThat(rows.excused(8)).isFalse();
        assertThat(rows.box(0)).isEqualTo(new Box(0, 0, 1, .9));
    }

    @Test
    void an_image_of_a_data_set_is_named_relative_to_the_data_sets_folder() {
        Sample sample = new Sample(Path.of("/data/set/images/val/1.png"), 10, 20, List.of());
        EvaluatedImage image = EvaluatedImage.of(Path.of("/data/set/data.yaml"), sample);
        assertThat(image.name()).isEqualTo("images/val/1.png");
        assertThat(image.hasSize()).isTrue();
        assertThat(EvaluatedImage.of(Path.of("/other/data.yaml"), sample).name())
                .isEqualTo("/data/set/images/val/1.png");
        EvaluationSet.Builder set = EvaluationSet.builder(new Classes(List.of("a")));
        set.image(image);
        assertThatThrownBy(() -> set.image(image)).hasMessageContaining("added twice");
        assertThat(set.build().image(0).file()).isEqualTo("/data/set/images/val/1.png");
    }
}
