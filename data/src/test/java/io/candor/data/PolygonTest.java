package io.candor.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolygonTest {

    @Test
    void a_polygon_inside_stays_as_it_is() {
        double[] triangle = {1, 1, 9, 1, 5, 9};
        assertThat(Polygon.clip(triangle, 10, 10)).containsExactly(triangle);
    }

    @Test
    void a_polygon_outside_vanishes() {
        assertThat(Polygon.clip(new double[] {11, 1, 19, 1, 15, 9}, 10, 10)).isEmpty();
        assertThat(Polygon.extent(new double[0])).isEqualTo(new Box(0, 0, 0, 0));
    }

    @Test
    void a_polygon_across_an_edge_is_cut_along_it() {
        double[] diamond = {0, 5, 5, 0, 10, 5, 5, 10};
        assertThat(Polygon.extent(Polygon.clip(diamond, 7, 20))).isEqualTo(new Box(0, 0, 7, 10));
    }

    @Test
    void cutting_a_rectangle_equals_cutting_its_box() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < 1000; trial++) {
            double x = random.nextDouble() * 30 - 10;
            double y = random.nextDouble() * 30 - 10;
            Box box = new Box(x, y, x + random.nextDouble() * 20, y + random.nextDouble() * 20);
            double[] corners = {box.x1(), box.y1(), box.x2(), box.y1(), box.x2(), box.y2(), box.x1(), box.y2()};
            double[] cut = Polygon.clip(corners, 10, 10);
            assertThat(Polygon.extent(cut).area())
                    .as("seed %d", seed)
                    .isCloseTo(box.clip(10, 10).area(), within(1e-9));
        }
    }

    @Test
    void parts_joined_into_one_outline_cover_the_same_pixels() {
        double[] left = {1, 1, 6, 1, 6, 8, 1, 8};
        double[] right = {9.5, 2, 14, 3, 12, 9};
        double[] below = {2, 11, 13, 11, 13, 15};
        Mask apart = Mask.ofPolygons(List.of(left, right, below), 20, 20);

        assertThat(Mask.ofPolygon(Polygon.join(List.of(left, right, below)), 20, 20))
                .isEqualTo(apart);
        assertThat(Polygon.join(List.of(left))).isSameAs(left);
        assertThat(Polygon.join(List.of())).isEmpty();
    }

    @Test
    void crossing_sides_are_found_and_touching_ones_are_not() {
        assertThat(Polygon.crossesItself(new double[] {0, 0, 9, 9, 9, 0, 0, 9})).isTrue();
        assertThat(Polygon.crossesItself(new double[] {0, 0, 9, 0, 9, 9, 0, 9})).isFalse();
        assertThat(Polygon.crossesItself(new double[] {0, 0, 9, 0, 5, 0, 5, 9})).isFalse();
        double[] square = {0, 0, 9, 0, 9, 9, 0, 9};
        double[] hole = {3, 3, 3, 6, 6, 6, 6, 3};
        assertThat(Polygon.crossesItself(Polygon.join(List.of(square, hole)))).isFalse();
    }

    @Test
    void corners_that_coincide_are_counted_once() {
        assertThat(Polygon.corners(new double[] {1, 1, 2, 2, 1, 1, 2, 2})).isEqualTo(2);
        assertThat(Polygon.corners(new double[] {1, 1, 2, 2, 1, 2})).isEqualTo(3);
    }
}
