package io.candor.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.candor.data.Box;
import io.candor.data.InvalidInput;
import io.candor.data.Label;
import io.candor.data.Mask;
import io.candor.data.Sample;
import io.candor.data.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoReaderTest {

    private static final String CATEGORIES =
            "\"categories\": [{\"id\": 90, \"name\": \"short\"}, {\"id\": 3, \"name\": \"open\"}]";

    @TempDir
    Path folder;

    private Path images;

    @BeforeEach
    void draw_images() {
        images = folder.resolve("pictures");
        TestData.image(images.resolve("a.png"), 100, 80);
        TestData.image(images.resolve("sub/b.png"), 60, 60);
    }

    @Test
    void boxes_are_corner_and_size_and_classes_are_the_rank_of_the_category_id() {
        Dataset data = read("{\"image_id\": 7, \"category_id\": 90, \"bbox\": [10, 20, 30, 40], \"id\": 1}");
        assertThat(data.classes().names()).containsExactly("open", "short");
        Sample a = sample(data, "a.png");
        assertThat(a.labels())
                .extracting(Label::classIndex, Label::box)
                .containsExactly(tuple(1, new Box(10, 20, 40, 60)));
        assertThat(sample(data, "b.png").labels()).isEmpty();
        assertThat(data.skipped()).isEmpty();
    }

    @Test
    void parts_and_holes_become_one_outline() {
        Mask ring = Mask.where(100, 80, (x, y) -> x >= 10 && x < 40 && y >= 20 && y < 50 && (x < 20 || y < 30));
        Mask apart = Mask.where(60, 60, (x, y) -> (x / 10 == 1 || x / 10 == 3) && y / 10 == 2);
        Dataset data = read(
                "{\"image_id\": 7, \"category_id\": 3, \"bbox\": [10, 20, 30, 30], \"segmentation\": {\"size\": [80, 100], \"counts\": \"%s\"}}"
                        .formatted(ring.encode().replace("\\", "\\\\")),
                "{\"image_id\": 9, \"category_id\": 3, \"bbox\": [10, 20, 30, 10], \"segmentation\": [[10,20,20,20,20,30,10,30],[30,20,40,20,40,30,30,30]]}",
                "{\"image_id\": 9, \"category_id\": 3, \"bbox\": [1, 2, 30, 10], \"segmentation\": [[1,2,21,2,21,12,1,12],[11,2,31,2,31,12,11,12]]}");
        assertThat(data.skipped()).isEmpty();
        List<Label> b = sample(data, "b.png").labels();

        assertThat(Mask.ofPolygon(sample(data, "a.png").labels().get(0).polygon(), 100, 80))
                .isEqualTo(ring);
        assertThat(Mask.ofPolygon(b.get(0).polygon(), 60, 60)).isEqualTo(apart);
        assertThat(Mask.ofPolygon(b.get(1).polygon(), 60, 60).area()).isEqualTo(300); // parts that overlap
    }

    @Test
    void masks_that_do_not_fit_leave_the_box() {
        Dataset data = read(
                "{\"id\": 1, \"image_id\": 7, \"category_id\": 3, \"bbox\": [1, 2, 3, 4], \"segmentation\": {\"size\": [100, 80], \"counts\": [8000]}}",
                "{\"id\": 2, \"image_id\": 7, \"category_id\": 3, \"bbox\": [1, 2, 5, 4], \"segmentation\": {\"size\": [80, 100], \"counts\": [7999]}}",
                "{\"id\": 3, \"image_id\": 7, \"category_id\": 3, \"bbox\": [1, 2, 6, 4], \"segmentation\": [[1, 2, 7, 6]]}",
                "{\"id\": 4, \"image_id\": 7, \"category_id\": 3, \"bbox\": [1, 2, 7, 4], \"segmentation\": [[1, 2, 7, 6, 1, 2]]}");
        assertThat(sample(data, "a.png").labels()).hasSize(3).noneMatch(Label::hasPolygon);
        assertThat(data.skipped())
                .extracting(Skipped::fault)
                .containsExactly(Fault.UNUSABLE_MASK, Fault.UNUSABLE_MASK, Fault.UNUSABLE_MASK, Fault.TOO_FEW_CORNERS);
        assertThat(data.skipped().get(0).reason()).contains("80 x 100 pixels, the image 100 x 80");
        assertThat(data.skipped().get(1).reason()).contains("7999 pixels, 100 x 80 need 8000");
        assertThat(data.skipped().get(2).reason()).contains("4 numbers, expected x and y of at least 3 corners");
    }

    @Test
    void outlines_that_do_not_fit_leave_the_box() {
        Dataset data = read(
                "{\"id\": 1, \"image_id\": 7, \"category_id\": 3, \"bbox\": [1, 2, 30, 40], \"segmentation\": [[1, 2, 31, 2, 31, 42], [1, 2, 160, 2, 160, 42]]}",
                "{\"id\": 2, \"image_id\": 7, \"category_id\": 3, \"bbox\": [1, 2, 31, 40], \"segmentation\": [[1, 2, 1e10, 2, 1e10, 1e10]]}",
                "{\"id\": 3, \"image_id\": 7, \"category_id\": 3, \"bbox\": [1, 2, 32, 40], \"segmentation\": [[0.01, 0.02, 0.33, 0.02, 0.33, 0.5]]}",
                "{\"id\": 4, \"image_id\": 7, \"category_id\": 3, \"bbox\": [70, 2, 30, 40], \"segmentation\": [[70, 2, 100.9, 2, 100.9, 42]]}");
        assertThat(sample(data, "a.png").labels())
                .extracting(Label::hasPolygon)
                .containsExactly(false, false, false, true);
        assertThat(data.skipped())
                .extracting(Skipped::fault)
                .containsOnly(Fault.UNUSABLE_MASK)
                .hasSize(3);
        assertThat(data.skipped().get(0).reason())
                .contains(
                        "part 2 of `segmentation` reaches from (1.0, 2.0) to (160.0, 42.0), outside the image of 100 x 80");
        assertThat(data.skipped().get(2).reason())
                .contains(
                        "`segmentation` reaches from (0.0, 0.0) to (0.3, 0.5), `bbox` from (1.0, 2.0) to (33.0, 42.0)");
    }

    @Test
    void outlines_are_kept_beside_boxes() {
        Dataset data = read(
                "{\"image_id\": 7, \"category_id\": 3, \"bbox\": [1, 2, 3, 4], \"segmentation\": [[1, 2, 4, 2, 4, 6]]}",
                "{\"image_id\": 7, \"category_id\": 90, \"bbox\": [1, 2, 3, 4], \"segmentation\": {\"counts\": \"x\"}}",
                "{\"image_id\": 9, \"category_id\": 3, \"segmentation\": [[5, 5, 25, 5, 25, 9]]}");
        List<Label> labels = sample(data, "a.png").labels();
        assertThat(labels.get(0).polygon()).containsExactly(1, 2, 4, 2, 4, 6);
        assertThat(labels.get(1).hasPolygon()).isFalse();
        assertThat(sample(data, "b.png").labels().get(0).box()).isEqualTo(new Box(5, 5, 25, 9));
    }

    @Test
    void what_cannot_be_used_is_skipped_with_its_line() {
        Dataset data = read(
                "{\"id\": 1, \"image_id\": 7, \"category_id\": 3, \"bbox\": [1, 2, 30, 4]}",
                "{\"id\": 2, \"image_id\": 7, \"category_id\": 3, \"bbox\": [1, 2, 30, 4], \"iscrowd\": 1}",
                "{\"id\": 3, \"image_id\": 7, \"category_id\": 4, \"bbox\": [1, 2, 30, 4]}",
                "{\"id\": 4, \"image_id\": 7, \"category_id\": 3, \"bbox\": [1, 2, 30]}",
                "{\"id\": 5, \"image_id\": 7, \"category_id\": 3, \"bbox\": [1, 2, \"NaN\", 4]}",
                "{\"id\": 6, \"image_id\": 7, \"category_id\": 3, \"bbox\": [1, 2, 0, 4]}",
                "{\"id\": 7, \"image_id\": 7, \"category_id\": 3, \"bbox\": [90, 2, 30, 4]}",
                "{\"id\": 8, \"image_id\": 7, \"category_id\": 3, \"bbox\": [1, 2, 30, 4]}",
                "{\"id\": 9, \"image_id\": 8, \"category_id\": 3, \"bbox\": [1, 2, 30, 4]}");
        assertThat(sample(data, "a.png").labels()).hasSize(1);
        assertThat(data.skipped())
                .extracting(Skipped::line, Skipped::fault)
                .containsExactly(
                        tuple(5, Fault.CROWD_REGION),
                        tuple(6, Fault.UNKNOWN_CLASS),
                        tuple(7, Fault.COLUMN_COUNT),
                        tuple(8, Fault.NOT_A_NUMBER),
                        tuple(9, Fault.ZERO_AREA),
                        tuple(10, Fault.OUTSIDE_IMAGE),
                        tuple(11, Fault.DUPLICATE_LABEL),
                        tuple(12, Fault.UNKNOWN_IMAGE));
    }

    @Test
    void an_image_of_another_size_and_a_missing_one_are_skipped() {
        Path json = TestData.text(
                folder.resolve("c.json"),
                "{\"images\": [{\"id\": 1, \"file_name\": \"a.png\", \"width\": 80, \"height\": 100},"
                        + "{\"id\": 2, \"file_name\": \"gone.png\"}, {\"id\": 3, \"file_name\": \"sub/b.png\"}],",
                "\"annotations\": [], " + CATEGORIES + "}");
        Dataset data = DatasetReader.read(
                json, ReadOptions.defaults().withImages(images).withHoldOut(0));
        assertThat(data.skipped()).extracting(Skipped::fault).containsExactly(Fault.SIZE_MISMATCH, Fault.MISSING_IMAGE);
        assertThat(data.split(Split.TRAIN)).hasSize(1).isEqualTo(data.split(Split.VAL));
    }

    @Test
    void images_are_found_where_published_sets_have_them() {
        TestData.image(folder.resolve("val2017/a.png"), 100, 80);
        TestData.image(folder.resolve("val2017/sub/b.png"), 60, 60);
        Path json = write(folder.resolve("annotations/instances_val2017.json"));
        assertThat(DatasetReader.read(json).skipped()).isEmpty();
        Path elsewhere = write(folder.resolve("else/where/x.json"));
        assertThatThrownBy(() -> DatasetReader.read(elsewhere))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("--images")
                .hasMessageContaining("a.png");
    }

    @Test
    void without_a_second_file_a_share_is_held_out_by_name() {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            TestData.image(images.resolve("n%03d.bmp".formatted(i)), 10, 10);
            entries.add("{\"id\": %d, \"file_name\": \"n%03d.bmp\"}".formatted(i, i));
        }
        Path json = TestData.text(
                folder.resolve("many.json"), "{\"images\": [" + String.join(",", entries) + "]," + CATEGORIES + "}");
        ReadOptions options = ReadOptions.defaults().withImages(images);
        Dataset data = DatasetReader.read(json, options);
        assertThat(data.split(Split.VAL)).hasSizeBetween(10, 30).doesNotContainAnyElementsOf(data.split(Split.TRAIN));
        assertThat(data.split(Split.TRAIN)).hasSize(200 - data.split(Split.VAL).size());
        assertThat(DatasetReader.read(json, options)).isEqualTo(data);
        assertThat(data.notes()).singleElement().asString().contains("held out");
    }

    @Test
    void a_second_file_is_the_validation_split_and_must_agree_on_categories() {
        Path train = write(folder.resolve("train.json"));
        Path val = TestData.text(
                folder.resolve("val.json"),
                "{" + CATEGORIES + ", \"images\": [{\"id\": 1, \"file_name\": \"b.png\"}]}");
        ReadOptions options = ReadOptions.defaults()
                .withImages(images)
                .withValidation(val)
                .withValidationImages(images.resolve("sub"));
        Dataset data = DatasetReader.read(train, options);
        assertThat(data.split(Split.TRAIN)).hasSize(2);
        assertThat(data.split(Split.VAL)).hasSize(1);
        TestData.text(
                val,
                "{\"images\": [{\"id\": 1, \"file_name\": \"b.png\"}],"
                        + "\"categories\": [{\"id\": 3, \"name\": \"other\"}]}");
        assertThatThrownBy(() -> DatasetReader.read(train, options))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("calls category 3 `other`")
                .hasMessageContaining("`open`");
    }

    @Test
    void broken_and_foreign_json_is_refused_with_its_line() {
        refused("{\"images\": [", "{\"id\": 1,]").hasMessageContaining("x.json:2: is not valid JSON");
        refused("[]").hasMessageContaining("Expected the COCO form");
        refused("{\"shapes\": []}").hasMessageContaining("lists 0 images and 0 categories");
        refused("{\"images\": [{\"id\": 1}]}").hasMessageContaining("without `file_name`");
        refused("{\"images\": [{\"id\": \"a\", \"file_name\": \"a.png\"}]}")
                .hasMessageContaining("`id` must be a whole number, found \"a\"");
        refused("").hasMessageContaining("x.json:1");
    }

    @Test
    void a_wrong_folder_of_images_is_named() {
        Path json = write(folder.resolve("x.json"));
        assertThatThrownBy(() -> DatasetReader.read(json, ReadOptions.defaults().withImages(folder.resolve("no"))))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> DatasetReader.read(json, ReadOptions.defaults().withImages(images.resolve("sub"))))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("none of the 2 images")
                .hasMessageContaining("--images");
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(String... lines) {
        Path json = TestData.text(folder.resolve("x.json"), lines);
        return assertThatThrownBy(() -> DatasetReader.read(json)).isInstanceOf(InvalidInput.class);
    }

    private Dataset read(String... annotations) {
        Path json = write(folder.resolve("set.json"), annotations);
        return DatasetReader.read(
                json, ReadOptions.defaults().withImages(images).withHoldOut(0));
    }

    /** Annotations start on line 4. */
    private static Path write(Path file, String... annotations) {
        return TestData.text(
                file,
                "{\"info\": {\"year\": [1, {}]}, \"images\": [{\"id\": 7, \"file_name\": \"a.png\", \"width\": 100, \"height\": 80},",
                "{\"id\": 9, \"file_name\": \"sub/b.png\"}],",
                "\"annotations\": [",
                String.join(",\n", annotations),
                "], " + CATEGORIES + "}");
    }

    private static Sample sample(Dataset data, String name) {
        return data.split(Split.TRAIN).stream()
                .filter(sample -> sample.image().getFileName().toString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
