package io.candor.predictions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.Dataset;
import io.candor.metric.AnnotatedRegion;
import io.candor.metric.EvaluatedImage;
import io.candor.metric.EvaluationSet;
import io.candor.report.PredictionsWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionFilesTest {

    private static final String ANNOTATIONS = """
            {"images": [{"id": 7, "width": 5, "height": 4, "file_name": "boards/0012.png"}, {"id": "board"}],
             "categories": [{"id": 3, "name": "spur"}, {"id": 1, "name": "open"}],
             "annotations": [{"id": 1, "image_id": 7, "category_id": 3, "bbox": [1, 2, 3, 4], "area": 5, "iscrowd": 1,
                              "segmentation": {"counts": [1], "size": [2, 2]}}]}""";

    @TempDir
    private Path folder;

    @Test
    void keeps_areas_crowds_and_images_with_names_and_orders_classes_by_id() throws IOException {
        EvaluationSet set = read("[{\"image_id\": \"board\", \"category_id\": 1, \"bbox\": [0,0,1,1], \"score\": 1}]");
        assertThat(set.images()).containsExactly("7", "board");
        assertThat(set.classes().names()).containsExactly("open", "spur");
        assertThat(set.region(0)).isEqualTo(new AnnotatedRegion(5, AnnotatedRegion.Kind.CROWD));
        assertThat(set.objectBox(0)).isEqualTo(new Box(1, 2, 4, 6));
        assertThat(set.image(0)).isEqualTo(new EvaluatedImage("7", "boards/0012.png", 5, 4));
        assertThat(set.image(1).hasSize()).isFalse();
        assertThat(set.confidence(0)).isOne();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"image_id\":9,\"category_id\":1,\"bbox\":[0,0,1,1],\"score\":1}] | line 1, column 14: image_id 9 is not among",
                "[{\"image_id\":7,\"category_id\":2,\"bbox\":[0,0,1,1],\"score\":1}] | category_id 2 is not among",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,1,1],\"score\":1.5}] | score is 1.5",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,1,1],\"score\":-0.1}] | score is -0.1",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,1,1],\"score\":NaN}] | score is NaN",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,1,1],\"score\":\"a\"}] | score as a number",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,1,1]}] | score in every detection",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,-1,1],\"score\":1}] | at least 0",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,NaN,1,1],\"score\":1}] | finite numbers",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,1],\"score\":1}] | four numbers in bbox",
                "[{\"image_id\":7,\"category_id\":1,\"score\":1}] | bbox",
                "[{\"category_id\":1,\"bbox\":[0,0,1,1],\"score\":1}] | image_id in every detection",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,1,1],\"sco | (byte 52): this is not valid JSON",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,1,1],\"score\":1} | not valid JSON",
                "{\"predictions\":[]} | an object without `images`",
                "7 | a JSON array of detections",
                "[7] | an array of objects",
                "'' | is empty",
                "{\"images\":[{\"image\":\"x\",\"detections\":[]}]} | image_id x is not among",
                "{\"images\":[{\"image\":\"7\",\"detections\":[{\"class\":5,\"confidence\":1,\"box\":[0,0,1,1]}]}]} | class 5",
                "{\"images\":[{\"image\":\"7\",\"detections\":[{\"class\":0,\"confidence\":1,\"box\":[2,0,1,1]}]}]} | at least 0",
                "{\"images\":[{\"detections\":[]}]} | `image` before `detections`",
                "{\"images\":[{\"image\":\"7\"}]} | `image` and `detections`",
                "{\"images\":[],\"annotations\":[]} | holds annotations, not detections",
            })
    void predictions_that_cannot_be_used_are_refused_with_the_reason(String predictions, String reason) {
        assertThatThrownBy(() -> read(predictions))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("predictions.json")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"images\":[{\"id\":1},{\"id\":1}],\"categories\":[{\"id\":1}]} | image id 1 occurs twice",
                "{\"images\":[{\"id\":1}],\"categories\":[{\"id\":1},{\"id\":1}]} | category id 1 is there twice",
                "{\"images\":[],\"categories\":[{\"id\":1}]} | lists 0 images and 1 categories",
                "{\"images\":[{\"file_name\":\"a\"}]} | an image with an id",
                "[] | a JSON object with images",
                "{\"images\":[{\"id\":1}],\"categories\":[{\"id\":1}],\"annotations\":[{\"image_id\":2,\"category_id\":1,\"bbox\":[0,0,1,1]}]} | image_id 2 is not among",
                "{\"images\":[{\"id\":1}],\"categories\":[{\"id\":1}],\"annotations\":[{\"image_id\":1,\"category_id\":2,\"bbox\":[0,0,1,1]}]} | category_id 2 is not among",
                "{\"images\":[{\"id\":1}],\"categories\":[{\"id\":1}],\"annotations\":[{\"image_id\":1,\"category_id\":1,\"bbox\":[0,0,1,-1]}]} | at least 0",
                "{\"images\":[{\"id\":1}], | not valid JSON",
            })
    void annotations_that_cannot_be_used_are_refused_with_the_reason(String text, String reason) throws IOException {
        Path annotations = Files.writeString(folder.resolve("annotations.json"), text);
        Path predictions = Files.writeString(folder.resolve("predictions.json"), "[]");
        assertThatThrownBy(() -> DetectionFiles.coco(annotations, predictions))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("annotations.json")
                .hasMessageContaining(reason);
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> DetectionFiles.coco(folder.resolve("nothing.json"), folder.resolve("p.json")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("nothing.json");
    }

    @Test
    void a_detector_that_found_nothing_is_an_empty_array() throws IOException {
        assertThat(read("[]").detections()).isZero();
    }

    @Test
    void reads_what_predict_writes_by_name_of_file_and_class() throws IOException {
        EvaluationSet set = read("""
                {"images": [{"width": 5, "image": "/elsewhere/0012.png", "height": 4, "detections": [
                  {"class": 7, "name": "spur", "confidence": 0.25, "box": [1, 1, 3, 2]}]}], "classes": ["a"]}""");
        assertThat(set.images().get(set.detectionImage(0))).isEqualTo("7");
        assertThat(set.detectionClass(0)).isEqualTo(1);
        assertThat(set.detectionBox(0)).isEqualTo(new Box(1, 1, 3, 2));
        assertThat(set.confidence(0)).isEqualTo(.25);
    }

    @Test
    void a_million_detections_on_one_image_are_read() throws IOException {
        Path predictions = folder.resolve("predictions.json");
        try (BufferedWriter out = Files.newBufferedWriter(predictions)) {
            out.write("[");
            for (int i = 0; i < 1_000_000; i++) {
                out.write(i == 0 ? "" : ",");
                out.write("{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,1,1],\"score\":0.5}");
            }
            out.write("]");
        }
        Path annotations = Files.writeString(folder.resolve("annotations.json"), ANNOTATIONS);
        assertThat(DetectionFiles.coco(annotations, predictions).detections()).isEqualTo(1_000_000);
    }

    @Test
    void images_of_a_data_set_are_known_by_path_name_stem_and_number() throws IOException {
        Dataset dataset = dataset("a/0012.png", "b/x.png");
        for (String id : List.of("\"a/0012.png\"", "\"0012.png\"", "\"0012\"", "12", "\"/other/0012.png\"")) {
            EvaluationSet set = read(dataset, row(id, 1), FirstCategory.ONE);
            assertThat(set.images()).containsExactly("a/0012.png", "b/x.png");
            assertThat(set.detectionImage(0)).as(id).isZero();
            assertThat(set.image(0).width()).isEqualTo(100);
        }
    }

    @Test
    void a_stem_that_fits_two_images_is_refused() {
        assertThatThrownBy(() -> read(dataset("a/x.png", "b/x.png"), row("\"x\"", 1), FirstCategory.ONE))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("image_id x fits several images");
    }

    @Test
    void categories_count_from_zero_or_one_as_said_or_as_the_ids_show() throws IOException {
        Dataset dataset = dataset("x.png");
        assertThat(read(dataset, row("\"x\"", 1), FirstCategory.ONE).detectionClass(0))
                .isZero();
        assertThat(read(dataset, row("\"x\"", 1), FirstCategory.ZERO).detectionClass(0))
                .isOne();
        assertThat(read(dataset, row("\"x\"", 0), FirstCategory.DEDUCED).detectionClass(0))
                .isZero();
        assertThat(read(dataset, row("\"x\"", 2), FirstCategory.DEDUCED).detectionClass(0))
                .isOne();
        assertThatThrownBy(() -> read(dataset, row("\"x\"", 1), FirstCategory.DEDUCED))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--first-category");
    }

    @Test
    void what_the_evaluation_writes_can_be_read_back() throws IOException {
        Dataset dataset = dataset("a/x.png", "b/x.png");
        Path predictions = folder.resolve("predictions.json");
        Detection found = new Detection(1, .123456789, new Box(1.25, 2.5, 3.75, 10.125));
        try (PredictionsWriter writer = new PredictionsWriter(predictions, k -> k + 1)) {
            writer.add("b/x.png", List.of(found));
            writer.finish();
        }
        EvaluationSet set = DetectionFiles.dataset(dataset, Split.VAL, predictions, FirstCategory.ONE);
        assertThat(set.images().get(set.detectionImage(0))).isEqualTo("b/x.png");
        assertThat(set.detectionClass(0)).isOne();
        assertThat(set.confidence(0)).isCloseTo(.123456789, within(1e-7));
        assertThat(set.detectionBox(0)).isEqualTo(found.box());
    }

    private static String row(String image, int category) {
        return "[{\"image_id\":%s,\"category_id\":%d,\"bbox\":[0,0,1,1],\"score\":1}]".formatted(image, category);
    }

    private Dataset dataset(String... images) {
        List<Sample> samples = java.util.Arrays.stream(images)
                .map(name -> new Sample(folder.resolve(name), 100, 50, List.of(new Label(0, new Box(1, 1, 2, 2)))))
                .toList();
        return new Dataset(
                folder.resolve("data.yaml"),
                new Classes(List.of("open", "spur")),
                Map.of(Split.VAL, samples),
                List.of());
    }

    private EvaluationSet read(Dataset dataset, String predictions, FirstCategory first) throws IOException {
        Path file = Files.writeString(folder.resolve("predictions.json"), predictions);
        return DetectionFiles.dataset(dataset, Split.VAL, file, first);
    }

    private EvaluationSet read(String predictions) throws IOException {
        Path annotations = Files.writeString(folder.resolve("annotations.json"), ANNOTATIONS);
        return DetectionFiles.coco(annotations, Files.writeString(folder.resolve("predictions.json"), predictions));
    }
}
