package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Mask;
import io.candor.golden.Golden;
import io.candor.predictions.DetectionFiles;
import io.candor.report.PredictionsWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskEvaluationTest {

    private static final double[] LEFT_HALF = {0, 0, 10, 0, 10, 20, 0, 20};

    @TempDir
    Path folder;

    private Path annotations;
    private Path results;

    @BeforeEach
    void write_files() throws IOException {
        annotations = Files.write(folder.resolve("annotations.json"), Golden.resource("mask/annotations.json"));
        results = Files.write(folder.resolve("results.json"), Golden.resource("mask/results.json"));
    }

    /**
     * pycocotools 2.0, on objects of several parts, run lengths of both forms and crowd regions. Sizes of
     * detections are those of their masks, as the tools have it for rows without a box.
     */
    @Test
    void average_precision_by_masks_and_by_boxes_is_that_of_the_tools_of_coco() throws IOException {
        JsonNode golden = metrics();
        check(AveragePrecision.coco(DetectionFiles.coco(annotations, results, Extent.MASK)), golden, "segm");
        check(AveragePrecision.coco(DetectionFiles.coco(annotations, results)), golden, "bbox");
        EvaluationSet masks = DetectionFiles.coco(annotations, results, Extent.MASK);
        check(AveragePrecision.coco(masks.by(Extent.BOX)), golden, "bbox");
        check(AveragePrecision.coco(masks.by(Extent.BOX).by(Extent.MASK)), golden, "segm");
    }

    private static JsonNode metrics() throws IOException {
        try (InputStream file = MaskEvaluationTest.class.getResourceAsStream("/golden/mask/metrics.json")) {
            return Golden.json(file.readAllBytes());
        }
    }

    private static void check(CocoAveragePrecision found, JsonNode golden, String kind) {
        double[] figures = {
            found.ap(),
            found.ap50(),
            found.ap75(),
            found.apSmall(),
            found.apMedium(),
            found.apLarge(),
            found.recall1(),
            found.recall10(),
            found.recall100(),
            found.recallSmall(),
            found.recallMedium(),
            found.recallLarge()
        };
        for (int i = 0; i < figures.length; i++) {
            double expected = golden.get(kind).get(i).doubleValue(); // -1: no object of that size
            if (expected < 0) {
                assertThat(figures[i]).as("%s %d", kind, i).isNaN();
            } else {
                assertThat(figures[i]).as("%s %d", kind, i).isEqualTo(expected, within(1e-12));
            }
        }
        for (int k = 0; k < 2; k++) {
            assertThat(found.classes().get(k).ap())
                    .isEqualTo(golden.get(kind + "_class").get(k).doubleValue(), within(1e-12));
        }
    }

    @Test
    void calibration_follows_the_overlap_of_masks() {
        EvaluationSet boxes = leftHalfOfABox();
        EvaluationSet masks = boxes.by(Extent.MASK);

        assertThat(Matching.greedy(boxes, .6).iouAsAdded()).containsExactly(1);
        assertThat(Matching.greedy(masks, .6).iouAsAdded()).containsExactly(0);
        assertThat(Matching.greedy(masks, 0).iouAsAdded()).containsExactly(.5);
        DetectionEvaluation byBoxes =
                DetectionEvaluation.of(boxes, EvaluationSettings.defaults().withIou(.6));
        DetectionEvaluation byMasks =
                DetectionEvaluation.of(masks, EvaluationSettings.defaults().withIou(.6));
        assertThat(byBoxes.calibration().expected().value()).isEqualTo(.1, within(1e-12)); // .9, and right
        assertThat(byMasks.calibration().expected().value()).isEqualTo(.9, within(1e-12)); // .9, and wrong
        assertThat(byMasks.calibration().expected().definition().choices()).containsEntry("overlap", "of masks");
        assertThat(byBoxes.calibration().expected().definition().choices()).doesNotContainKey("overlap");
        assertThat(byMasks.coco().definition().differences(byBoxes.coco().definition()))
                .isNotEmpty();
    }

    /** One object outlined on the left half of its detection's pixels; both boxes are the same. */
    private static EvaluationSet leftHalfOfABox() {
        return outlined(LEFT_HALF);
    }

    private static EvaluationSet outlined(double[] outline) {
        EvaluationSet.Builder builder = EvaluationSet.builder(new Classes(List.of("a")));
        int image = builder.image(new EvaluatedImage("1", "", 20, 20));
        Box box = new Box(0, 0, 20, 20);
        builder.object(image, new Label(0, box, outline));
        builder.detection(image, new Detection(0, .9, box, Optional.of(Mask.where(20, 20, (x, y) -> true))));
        return builder.build();
    }

    @Test
    void outlines_are_drawn_when_masks_are_asked_for() {
        EvaluationSet boxes = leftHalfOfABox();
        assertThat(DetectionEvaluation.of(boxes, EvaluationSettings.defaults()).map50())
                .isEqualTo(1, within(1e-9));
        assertThat(boxes.hasMasks()).isTrue();
        assertThat(boxes.truthMask[0].isDrawn()).isFalse();

        assertThat(boxes.by(Extent.MASK).region(0).area()).isEqualTo(200);
        assertThat(boxes.truthMask[0].isDrawn()).isTrue();
    }

    @Test
    void masks_stay_with_their_detections_through_copies() {
        EvaluationSet masks = leftHalfOfABox().by(Extent.MASK);
        EvaluationSet changed = masks.withConfidences(d -> .1).onImages(i -> true);

        assertThat(changed.extent()).isEqualTo(Extent.MASK);
        assertThat(changed.confidence(0)).isEqualTo(.1);
        assertThat(changed.detectionMask(0)).isEqualTo(masks.detectionMask(0)).isPresent();
        assertThat(changed.objectMask(0)).isEqualTo(masks.objectMask(0)).isPresent();
        assertThat(changed.region(0).area()).isEqualTo(200);
        assertThat(changed.by(Extent.BOX).region(0).area()).isEqualTo(400);
        assertThat(changed.fingerprint())
                .isEqualTo(leftHalfOfABox().by(Extent.MASK).fingerprint());
    }

    @Test
    void another_outline_in_the_same_box_is_other_data_by_masks_alone() {
        EvaluationSet left = outlined(LEFT_HALF);
        EvaluationSet upper = outlined(new double[] {0, 0, 20, 0, 20, 10, 0, 10});

        assertThat(upper.fingerprint()).isEqualTo(left.fingerprint());
        assertThat(upper.by(Extent.MASK).fingerprint())
                .isNotEqualTo(left.by(Extent.MASK).fingerprint());
    }

    @Test
    void boxes_alone_cannot_be_judged_by_masks() {
        EvaluationSet.Builder builder = EvaluationSet.builder(new Classes(List.of("a")));
        int image = builder.image("1");
        builder.object(image, 0, 0, 0, 20, 20);
        EvaluationSet boxes = builder.build();

        assertThat(boxes.hasMasks()).isFalse();
        assertThatThrownBy(() -> boxes.by(Extent.MASK))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("1 of 1 objects and 0 of 0 detections have no mask");
    }

    @Test
    void written_predictions_are_read_back_with_their_masks() throws IOException {
        Mask mask = Mask.where(120, 90, (x, y) -> (x - 30) * (x - 30) + (y - 40) * (y - 40) < 200);
        Path file = folder.resolve("predictions.json");
        try (PredictionsWriter writer = new PredictionsWriter(file, k -> k == 0 ? 3 : 7)) {
            writer.add("1", List.of(new Detection(1, .5, mask.bounds(), Optional.of(mask))));
            writer.finish();
        }
        Path known = Files.writeString(
                folder.resolve("one.json"),
                "{\"images\": [{\"id\": 1, \"width\": 120, \"height\": 90}], \"annotations\": [], \"categories\": [{\"id\": 3}, {\"id\": 7}]}");

        EvaluationSet set = DetectionFiles.coco(known, file, Extent.MASK);

        assertThat(set.detectionMask(0)).contains(mask);
    }

    @Test
    void masks_of_another_size_are_refused_with_their_line() throws IOException {
        Path wrong = Files.writeString(
                folder.resolve("wrong.json"),
                "[{\"image_id\": 1, \"category_id\": 3, \"score\": 0.5, \"segmentation\": {\"size\": [4, 5], \"counts\": [20]}}]");
        assertThatThrownBy(() -> DetectionFiles.coco(annotations, wrong, Extent.MASK))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("wrong.json, line 1")
                .hasMessageContaining("the mask has 5 x 4 pixels");
    }
}
