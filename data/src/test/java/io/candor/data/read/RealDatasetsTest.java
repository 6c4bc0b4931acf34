package io.candor.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.SharedData;
import io.candor.data.Split;
import org.junit.jupiter.api.Test;

/** Sets that users really have; the counts were taken from their label files with line tools. */
class RealDatasetsTest {

    @Test
    void circuit_boards_of_the_official_split() {
        Dataset data = DatasetReader.read(SharedData.path("data/deeppcb/data.yaml"));
        assertThat(data.split(Split.TRAIN)).hasSize(1000);
        assertThat(data.split(Split.VAL)).hasSize(500);
        assertThat(data.classes().names()).containsExactly("open", "short", "mousebite", "spur", "copper", "pin-hole");
        assertThat(data.skipped()).isEmpty();
        assertThat(data.labels(Split.TRAIN)).isEqualTo(6873);
        assertThat(data.labels(Split.VAL)).isEqualTo(3140);
        assertThat(data.split(Split.TRAIN)).allMatch(sample -> sample.width() == 640 && sample.height() == 640);
    }

    @Test
    void the_first_images_of_coco() {
        Dataset data = DatasetReader.read(SharedData.path("data/coco128/data.yaml"));
        assertThat(data.split(Split.TRAIN)).hasSize(128);
        assertThat(data.labels(Split.TRAIN) + data.skipped().size()).isEqualTo(929);
        assertThat(data.skipped()).isEmpty();
        assertThat(data.notes()).hasSize(1);
    }

    @Test
    void a_path_from_another_machine() {
        Dataset data = DatasetReader.read(SharedData.path("data/coco8/data.yaml"));
        assertThat(data.split(Split.TRAIN)).hasSize(4);
        assertThat(data.split(Split.VAL)).hasSize(4);
        assertThat(data.notes()).singleElement().asString().contains("does not exist here");
    }
}
