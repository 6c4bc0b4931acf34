package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.Split;
import io.candor.data.read.ClassificationSet;
import io.candor.data.read.Dataset;
import io.candor.data.target.ClassTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFingerprintTest {

    private static final Label DOG = new Label(1, new Box(1, 2, 10, 12));

    @TempDir
    private Path folder;

    private static Dataset dataset(String root, List<String> classes, List<Sample> train) {
        Sample val = sample(root, "val/v.jpg", 30, DOG);
        return new Dataset(
                Path.of(root, "data.yaml"),
                new Classes(classes),
                Map.of(Split.TRAIN, train, Split.VAL, List.of(val)),
                List.of(),
                List.of());
    }

    private static Sample sample(String root, String name, int width, Label... labels) {
        return new Sample(Path.of(root, name), width, 20, List.of(labels));
    }

    private static List<Sample> train(String root) {
        return List.of(
                sample(root, "train/a.jpg", 30, DOG), sample(root, "train/b.jpg", 30), sample(root, "train/c.jpg", 30));
    }

    private static DataFingerprint usual() {
        return DataFingerprint.of(dataset("/one", List.of("cat", "dog"), train("/one")));
    }

    private static DataFingerprint with(List<Sample> train) {
        return DataFingerprint.of(dataset("/one", List.of("cat", "dog"), train));
    }

    @Test
    void a_data_set_that_moved_or_is_listed_in_another_order_is_the_same() {
        assertThat(DataFingerprint.of(dataset("/else/where", List.of("cat", "dog"), train("/else/where"))))
                .isEqualTo(usual());
        List<Sample> reversed = new ArrayList<>(train("/one"));
        Collections.reverse(reversed);
        assertThat(with(reversed)).isEqualTo(usual());
        assertThat(usual().differences(with(reversed))).isEmpty();
    }

    @Test
    void what_differs_is_said() {
        DataFingerprint renamed = DataFingerprint.of(dataset("/one", List.of("cat", "wolf"), train("/one")));
        assertThat(usual().differences(renamed)).containsExactly("the classes were cat, dog and are cat, wolf");
        List<Sample> train = train("/one");
        assertThat(usual().differences(with(train.subList(0, 2)))).containsExactly("train had 3 images and has 2");
        Sample other = sample("/one", "train/d.jpg", 30);
        assertThat(usual().differences(with(List.of(train.get(0), train.get(1), other))))
                .containsExactly("train has other images, by name or size, though as many (3)");
        Sample larger = sample("/one", "train/c.jpg", 31);
        assertThat(usual().differences(with(List.of(train.get(0), train.get(1), larger))))
                .containsExactly("train has other images, by name or size, though as many (3)");
        Sample moved = sample("/one", "train/a.jpg", 30, new Label(1, new Box(1, 2, 10, 12.5)));
        assertThat(usual().differences(with(List.of(moved, train.get(1), train.get(2)))))
                .containsExactly("train has other labels on the same images (1 then, 1 now)");
        Sample swapped = sample("/one", "train/a.jpg", 30, DOG.withClass(0));
        assertThat(usual().differences(with(List.of(swapped, train.get(1), train.get(2)))))
                .hasSize(1);
        Sample outlined =
                sample("/one", "train/a.jpg", 30, new Label(1, DOG.box(), new double[] {1, 2, 10, 2, 10, 12}));
        assertThat(usual().differences(with(List.of(outlined, train.get(1), train.get(2)))))
                .hasSize(1);
    }

    @Test
    void what_people_thought_of_a_picture_belongs_to_the_labels() {
        Dataset dataset = dataset("/one", List.of("cat", "dog"), train("/one"));
        Path picture = Path.of("/one/train/a.jpg");
        DataFingerprint sure =
                DataFingerprint.of(new ClassificationSet(dataset, Map.of(), Map.of(picture, ClassTarget.oneHot(2, 1))));
        DataFingerprint other =
                DataFingerprint.of(new ClassificationSet(dataset, Map.of(), Map.of(picture, ClassTarget.oneHot(2, 0))));
        assertThat(sure.differences(other)).singleElement().asString().startsWith("train has other labels");
    }

    @Test
    void it_is_read_as_it_was_written_and_missing_in_older_runs() {
        assertThat(DataFingerprint.read(folder)).isEmpty();
        usual().write(new RunFolder(folder));
        assertThat(DataFingerprint.read(folder)).contains(usual());
    }
}
