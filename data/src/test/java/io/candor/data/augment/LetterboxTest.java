package io.candor.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.augment.Letterbox.ScaleUp;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LetterboxTest {

    @Test
    void sizes_and_padding_equal_the_reference_table() throws IOException {
        JsonNode table = Golden.json("letterbox").get("shape_table");
        assertThat(table).hasSize(120);
        for (JsonNode row : table) {
            check(row, of(row, row.get("target").asInt(), scaleUp(row)));
        }
    }

    private static ScaleUp scaleUp(JsonNode row) {
        return row.get("scaleup").asBoolean() ? ScaleUp.YES : ScaleUp.NO;
    }

    private static Letterbox of(JsonNode row, int size, ScaleUp scaleUp) {
        int width = row.get("source_wh").get(0).asInt();
        int height = row.get("source_wh").get(1).asInt();
        return row.get("minimum_rectangle").asBoolean()
                ? Letterbox.rectangle(width, height, size, 32, scaleUp)
                : Letterbox.square(width, height, size, scaleUp);
    }

    private static void check(JsonNode row, Letterbox letterbox) {
        String where = row.toString();
        assertThat(letterbox.ratio()).as(where).isCloseTo(row.get("ratio").asDouble(), within(1e-12));
        assertThat(new int[] {letterbox.pictureWidth(), letterbox.pictureHeight()})
                .as(where)
                .containsExactly(pair(row.get("resized_wh")));
        assertThat(new int[] {letterbox.width(), letterbox.height()})
                .as(where)
                .containsExactly(pair(row.get("output_wh")));
        assertThat(letterbox.left()).as(where).isEqualTo(row.get("left").asInt());
        assertThat(letterbox.top()).as(where).isEqualTo(row.get("top").asInt());
    }

    private static int[] pair(JsonNode node) {
        return new int[] {node.get(0).asInt(), node.get(1).asInt()};
    }

    @Test
    void pictures_equal_the_reference_within_one_level() throws IOException {
        Golden golden = Golden.readShared("letterbox");
        for (JsonNode row : golden.json().get("pixel_checks")) {
            Image source = golden.image(row.get("source").asText());
            int width = source.width();
            int height = source.height();
            int target = row.get("target").get(0).asInt();
            Letterbox letterbox = row.get("minimum_rectangle").asBoolean()
                    ? Letterbox.rectangle(width, height, target, 32, ScaleUp.YES)
                    : Letterbox.square(width, height, target, ScaleUp.YES);
            byte[] expected = row.get("identical_to_source").asBoolean()
                    ? source.bgr()
                    : golden.bytes(row.get("tensor").asText());
            assertThat(Golden.largestDifference(letterbox.apply(source).bgr(), expected))
                    .as(row.toString())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void the_sides_that_stay_empty_are_exactly_grey() {
        Image image = Letterbox.square(40, 20, 64, ScaleUp.YES).apply(Image.filled(40, 20, 200));
        assertThat(image.bgr()[0]).isEqualTo((byte) 114);
        assertThat(image.bgr()[(16 * 64 - 1) * 3]).isEqualTo((byte) 114);
        assertThat(image.bgr()[16 * 64 * 3]).isEqualTo((byte) 200);
        assertThat(image.bgr()[image.bgr().length - 1]).isEqualTo((byte) 114);
    }

    @Test
    void boxes_come_back_from_the_frame() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < 1000; trial++) {
            int width = 1 + random.nextInt(2000);
            int height = 1 + random.nextInt(2000);
            Letterbox letterbox = Letterbox.square(width, height, 320, ScaleUp.YES);
            double x = random.nextDouble() * width / 2;
            double y = random.nextDouble() * height / 2;
            Box box = new Box(x, y, x + random.nextDouble() * width / 2, y + random.nextDouble() * height / 2);
            Box back = letterbox.undo(letterbox.apply(box));
            assertThat(back.x1()).as("seed %d", seed).isCloseTo(box.x1(), within(1e-9));
            assertThat(back.y2()).as("seed %d", seed).isCloseTo(box.y2(), within(1e-9));
        }
    }

    @Test
    void undoing_cuts_boxes_to_the_picture() {
        Letterbox letterbox = Letterbox.square(640, 320, 320, ScaleUp.YES);
        assertThat(letterbox.undo(new Box(-5, 0, 330, 320))).isEqualTo(new Box(0, 0, 640, 320));
    }

    @Test
    void the_long_side_is_scaled_as_in_the_reference_table() throws IOException {
        for (JsonNode row : Golden.json("letterbox").get("training_loader_long_side")) {
            int[] source = pair(row.get("source_wh"));
            int[] loaded = pair(row.get("loaded_wh"));
            assertThat(LongSide.of(source[0], source[1], row.get("imgsz").asInt()))
                    .as(row.toString())
                    .isEqualTo(new LongSide(loaded[0], loaded[1]));
        }
    }
}
