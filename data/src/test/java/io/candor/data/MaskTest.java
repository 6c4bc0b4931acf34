package io.candor.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class MaskTest {

    private static final JsonNode GOLDEN = golden();

    /** Outlines and what pycocotools 2.0 makes of them. */
    private static JsonNode golden() {
        try (InputStream file = MaskTest.class.getResourceAsStream("/golden/mask/masks.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    @Test
    void outlines_are_drawn_as_the_tools_of_coco_draw_them() {
        assertThat(GOLDEN.get("polygons")).hasSizeGreaterThan(10);
        for (JsonNode one : GOLDEN.get("polygons")) {
            int width = one.get("width").intValue();
            int height = one.get("height").intValue();
            Mask mask = Mask.ofPolygon(numbers(one.get("polygon")), width, height);
            double[] box = numbers(one.get("bbox"));

            assertThat(mask.encode()).isEqualTo(one.get("counts").textValue());
            assertThat(mask).isEqualTo(Mask.decode(width, height, mask.encode()));
            assertThat(mask.area()).isEqualTo(one.get("area").longValue());
            assertThat(mask.bounds()).isEqualTo(new Box(box[0], box[1], box[0] + box[2], box[1] + box[3]));
        }
    }

    @Test
    void corners_far_away_are_drawn_in_no_time() {
        double[] square = {-1e10, -1e10, 1e10, -1e10, 1e10, 1e10, -1e10, 1e10};
        assertThat(Mask.ofPolygon(square, 8, 6).area()).isEqualTo(48);
        assertThat(Mask.ofPolygon(new double[] {3, 2, 1e300, 2, 1e300, 5, 3, 5}, 8, 6)
                        .area())
                .isEqualTo(15);
    }

    @Test
    void every_pixel_is_handed_out_once() {
        Mask mask = Mask.where(7, 9, (x, y) -> (x * 5 + y * 3) % 4 == 0);
        int[] seen = new int[7 * 9];
        mask.forEach((x, y) -> seen[y * 7 + x]++);
        assertThat(Mask.where(7, 9, (x, y) -> seen[y * 7 + x] == 1)).isEqualTo(mask);
        assertThat(seen).containsOnly(0, 1);
    }

    @Test
    void overlaps_and_unions_are_those_of_the_tools_of_coco() {
        for (JsonNode pair : GOLDEN.get("pairs")) {
            Mask a = Mask.decode(50, 60, pair.get("a").textValue());
            Mask b = Mask.decode(50, 60, pair.get("b").textValue());

            assertThat(a.iou(b)).isEqualTo(pair.get("iou").doubleValue());
            assertThat(b.iou(a)).isEqualTo(a.iou(b));
            assertThat(a.coverage(b)).isEqualTo(pair.get("crowd").doubleValue());
            assertThat(a.union(b).encode()).isEqualTo(pair.get("union").textValue());
        }
    }

    @Test
    void arithmetic_on_runs_is_that_on_pixels() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int width = 1 + random.nextInt(12);
            int height = 1 + random.nextInt(12);
            boolean[][] first = noise(width, height, random);
            boolean[][] second = noise(width, height, random);
            Mask a = Mask.where(width, height, (x, y) -> first[x][y]);
            Mask b = Mask.where(width, height, (x, y) -> second[x][y]);
            Mask either = Mask.where(width, height, (x, y) -> first[x][y] || second[x][y]);
            Mask both = Mask.where(width, height, (x, y) -> first[x][y] && second[x][y]);

            assertThat(a.intersection(b)).as("seed %d", seed).isEqualTo(both.area());
            assertThat(a.union(b)).as("seed %d", seed).isEqualTo(either);
            assertThat(a.iou(b))
                    .as("seed %d", seed)
                    .isEqualTo(either.isEmpty() ? 0 : both.area() / (double) either.area(), within(1e-15));
            assertThat(Mask.ofCounts(width, height, a.counts()))
                    .as("seed %d", seed)
                    .isEqualTo(a);
            assertThat(Mask.where(width, height, a::contains))
                    .as("seed %d", seed)
                    .isEqualTo(a);
        }
    }

    @Test
    void outlines_of_a_mask_give_the_mask_again() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            boolean[][] pixels = noise(1 + random.nextInt(12), 1 + random.nextInt(12), random);
            Mask mask = Mask.where(pixels.length, pixels[0].length, (x, y) -> pixels[x][y]);

            assertThat(Mask.ofPolygons(mask.polygons(), mask.width(), mask.height()))
                    .as("seed %d", seed)
                    .isEqualTo(mask);
            assertThat(Mask.ofPolygon(mask.outline(), mask.width(), mask.height()))
                    .as("seed %d", seed)
                    .isEqualTo(mask);
        }
    }

    private static boolean[][] noise(int width, int height, Random random) {
        boolean[][] pixels = new boolean[width][height];
        double share = random.nextDouble();
        for (boolean[] column : pixels) {
            for (int y = 0; y < height; y++) {
                column[y] = random.nextDouble() < share;
            }
        }
        return pixels;
    }

    @Test
    void a_square_has_four_corners_and_a_ring_its_hole() {
        Mask square = Mask.where(9, 9, (x, y) -> x >= 2 && x < 5 && y >= 3 && y < 8);
        Mask ring = Mask.where(9, 9, (x, y) -> square.contains(x, y) && !(x == 3 && y == 5));

        assertThat(square.polygons()).singleElement().isEqualTo(new double[] {5, 3, 5, 8, 2, 8, 2, 3});
        assertThat(ring.polygons())
                .singleElement()
                .satisfies(outline -> assertThat(outline).hasSize(2 * (4 + 1 + 4 + 1 + 1)));
        assertThat(ring.area()).isEqualTo(14);
    }

    @Test
    void pixels_that_touch_at_corners_are_parts_of_their_own() {
        assertThat(Mask.where(2, 2, (x, y) -> x == y).polygons()).hasSize(2);
    }

    @Test
    void an_empty_and_a_full_mask_are_masks() {
        Mask empty = Mask.where(4, 3, (x, y) -> false);
        Mask full = Mask.where(4, 3, (x, y) -> true);

        assertThat(empty.counts()).containsExactly(12);
        assertThat(full.counts()).containsExactly(0, 12);
        assertThat(empty.bounds()).isEqualTo(new Box(0, 0, 0, 0));
        assertThat(full.bounds()).isEqualTo(new Box(0, 0, 4, 3));
        assertThat(empty.iou(full)).isZero();
        assertThat(empty.polygons()).isEmpty();
        assertThat(Mask.decode(4, 3, full.encode())).isEqualTo(full).hasSameHashCodeAs(full);
        assertThat(Mask.ofPolygons(List.of(), 4, 3)).isEqualTo(empty);
    }

    @Test
    void runs_of_another_size_are_refused() {
        assertThatThrownBy(() -> Mask.ofCounts(4, 3, 5, 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("11 pixels, 4 x 3 need 12");
        assertThatThrownBy(() -> Mask.ofCounts(4, 3, 5, -1, 8)).hasMessageContaining("-1 pixels");
        assertThatThrownBy(() -> Mask.decode(4, 3, "0\u00e9")).hasMessageContaining("no character");
        assertThatThrownBy(() -> Mask.decode(4, 3, "o")).hasMessageContaining("in the middle");
        Mask other = Mask.where(3, 4, (x, y) -> true);
        assertThatThrownBy(() -> other.iou(Mask.where(4, 3, (x, y) -> true))).hasMessageContaining("4 x 3");
    }
}
