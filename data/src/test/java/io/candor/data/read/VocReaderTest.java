package io.candor.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.candor.data.Box;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Split;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocReaderTest {

    @TempDir
    Path folder;

    @BeforeEach
    void write_a_small_set() {
        for (String name : new String[] {"a", "b", "c"}) {
            TestData.image(folder.resolve("JPEGImages/" + name + ".jpg"), 100, 80);
            annotate(name, object("short", "11", "21", "40", "60", ""));
        }
        TestData.text(folder.resolve("ImageSets/Main/train.txt"), "a", "b");
        TestData.text(folder.resolve("ImageSets/Main/val.txt"), "c");
    }

    @Test
    void pixels_counted_from_one_become_corners() {
        annotate("c", object("open", "1", "1", "100", "80", ""), object("short", "11", "21", "40", "60", ""));
        Dataset data = DatasetReader.read(folder);
        assertThat(data.classes().names()).containsExactly("open", "short");
        assertThat(data.split(Split.TRAIN)).hasSize(2);
        assertThat(data.split(Split.VAL).get(0).labels())
                .extracting(Label::classIndex, Label::box)
                .containsExactly(tuple(0, new Box(0, 0, 100, 80)), tuple(1, new Box(10, 20, 40, 60)));
        assertThat(data.skipped()).isEmpty();
    }

    @Test
    void difficult_objects_and_bad_boxes_are_left_out_by_line() {
        annotate(
                "a",
                object("short", "11", "21", "40", "60", ""),
                object("short", "12", "22", "40", "60", "<difficult>1</difficult>"),
                object("short", "x", "22", "40", "60", ""),
                object("short", "41", "22", "40", "60", ""),
                object("short", "41", "22", "140", "60", ""));
        Dataset data = DatasetReader.read(folder);
        assertThat(data.split(Split.TRAIN).get(0).labels()).hasSize(1);
        assertThat(data.skipped())
                .extracting(Skipped::line, Skipped::fault)
                .containsExactly(
                        tuple(4, Fault.DIFFICULT_OBJECT),
                        tuple(5, Fault.NOT_A_NUMBER),
                        tuple(6, Fault.ZERO_AREA),
                        tuple(7, Fault.OUTSIDE_IMAGE));
    }

    @Test
    void parts_of_an_object_do_not_rename_it() {
        annotate(
                "c",
                object("open", "1", "1", "50", "50", "<part><name>hand</name><bndbox><xmin>3</xmin></bndbox></part>"));
        Dataset data = DatasetReader.read(folder);
        assertThat(data.classes().names()).containsExactly("open", "short");
        assertThat(data.split(Split.VAL).get(0).labels().get(0).box()).isEqualTo(new Box(0, 0, 50, 50));
    }

    @Test
    void a_file_cannot_make_the_reader_open_another() {
        Path secret = TestData.text(folder.resolve("secret.txt"), "secret");
        TestData.text(
                folder.resolve("Annotations/a.xml"),
                "<!DOCTYPE annotation [<!ENTITY x SYSTEM \"%s\">]>".formatted(secret.toUri()),
                "<annotation><filename>&x;</filename>" + object("&x;", "1", "1", "9", "9", "") + "</annotation>");
        Dataset data = DatasetReader.read(folder);
        assertThat(data.classes().names()).containsExactly("short");
        assertThat(data.split(Split.TRAIN)).hasSize(1);
        assertThat(data.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.fault()).isEqualTo(Fault.WRONG_FORMAT);
            assertThat(skipped.reason()).contains("document type").doesNotContain("secret");
        });
    }

    @Test
    void broken_and_foreign_files_leave_their_image_out() {
        TestData.text(folder.resolve("Annotations/a.xml"), "<annotation><object>");
        TestData.text(folder.resolve("Annotations/b.xml"), "<html/>");
        Dataset data = DatasetReader.read(folder);
        assertThat(data.split(Split.TRAIN)).isEmpty();
        assertThat(data.skipped()).extracting(Skipped::fault).containsExactly(Fault.WRONG_FORMAT, Fault.WRONG_FORMAT);
        assertThat(data.skipped().get(1).reason()).contains("root element is not <annotation>");
    }

    @Test
    void elements_nested_without_end_leave_their_image_out() {
        TestData.text(folder.resolve("Annotations/a.xml"), "<annotation>", "<a>".repeat(16));
        annotate("b", object("short", "11", "21", "40", "60", "<a>".repeat(14) + "</a>".repeat(14)));
        Dataset data = DatasetReader.read(folder);
        assertThat(data.split(Split.TRAIN)).hasSize(1);
        assertThat(data.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.fault()).isEqualTo(Fault.WRONG_FORMAT);
            assertThat(skipped.reason()).contains("more than 16 elements within one another");
        });
    }

    @Test
    void listed_images_may_lack_an_annotation_but_not_the_picture() {
        TestData.image(folder.resolve("JPEGImages/plain.jpg"), 50, 50);
        TestData.text(folder.resolve("ImageSets/Main/train.txt"), "a", "plain", "gone");
        Dataset data = DatasetReader.read(folder);
        assertThat(data.split(Split.TRAIN)).hasSize(2);
        assertThat(data.split(Split.TRAIN).get(1).labels()).isEmpty();
        assertThat(data.skipped()).singleElement().extracting(Skipped::fault).isEqualTo(Fault.MISSING_IMAGE);
    }

    @Test
    void a_stated_size_that_is_wrong_leaves_the_image_out() {
        TestData.image(folder.resolve("JPEGImages/a.jpg"), 90, 80);
        Dataset data = DatasetReader.read(folder);
        assertThat(data.skipped()).singleElement().extracting(Skipped::fault).isEqualTo(Fault.SIZE_MISMATCH);
    }

    @Test
    void without_lists_a_share_is_held_out() throws java.io.IOException {
        java.nio.file.Files.delete(folder.resolve("ImageSets/Main/train.txt"));
        java.nio.file.Files.delete(folder.resolve("ImageSets/Main/val.txt"));
        Dataset data = DatasetReader.read(folder);
        assertThat(data.split(Split.VAL)).hasSize(1);
        assertThat(data.split(Split.TRAIN)).hasSize(2);
        assertThat(data.notes()).hasSize(1);
    }

    @Test
    void folders_that_hold_no_data_set_are_refused() throws java.io.IOException {
        Path empty = java.nio.file.Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> DatasetReader.read(empty))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("neither a data.yaml nor a folder Annotations");
        assertThatThrownBy(() -> DatasetReader.read(folder.resolve("nowhere"))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> DatasetReader.read(folder.resolve("ImageSets/Main/val.txt")))
                .hasMessageContaining("neither .yaml");
        java.nio.file.Files.createDirectories(empty.resolve("Annotations"));
        assertThatThrownBy(() -> DatasetReader.read(empty))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("no objects in the 0 annotation files");
    }

    private void annotate(String name, String... objects) {
        TestData.text(
                folder.resolve("Annotations/" + name + ".xml"),
                "<annotation><filename>" + name + ".jpg</filename>",
                "<size><width>100</width><height>80</height><depth>3</depth></size>",
                String.join("\n", objects),
                "</annotation>");
    }

    private static String object(String name, String x1, String y1, String x2, String y2, String more) {
        return "<object><name>%s</name><bndbox><xmin>%s</xmin><ymin>%s</ymin><xmax>%s</xmax><ymax>%s</ymax></bndbox>%s</object>"
                .formatted(name, x1, y1, x2, y2, more);
    }
}
