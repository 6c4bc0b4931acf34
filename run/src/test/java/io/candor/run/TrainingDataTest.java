package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingDataTest {

    @TempDir
    private static Path folder;

    private static Settings settings;

    @BeforeAll
    static void draw() {
        settings = Settings.of(TrainKeys.ALL).with(TrainKeys.DATA, DrawnBoards.in(folder.resolve("boards")));
    }

    @Test
    void fraction_keeps_an_even_share_and_at_least_one_image() {
        List<Sample> samples = TrainingData.of(settings).train();
        assertThat(samples).hasSize(8);
        assertThat(TrainingData.of(settings.with(TrainKeys.FRACTION, 0.25)).train())
                .containsExactly(samples.get(3), samples.get(7));
        assertThat(TrainingData.of(settings.with(TrainKeys.FRACTION, 0.001)).train())
                .hasSize(1);
    }

    @Test
    void the_share_has_the_size_of_the_fraction_whatever_the_number_of_samples() {
        for (int count : new int[] {1, 7, 100, 997}) {
            List<Sample> samples = IntStream.range(0, count)
                    .mapToObj(i -> new Sample(Path.of(i + ".png"), 1, 1, List.of()))
                    .toList();
            assertThat(TrainingData.share(samples, 0.5)).hasSize(Math.max(1, count / 2));
            assertThat(TrainingData.share(samples, 1)).isEqualTo(samples);
        }
    }

    @Test
    void single_cls_makes_one_class_of_all() {
        TrainingData data = TrainingData.of(settings.with(TrainKeys.SINGLE_CLS, true));
        assertThat(data.classes().names()).containsExactly("object");
        assertThat(data.train())
                .flatMap(Sample::labels)
                .extracting(Label::classIndex)
                .containsOnly(0);
        assertThat(data.trainLabels()).isEqualTo(TrainingData.of(settings).trainLabels());
    }

    @Test
    void classes_keeps_the_labels_of_these_alone() {
        TrainingData data = TrainingData.of(settings.with(TrainKeys.CLASSES, List.of(1, 4)));
        assertThat(data.train()).hasSize(8);
        assertThat(data.train())
                .flatMap(Sample::labels)
                .extracting(Label::classIndex)
                .isSubsetOf(1, 4);
        assertThatThrownBy(() -> TrainingData.of(settings.with(TrainKeys.CLASSES, List.of(6))))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("no class 6");
    }

    /** Noise among all classes would have made most of the spoiled labels vanish and brought in others. */
    @Test
    void noise_stays_among_the_classes_that_are_kept() {
        Settings two = settings.with(TrainKeys.CLASSES, List.of(1, 4));
        TrainingData clean = TrainingData.of(two);
        for (String kind : List.of("symmetric", "asymmetric")) {
            TrainingData noisy =
                    TrainingData.of(two.with(TrainKeys.LABEL_NOISE, 1.0).with(TrainKeys.NOISE, kind));
            assertThat(noisy.trainLabels()).isEqualTo(clean.trainLabels());
            assertThat(noisy.noise().changes()).hasSize((int) clean.trainLabels());
            for (int i = 0; i < clean.train().size(); i++) {
                assertThat(noisy.train().get(i).labels())
                        .extracting(Label::classIndex)
                        .isEqualTo(clean.train().get(i).labels().stream()
                                .map(label -> label.classIndex() == 1 ? 4 : 1)
                                .toList());
            }
        }
        assertThat(TrainingData.of(settings.with(TrainKeys.LABEL_NOISE, 1.0).with(TrainKeys.FRACTION, 0.5))
                        .noise()
                        .samples())
                .as("what is counted is what is learned from")
                .hasSize(4);
    }

    @Test
    void images_is_where_a_coco_file_finds_its_pictures() throws IOException {
        Path coco = Files.writeString(folder.resolve("coco.json"), """
                {"images": [%s], "annotations": [%s], "categories": [{"id": 1, "name": "open"}]}
                """.formatted(
                IntStream.range(0, 8)
                        .mapToObj(i -> "{\"id\": %d, \"file_name\": \"%s\", \"width\": 96, \"height\": 96}"
                                .formatted(i, name(i)))
                        .reduce((a, b) -> a + "," + b)
                        .orElseThrow(),
                IntStream.range(0, 8)
                        .mapToObj(i -> "{\"id\": %d, \"image_id\": %d, \"category_id\": 1, \"bbox\": [10, 10, 20, 20]}"
                                .formatted(i, i))
                        .reduce((a, b) -> a + "," + b)
                        .orElseThrow()));
        Settings given = Settings.of(TrainKeys.ALL)
                .with(TrainKeys.DATA, coco)
                .with(TrainKeys.IMAGES, folder.resolve("boards/images/train"));
        assertThat(TrainingData.read(given).samples().values().stream()
                        .mapToInt(List::size)
                        .sum())
                .isEqualTo(8);
    }

    private static String name(int index) {
        return TrainingData.of(settings)
                .train()
                .get(index)
                .image()
                .getFileName()
                .toString();
    }
}
