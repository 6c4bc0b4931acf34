package io.candor.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Box;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Sample;
import io.candor.data.Split;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YoloReaderTest {

    @TempDir
    Path folder;

    private Path yaml;

    @BeforeEach
    void write_a_small_set() {
        yaml = TestData.yolo(folder);
    }

    @Test
    void boxes_become_pixels_of_their_image() {
        Dataset data = DatasetReader.read(yaml);
        assertThat(data.classes().names()).containsExactly("open", "short");
        assertThat(data.split(Split.TRAIN))
                .extracting(sample -> sample.image().getFileName().toString())
                .containsExactly("a.png", "b.png");
        Sample c = data.require(Split.VAL).get(0);
        assertThat(c.width()).isEqualTo(64);
        assertThat(c.height()).isEqualTo(48);
        Label label = c.labels().get(0);
        assertThat(label.classIndex()).isEqualTo(1);
        assertThat(label.box()).isEqualTo(new Box(24, 12, 40, 36));
        assertThat(data.skipped()).isEmpty();
        assertThat(data.notes()).isEmpty();
        assertThat(data.split(Split.TEST)).isEmpty();
    }

    @Test
    void a_folder_with_a_data_yaml_will_do() {
        assertThat(DatasetReader.read(folder).split(Split.TRAIN)).hasSize(2);
    }

    @Test
    void longer_rows_are_outlines_and_may_stand_beside_boxes() {
        List<Label> labels = labels("0 0.25 0.25 0.5 0.25 0.5 0.75", "1 0.5 0.5 0.5 0.5");
        assertThat(labels.get(0).box()).isEqualTo(new Box(16, 12, 32, 36));
        assertThat(labels.get(0).polygon()).containsExactly(16, 12, 32, 12, 32, 36);
        assertThat(labels.get(1).hasPolygon()).isFalse();
    }

    @Test
    void an_outline_needs_three_different_corners() {
        TestData.text(
                folder.resolve("labels/train/a.txt"), "0 0.25 0.25 0.5 0.75 0.25 0.25", "0 0.1 0.1 0.5 0.1 0.5 0.75");
        Dataset data = DatasetReader.read(yaml);
        assertThat(data.require(Split.TRAIN).get(0).labels()).hasSize(1);
        assertThat(data.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.fault()).isEqualTo(Fault.TOO_FEW_CORNERS);
            assertThat(skipped.line()).isEqualTo(1);
            assertThat(skipped.reason()).contains("2 different corners, expected at least 3");
        });
    }

    @Test
    void missing_and_empty_label_files_mean_background() throws IOException {
        Files.delete(folder.resolve("labels/train/a.txt"));
        TestData.bytes(folder.resolve("labels/train/b.txt"), new byte[0]);
        Dataset data = DatasetReader.read(yaml);
        assertThat(data.split(Split.TRAIN))
                .hasSize(2)
                .allMatch(sample -> sample.labels().isEmpty());
        assertThat(data.skipped()).isEmpty();
        assertThatThrownBy(() -> data.require(Split.TRAIN))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("not one label")
                .hasMessageContaining(Path.of("labels", "train", "a.txt").toString());
    }

    @Test
    void each_bad_row_is_skipped_with_its_line_and_reason_and_the_others_stay() {
        String[] rows = {
            "\ufeff1 0.5 0.5 0.25 0.5",
            "",
            "1 0.5 0.5 0.25",
            "1 0.5 0.5 0.25 0.5 0.9",
            "1,0.5,0.5,0.25,0.5",
            "1 0.5 nan 0.25 0.5",
            "1 0.5 zero 0.25 0.5",
            "0.5 0.5 0.5 0.25 0.5",
            "2 0.5 0.5 0.25 0.5",
            "-1 0.5 0.5 0.25 0.5",
            "1 1.02 0.5 0.25 0.5",
            "1 320 240 20 20",
            "0 0.5 0.5 0 0.5",
            "1 0.50 0.50 0.25 0.50",
            "  0.0\t1.01 -0.01 0.5 0.5  "
        };
        TestData.text(folder.resolve("labels/train/a.txt"), rows);
        Dataset data = DatasetReader.read(yaml);
        assertThat(data.split(Split.TRAIN).get(0).labels()).hasSize(2);
        assertThat(data.skipped())
                .extracting(Skipped::line, Skipped::fault)
                .containsExactly(
                        tuple(3, Fault.COLUMN_COUNT),
                        tuple(4, Fault.COLUMN_COUNT),
                        tuple(5, Fault.COLUMN_COUNT),
                        tuple(6, Fault.NOT_A_NUMBER),
                        tuple(7, Fault.NOT_A_NUMBER),
                        tuple(8, Fault.NOT_A_NUMBER),
                        tuple(9, Fault.UNKNOWN_CLASS),
                        tuple(10, Fault.UNKNOWN_CLASS),
                        tuple(11, Fault.OUTSIDE_IMAGE),
                        tuple(12, Fault.OUTSIDE_IMAGE),
                        tuple(13, Fault.ZERO_AREA),
                        tuple(14, Fault.DUPLICATE_LABEL));
        assertThat(data.skipped().get(0).toString()).contains("a.txt:3: 4 columns, expected 5");
        assertThat(data.skipped().get(2).reason()).contains("separate them by spaces");
        assertThat(data.skipped().get(9).reason()).contains("look like pixels");
        assertThat(data.skipped().get(11).reason()).contains("on line 1");
    }

    @Test
    void an_image_without_any_usable_label_is_not_taken_for_background() {
        TestData.text(folder.resolve("labels/train/a.txt"), "7 0.5 0.5 0.25 0.5");
        Dataset data = DatasetReader.read(yaml);
        assertThat(data.split(Split.TRAIN)).hasSize(1);
        assertThat(data.skipped())
                .extracting(Skipped::fault)
                .containsExactly(Fault.UNKNOWN_CLASS, Fault.NO_USABLE_LABEL);
    }

    @Test
    void names_that_do_not_cover_the_labels_are_explained_when_nothing_is_left() {
        for (String name : List.of("a", "b")) {
            TestData.text(folder.resolve("labels/train/" + name + ".txt"), "5 0.5 0.5 0.25 0.5");
        }
        Dataset data = DatasetReader.read(yaml);
        assertThatThrownBy(() -> data.require(Split.TRAIN))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("class 5, but the data set has the 2 classes 0 to 1");
    }

    @Test
    void label_files_of_another_format_leave_the_image_out_and_say_which_format_it_is() {
        Path labels = folder.resolve("labels/train");
        TestData.text(labels.resolve("a.txt"), "<annotation><object/></annotation>");
        TestData.bytes(labels.resolve("b.txt"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff});
        TestData.text(folder.resolve("labels/val/c.txt"), "{\"images\": []}");
        Dataset data = DatasetReader.read(yaml);
        assertThat(data.split(Split.TRAIN)).isEmpty();
        assertThat(data.skipped()).extracting(Skipped::fault).containsOnly(Fault.WRONG_FORMAT);
        assertThat(data.skipped())
                .extracting(Skipped::reason)
                .satisfiesExactly(
                        a -> assertThat(a).startsWith("is XML"),
                        b -> assertThat(b).startsWith("is binary"),
                        c -> assertThat(c).startsWith("is JSON"));
        assertThatThrownBy(() -> data.require(Split.TRAIN))
                .hasMessageContaining("no usable image in the split `train`")
                .hasMessageContaining("is XML");
    }

    @Test
    void truncated_tiny_and_unreadable_images_are_skipped() throws IOException {
        Path images = folder.resolve("images/train");
        byte[] jpeg = ImageWriter.encode(TestData.picture(300, 200, 3), "jpg");
        TestData.bytes(images.resolve("d.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
        TestData.image(images.resolve("e.png"), 9, 200);
        TestData.text(images.resolve("f.jpg"), "no image");
        TestData.text(images.resolve("._a.jpg"), "left by a file manager");
        TestData.text(images.resolve("readme.txt"), "not an image, not meant to be one");
        byte[] before = Files.readAllBytes(images.resolve("d.jpg"));
        Dataset data = DatasetReader.read(yaml);
        assertThat(data.split(Split.TRAIN)).hasSize(2);
        assertThat(data.skipped())
                .extracting(Skipped::fault)
                .containsExactly(Fault.TRUNCATED_IMAGE, Fault.SMALL_IMAGE, Fault.UNREADABLE_IMAGE);
        assertThat(Files.readAllBytes(images.resolve("d.jpg"))).isEqualTo(before); // never mended in place
    }

    @Test
    void folders_are_searched_with_all_folders_in_them() {
        TestData.image(folder.resolve("images/train/deep/er/z.PNG".replace("PNG", "png")), 40, 40);
        TestData.text(folder.resolve("labels/train/deep/er/z.txt"), "0 0.5 0.5 0.5 0.5");
        assertThat(DatasetReader.read(yaml).split(Split.TRAIN))
                .hasSize(3)
                .allMatch(s -> s.labels().size() == 1);
    }

    @Test
    void a_text_list_may_be_relative_to_itself_or_to_the_set() {
        TestData.text(folder.resolve("lists/train.txt"), "images/train/a.png", "", "../images/val/c.png", "gone.png");
        TestData.text(yaml, "train: [lists/train.txt, images/val]", "val: images/val", "names: [open, short]");
        Dataset data = DatasetReader.read(yaml);
        assertThat(data.split(Split.TRAIN))
                .extracting(s -> s.image().getFileName().toString())
                .containsExactly("a.png", "c.png", "c.png");
        assertThat(data.skipped()).hasSize(1);
        assertThat(data.skipped().get(0).toString()).contains("train.txt:4").contains("gone.png");
    }

    @Test
    void an_image_folder_without_images_says_what_is_there_instead() throws IOException {
        Files.delete(folder.resolve("images/val/c.png"));
        TestData.text(folder.resolve("images/val/c.heic"), "x");
        assertThatThrownBy(() -> DatasetReader.read(yaml))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(folder.resolve("images/val").toString())
                .hasMessageContaining("holds no images")
                .hasMessageContaining("heic=1");
    }

    @Test
    void the_same_images_for_train_and_val_are_noted() {
        TestData.text(yaml, "train: images/train", "val: images/train", "nc: 2");
        Dataset data = DatasetReader.read(yaml);
        assertThat(data.split(Split.VAL)).isEqualTo(data.split(Split.TRAIN));
        assertThat(data.notes()).singleElement().asString().contains("the same images");
    }

    @Test
    void a_folder_without_permission_names_the_folder_and_the_remedy() {
        InvalidInput error = ImageList.unreadable(Path.of("secret"), new AccessDeniedException("secret"));
        assertThat(error).hasMessageContaining("secret: Candor may not read it").hasMessageContaining("chmod");
        assertThat(error.help()).isEqualTo("folder-permission");
    }

    @Test
    void the_order_does_not_depend_on_threads() {
        for (int i = 0; i < 40; i++) {
            TestData.image(folder.resolve("images/train/n%02d.png".formatted(i)), 16, 16);
            TestData.text(folder.resolve("labels/train/n%02d.txt".formatted(i)), "9 0.5 0.5 0.1 0.1");
        }
        Dataset first = DatasetReader.read(yaml);
        assertThat(first.skipped()).hasSize(80);
        assertThat(DatasetReader.read(yaml).skipped()).isEqualTo(first.skipped());
        assertThat(first.skipped()).extracting(s -> s.file().toString()).isNotEmpty();
    }

    private List<Label> labels(String... rows) {
        TestData.text(folder.resolve("labels/val/c.txt"), rows);
        return DatasetReader.read(yaml).split(Split.VAL).get(0).labels();
    }

    @Test
    void a_box_may_reach_past_the_edge_by_half_its_size() {
        Box box = labels("0 0.99 0.5 0.1 0.5").get(0).box();
        assertThat(box.x2()).isCloseTo(64 * 1.04, within(1e-9));
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.api.Assertions.tuple(values);
    }
}
