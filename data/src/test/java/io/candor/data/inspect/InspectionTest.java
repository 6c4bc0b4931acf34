package io.candor.data.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.candor.data.SharedData;
import io.candor.data.Split;
import io.candor.data.read.Fault;
import io.candor.data.read.ImageWriter;
import io.candor.data.read.ReadOptions;
import io.candor.data.read.Size;
import io.candor.data.read.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {

    @TempDir
    Path folder;

    private Path yaml;

    @BeforeEach
    void write_a_small_set() {
        yaml = TestData.yolo(folder);
    }

    @Test
    void a_clean_set_has_nothing_to_mend() {
        Inspection inspection = inspect();
        assertThat(inspection.findings()).isEmpty();
        assertThat(inspection.lines()).contains("nothing to mend");
        SplitSummary train = inspection.split(Split.TRAIN).orElseThrow();
        assertThat(train.images()).isEqualTo(2);
        assertThat(train.labels()).isEqualTo(2);
        assertThat(train.classes()).containsExactly(new ClassCount("open", 0, 0), new ClassCount("short", 2, 2));
        assertThat(train.imageSizes().orElseThrow().commonest()).isEqualTo(new Size(64, 48));
        assertThat(inspection.split(Split.TEST)).isEmpty();
    }

    @Test
    void outlines_that_cross_themselves_are_told() {
        TestData.text(
                folder.resolve("labels/train/a.txt"), "0 0.1 0.1 0.5 0.5 0.5 0.1 0.1 0.5", "0 0.6 0.1 0.9 0.1 0.9 0.5");
        Inspection inspection = inspect();
        assertThat(inspection.count(Fault.SELF_CROSSING)).isEqualTo(1);
        assertThat(inspection.split(Split.TRAIN).orElseThrow().labels()).isEqualTo(3);
    }

    @Test
    void masks_that_do_not_fit_are_told_in_a_sentence() {
        TestData.image(folder.resolve("coco/a.png"), 64, 48);
        Path json = TestData.text(
                folder.resolve("coco.json"),
                "{\"images\": [{\"id\": 1, \"file_name\": \"a.png\", \"width\": 64, \"height\": 48}],",
                "\"categories\": [{\"id\": 1, \"name\": \"scratch\"}], \"annotations\": [",
                "{\"id\": 1, \"image_id\": 1, \"category_id\": 1, \"bbox\": [1, 2, 6, 4], \"segmentation\": [[1, 2, 7, 6]]}]}");
        Inspection inspection = Inspection.of(
                json, ReadOptions.defaults().withImages(folder.resolve("coco")).withHoldOut(0));
        assertThat(inspection.lines())
                .contains("       1 outlines and masks that cannot be used (used as a box, without the outline)");
    }

    @Test
    void what_reading_skipped_is_found_again() {
        TestData.text(
                folder.resolve("labels/train/a.txt"),
                "1 0.5 0.5 0.5 0.5",
                "1 0.5 0.5 0.5 0.5",
                "1 0.5 0.5 0.5",
                "9 0.5 0.5 0.5 0.5",
                "1 nan 0.5 0.5 0.5",
                "1 2 0.5 0.5 0.5",
                "1 0.5 0.5 0 0.5");
        Inspection inspection = inspect();
        for (Fault fault : new Fault[] {
            Fault.DUPLICATE_LABEL,
            Fault.COLUMN_COUNT,
            Fault.UNKNOWN_CLASS,
            Fault.NOT_A_NUMBER,
            Fault.OUTSIDE_IMAGE,
            Fault.ZERO_AREA
        }) {
            assertThat(inspection.count(fault)).as(fault.title()).isEqualTo(1);
        }
        assertThat(inspection.findings())
                .hasSize(6)
                .isSortedAccordingTo((a, b) -> a.fault().compareTo(b.fault()));
        assertThat(String.join("\n", inspection.lines()))
                .contains("to mend")
                .contains("1 duplicate labels (the label is not used)")
                .contains("a.txt:2: the same label is already there on line 1");
    }

    @Test
    void pixels_that_break_off_or_are_damaged_are_found_though_the_header_is_whole() {
        byte[] png = ImageWriter.encode(TestData.picture(200, 150, 1), "png");
        png[png.length / 2] ^= 1;
        TestData.bytes(folder.resolve("images/train/damaged.png"), png);
        byte[] jpeg = ImageWriter.encode(TestData.picture(200, 150, 2), "jpg");
        byte[] patched = Arrays.copyOf(jpeg, jpeg.length / 2 + 2);
        patched[patched.length - 2] = (byte) 0xff; // cut short, then given an end: what "repair" tools leave behind
        patched[patched.length - 1] = (byte) 0xd9;
        TestData.bytes(folder.resolve("images/train/patched.jpg"), patched);
        TestData.bytes(folder.resolve("images/train/cut.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
        Inspection inspection = inspect();
        assertThat(inspection.findings())
                .extracting(
                        Finding::fault, finding -> finding.file().getFileName().toString())
                .contains(
                        tuple(Fault.UNREADABLE_IMAGE, "damaged.png"),
                        tuple(Fault.TRUNCATED_IMAGE, "cut.jpg"),
                        tuple(Fault.DAMAGED_IMAGE, "patched.jpg"));
    }

    @Test
    void copies_within_a_split_and_between_splits_are_told_apart() throws IOException {
        Path images = folder.resolve("images");
        Files.copy(images.resolve("train/a.png"), images.resolve("train/z.png"));
        Files.copy(images.resolve("train/b.png"), images.resolve("val/y.png"));
        Inspection inspection = inspect();
        assertThat(inspection.findings())
                .filteredOn(finding -> finding.fault().compareTo(Fault.IDENTICAL_IMAGE) >= 0)
                .extracting(
                        Finding::fault, finding -> finding.file().getFileName().toString())
                .containsExactly(tuple(Fault.IDENTICAL_IMAGE, "z.png"), tuple(Fault.LEAKED_IMAGE, "y.png"));
        assertThat(inspection.findings().get(inspection.findings().size() - 1).detail())
                .startsWith("of `val` is the same image as")
                .endsWith("of `train`");
    }

    @Test
    void label_files_and_images_without_each_other_are_found() throws IOException {
        Files.delete(folder.resolve("labels/train/a.txt"));
        TestData.text(folder.resolve("labels/train/lonely.txt"), "1 0.5 0.5 0.5 0.5");
        TestData.text(folder.resolve("labels/train/classes.txt"), "open", "short");
        Inspection inspection = inspect();
        assertThat(inspection.findings())
                .extracting(
                        Finding::fault, finding -> finding.file().getFileName().toString())
                .containsExactly(
                        tuple(Fault.MISSING_LABEL_FILE, "a.png"), tuple(Fault.ORPHAN_LABEL_FILE, "lonely.txt"));
        assertThat(inspection.split(Split.TRAIN).orElseThrow().background()).isEqualTo(1);
    }

    @Test
    void boxes_past_the_edge_are_reported_and_used() {
        TestData.text(folder.resolve("labels/train/a.txt"), "1 0.95 0.5 0.5 0.5");
        Inspection inspection = inspect();
        assertThat(inspection.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.fault()).isEqualTo(Fault.BEYOND_EDGE);
            assertThat(finding.detail()).contains("12.8 pixels");
        });
        assertThat(inspection.split(Split.TRAIN).orElseThrow().labels()).isEqualTo(2);
    }

    @Test
    void sizes_and_counts_are_tabled() {
        TestData.image(folder.resolve("images/train/large.bmp"), 400, 200);
        TestData.text(
                folder.resolve("labels/train/large.txt"),
                "0 0.5 0.5 0.05 0.05",
                "0 0.5 0.5 0.2 0.2",
                "0 0.5 0.5 0.5 0.5");
        SplitSummary train = inspect().split(Split.TRAIN).orElseThrow();
        // 20 x 10; 80 x 40; 200 x 100 pixels, and twice 16 x 24
        assertThat(train.boxSizes().small()).isEqualTo(3);
        assertThat(train.boxSizes().medium()).isEqualTo(1);
        assertThat(train.boxSizes().large()).isEqualTo(1);
        assertThat(train.boxSizes().relative())
                .containsExactly(0.05, 0.05, 0.2, Math.sqrt(0.125), Math.sqrt(0.125), 0.5, 0.5);
        assertThat(train.objects().images()).containsEntry("1", 2).containsEntry("2-5", 1);
        assertThat(train.objects().most()).isEqualTo(3);
        assertThat(train.imageSizes().orElseThrow())
                .isEqualTo(new ImageSizes(new Size(64, 48), new Size(400, 200), new Size(64, 48), 2));
    }

    @Test
    void the_json_holds_figures_and_every_finding() throws IOException {
        TestData.text(folder.resolve("labels/train/a.txt"), "1 0.5 0.5 0.5", "1 0.5 0.5 0.5 0.5");
        JsonNode json = new ObjectMapper().readTree(inspect().json());
        assertThat(json.at("/classes/1").asText()).isEqualTo("short");
        assertThat(json.at("/splits/train/labels").asInt()).isEqualTo(2);
        assertThat(json.at("/splits/train/classes/1/name").asText()).isEqualTo("short");
        assertThat(json.at("/splits/train/boxSizes/relative")).hasSize(7);
        assertThat(json.at("/splits/train/objects/images/1").asInt()).isEqualTo(2);
        assertThat(json.at("/splits/val/imageSizes/commonest/width").asInt()).isEqualTo(64);
        assertThat(json.at("/findings/0/fault").asText()).isEqualTo("column_count");
        assertThat(json.at("/findings/0/line").asInt()).isEqualTo(1);
        assertThat(json.at("/findings/0/consequence").asText()).isEqualTo("label_left_out");
    }

    @Test
    void a_coco_file_is_inspected_without_looking_for_label_files() {
        Path json = TestData.text(
                folder.resolve("set.json"),
                "{\"images\": [{\"id\": 1, \"file_name\": \"train/a.png\"}], \"categories\": [{\"id\": 1, \"name\": \"x\"}],"
                        + "\"annotations\": [{\"image_id\": 1, \"category_id\": 1, \"bbox\": [1, 1, 20, 20]}]}");
        Inspection inspection = Inspection.of(json, ReadOptions.defaults().withImages(folder.resolve("images")));
        assertThat(inspection.findings()).isEmpty();
        assertThat(inspection.split(Split.TRAIN).orElseThrow().labels()).isEqualTo(1);
    }

    @Test
    void real_photographs_decode_without_complaint() throws IOException {
        Inspection inspection = Inspection.of(SharedData.path("data/coco128/data.yaml"), ReadOptions.defaults());
        assertThat(inspection.count(Fault.DAMAGED_IMAGE)).isZero();
        assertThat(inspection.count(Fault.UNREADABLE_IMAGE)).isZero();
        assertThat(inspection.split(Split.TRAIN).orElseThrow().labels()).isEqualTo(929);
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target", "inspection-coco128.txt"), inspection.lines()); // to be read
    }

    private Inspection inspect() {
        return Inspection.of(yaml, ReadOptions.defaults());
    }
}
