package io.candor.data.synth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RouterTest {

    @Test
    void a_free_way_is_straight() {
        Router router = new Router(10, 10);
        List<Integer> way = router.route(1, router.cell(0, 4), router.cell(9, 4), -1, false);
        assertThat(way).hasSize(10).allMatch(cell -> cell / 10 == 4);
    }

    @Test
    void tracks_never_share_a_cell_nor_cross_on_a_diagonal() {
        Router router = new Router(6, 6);
        assertThat(router.route(1, router.cell(0, 0), router.cell(5, 5), -1, false))
                .hasSize(6);
        assertThat(router.route(2, router.cell(5, 0), router.cell(0, 5), -1, false))
                .isEmpty();
    }

    @Test
    void the_first_step_leaves_in_the_given_direction() {
        Router router = new Router(8, 8);
        List<Integer> way = router.route(1, router.cell(4, 4), router.cell(0, 4), 0, false);
        assertThat(way.get(1)).isEqualTo(router.cell(5, 4));
        assertThat(way.get(way.size() - 1)).isEqualTo(router.cell(0, 4));
    }

    @Test
    void a_wall_is_gone_around() {
        Router router = new Router(7, 7);
        for (int row = 0; row < 6; row++) {
            router.occupy(3, row, 9, false);
        }
        List<Integer> way = router.route(1, router.cell(0, 0), router.cell(6, 0), -1, false);
        assertThat(way).contains(router.cell(3, 6)).doesNotContain(router.cell(3, 0));
    }

    @Test
    void broad_things_keep_a_cell_between_them() {
        Router router = new Router(7, 7);
        router.occupy(3, 3, 9, true);
        List<Integer> way = router.route(1, router.cell(0, 3), router.cell(6, 3), -1, true);
        assertThat(way).isNotEmpty();
        for (int cell : way) {
            int distance = Math.abs(cell % 7 - 3) + Math.abs(cell / 7 - 3);
            assertThat(distance).isGreaterThan(1);
        }
    }
}
