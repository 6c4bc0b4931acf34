package io.candor.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.data.Box;
import io.candor.data.Image;
import io.candor.data.Label;
import io.candor.data.Polygon;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AffineTest {

    private static Affine of(JsonNode row) {
        return new Affine(
                row.get("degrees").asDouble(),
                row.get("scale").asDouble(),
                row.get("shear_x_deg").asDouble(),
                row.get("shear_y_deg").asDouble(),
                0,
                0,
                row.get("translate_x_fraction").asDouble(),
                row.get("translate_y_fraction").asDouble());
    }

    @Test
    void matrices_equal_the_reference() throws IOException {
        Golden golden = Golden.read("affine");
        assertThat(golden.json().get("cases")).hasSize(8);
        for (JsonNode row : golden.json().get("cases")) {
            Image source = golden.image(row.get("source").asText());
            double[] matrix = of(row).matrix(source.width(), source.height(), size(row));
            for (int i = 0; i < 9; i++) {
                assertThat(matrix[i])
                        .as("%s, entry %d", row.get("name"), i)
                        .isCloseTo(row.get("matrix").get(i / 3).get(i % 3).asDouble(), within(1e-5));
            }
        }
    }

    private static int size(JsonNode row) {
        return row.get("output_wh").get(0).asInt();
    }

    @Test
    void boxes_and_what_is_kept_equal_the_reference() throws IOException {
        Golden golden = Golden.read("affine");
        for (JsonNode row : golden.json().get("cases")) {
            Image source = golden.image(row.get("source").asText());
            double[] matrix = of(row).matrix(source.width(), source.height(), size(row));
            List<Box> expected = new ArrayList<>();
            for (int i = 0; i < row.get("boxes_in").size(); i++) {
                Label label = new Label(i, box(row.get("boxes_in").get(i)));
                close(
                        Affine.moved(label, matrix).box(),
                        box(row.get("boxes_transformed").get(i)));
                if (row.get("keep").get(i).asBoolean()) {
                    expected.add(box(row.get("boxes_clipped").get(i)));
                }
            }
            List<Label> kept = of(row).labels(labels(row), matrix, size(row));
            assertThat(kept).as(row.get("name").asText()).hasSameSizeAs(expected);
            for (int i = 0; i < kept.size(); i++) {
                close(kept.get(i).box(), expected.get(i));
            }
        }
    }

    private static List<Label> labels(JsonNode row) {
        List<Label> labels = new ArrayList<>();
        row.get("boxes_in").forEach(box -> labels.add(new Label(0, box(box))));
        return labels;
    }

    private static Box box(JsonNode node) {
        return new Box(
                node.get(0).asDouble(),
                node.get(1).asDouble(),
                node.get(2).asDouble(),
                node.get(3).asDouble());
    }

    private static void close(Box actual, Box expected) {
        assertThat(actual.x1()).isCloseTo(expected.x1(), within(1e-3));
        assertThat(actual.y1()).isCloseTo(expected.y1(), within(1e-3));
        assertThat(actual.x2()).isCloseTo(expected.x2(), within(1e-3));
        assertThat(actual.y2()).isCloseTo(expected.y2(), within(1e-3));
    }

    @Test
    void the_rule_for_keeping_equals_the_reference() throws IOException {
        JsonNode rules = Golden.json("affine").get("keep_rule");
        assertThat(rules).hasSize(11);
        for (JsonNode row : rules) {
            Box before = box(row.get("before"));
            Box after = box(row.get("after"));
            assertThat(Affine.keeps(before, after, 0.10))
                    .as(row.toString())
                    .isEqualTo(row.get("keep_area_0_10").asBoolean());
            assertThat(Affine.keeps(before, after, 0.01))
                    .as(row.toString())
                    .isEqualTo(row.get("keep_area_0_01").asBoolean());
        }
    }

    /** OpenCV 4 rounds source positions to 1/32 pixel, the reference interpolates exactly: hence the tolerance. */
    @Test
    void pictures_equal_the_reference() throws IOException {
        Golden golden = Golden.read("affine");
        for (JsonNode row : golden.json().get("cases")) {
            Image source = golden.image(row.get("source").asText());
            byte[] actual = of(row).apply(new Scene(source, List.of()), size(row))
                    .image()
                    .bgr();
            byte[] expected = golden.bytes(row.get("output").asText());
            String where = row.get("name").asText();
            assertThat(Golden.largestDifference(actual, expected)).as(where).isLessThanOrEqualTo(6);
            assertThat(Golden.meanDifference(actual, expected)).as(where).isLessThan(0.5);
        }
    }

    @Test
    void an_outline_is_rotated_by_its_points_and_gives_a_tighter_box() {
        double[] diamond = {80, 60, 100, 80, 80, 100, 60, 80};
        Label outlined = new Label(0, new Box(60, 60, 100, 100), diamond);
        Affine rotate = new Affine(45, 1, 0, 0, 0, 0, 0.5, 0.5);
        double[] matrix = rotate.matrix(160, 160, 160);
        double half = 20 / Math.sqrt(2);
        close(Affine.moved(outlined, matrix).box(), new Box(80 - half, 80 - half, 80 + half, 80 + half));
        double reach = 20 * Math.sqrt(2);
        close(
                Affine.moved(new Label(0, outlined.box()), matrix).box(),
                new Box(80 - reach, 80 - reach, 80 + reach, 80 + reach));
    }

    @Test
    void perspective_moves_picture_and_boxes_together() {
        Image image = Image.filled(160, 160, 0);
        for (int y = 100; y < 130; y++) {
            java.util.Arrays.fill(image.bgr(), (y * 160 + 20) * 3, (y * 160 + 60) * 3, (byte) 255);
        }
        Label label = new Label(3, new Box(20, 100, 60, 130));
        Scene moved = new Affine(0, 1, 0, 0, 0.001, 0.001, 0.5, 0.5).apply(new Scene(image, List.of(label)), 160);
        Box box = moved.labels().get(0).box();
        assertThat(box).isNotEqualTo(label.box());
        close(bright(moved.image()), box, 1.5);
    }

    private static void close(Box actual, Box expected, double tolerance) {
        assertThat(actual.x1()).isCloseTo(expected.x1(), within(tolerance));
        assertThat(actual.y1()).isCloseTo(expected.y1(), within(tolerance));
        assertThat(actual.x2()).isCloseTo(expected.x2(), within(tolerance));
        assertThat(actual.y2()).isCloseTo(expected.y2(), within(tolerance));
    }

    private static Box bright(Image image) {
        double[] points = new double[image.bgr().length];
        int size = 0;
        for (int i = 0; i < image.width() * image.height(); i++) {
            if ((image.bgr()[3 * i] & 0xff) > 128) {
                points[size++] = i % image.width() + 0.5;
                int row = i / image.width();
                points[size++] = row + 0.5;
            }
        }
        return Polygon.extent(java.util.Arrays.copyOf(points, size));
    }
}
