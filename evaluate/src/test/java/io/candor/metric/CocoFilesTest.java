package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CocoFilesTest {

    private static final String ANNOTATIONS = """
            {"images": [{"id": 7, "width": 5}, {"id": "board"}],
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
        assertThat(set.truthArea).containsExactly(5);
        assertThat(set.crowd).containsExactly(true);
        assertThat(set.confidence).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"image_id\":9,\"category_id\":1,\"bbox\":[0,0,1,1],\"score\":1}] | image_id 9 is not among",
                "[{\"image_id\":7,\"category_id\":2,\"bbox\":[0,0,1,1],\"score\":1}] | category_id 2 is not among",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,1,1],\"score\":1.5}] | score is 1.5",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,1,1]}] | score is NaN",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,-1,1],\"score\":1}] | at least 0",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,1],\"score\":1}] | four numbers in bbox",
                "[{\"image_id\":7,\"category_id\":1,\"score\":1}] | bbox",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,1,1],\"sco | not valid JSON",
                "[{\"image_id\":7,\"category_id\":1,\"bbox\":[0,0,1,1],\"score\":1} | not valid JSON",
                "{\"predictions\":[]} | a JSON array of detections",
                "'' | a JSON array of detections"
            })
    void predictions_that_cannot_be_used_are_refused_with_the_reason(String predictions, String reason) {
        assertThatThrownBy(() -> read(predictions))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("predictions.json")
                .hasMessageContaining(reason);
    }

    @Test
    void an_image_id_that_occurs_twice_is_refused() throws IOException {
        Path annotations = Files.writeString(
                folder.resolve("annotations.json"), "{\"images\": [{\"id\": 1}, {\"id\": 1}], \"categories\": []}");
        assertThatThrownBy(() -> CocoFiles.read(annotations, annotations))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("image id 1 occurs twice");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> CocoFiles.read(folder.resolve("nothing.json"), folder.resolve("p.json")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("nothing.json");
    }

    private EvaluationSet read(String predictions) throws IOException {
        Path annotations = Files.writeString(folder.resolve("annotations.json"), ANNOTATIONS);
        return CocoFiles.read(annotations, Files.writeString(folder.resolve("predictions.json"), predictions));
    }
}
