package io.candor.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
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
    void parts_outside_leave_nothing_behind() {
        double[] inside = {10, 10, 50, 10, 50, 30, 10, 30};
        double[] outside = {700, 400, 750, 400, 750, 430, 700, 430};
        double[] above = {300, -90, 500, -90, 500, -20, 300, -20};

        assertThat(Polygon.clip(Polygon.join(List.of(inside, outside)), 640, 640))
                .containsExactly(inside);
        assertThat(Polygon.enclosed(Polygon.clip(Polygon.join(List.of(outside, inside)), 640, 640)))
                .isEqualTo(new Box(10, 10, 50, 30));
        assertThat(Polygon.clip(Polygon.join(List.of(above, outside)), 640, 640))
                .isEmpty();
    }

    @Test
    void what_joined_parts_enclose_is_cut_as_each_part_is() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < 2000; trial++) {
            List<double[]> parts = IntStream.range(0, 2 + random.nextInt(3))
                    .mapToObj(i -> triangle(random))
                    .toList();
            double[] apart = parts.stream()
                    .map(part -> Polygon.enclosed(Polygon.clip(part, 10, 10)))
                    .filter(box -> box.area() > 0)
                    .flatMapToDouble(box -> DoubleStream.of(box.x1(), box.y1(), box.x2(), box.y2()))
                    .toArray();

            double[] cut = Polygon.clip(Polygon.join(parts), 10, 10);

            assertThat(Polygon.enclosed(cut)).as("seed %d", seed).isEqualTo(Polygon.extent(apart));
            assertThat(Polygon.enclosed(Polygon.clip(cut, 10, 10)))
                    .as("seed %d", seed)
                    .isEqualTo(Polygon.extent(apart));
            assertThat(Mask.ofPolygon(cut, 10, 10))
                    .as("seed %d", seed)
                    .isEqualTo(Mask.ofPolygon(
                            Polygon.join(parts.stream()
                                    .map(part -> Polygon.clip(part, 10, 10))
                                    .filter(part -> part.length > 0)
                                    .toList()),
                            10,
                            10));
        }
    }

    private static double[] triangle(Random random) {
        double x = random.nextDouble() * 30 - 10;
        double y = random.nextDouble() * 30 - 10;
        return new double[] {
            x, y, x + 1 + random.nextDouble() * 8, y - random.nextDouble() * 5, x, y + 1 + random.nextDouble() * 8
        };
    }

    @Test
    void crossings_are_found_among_many_sides_without_comparing_all() {
        int corners = 50_000;
        double[] comb = new double[2 * corners + 4];
        for (int i = 0; i < corners; i++) {
            comb[2 * i] = i;
            comb[2 * i + 1] = i % 2;
        }
        comb[2 * corners] = corners;
        comb[2 * corners + 1] = -1;
        comb[2 * corners + 3] = -1;
        assertThat(Polygon.crossesItself(comb)).isFalse();
        comb[2 * corners + 1] = 3;
        assertThat(Polygon.crossesItself(comb)).isTrue();
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
