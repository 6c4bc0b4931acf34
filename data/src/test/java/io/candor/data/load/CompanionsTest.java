package io.candor.data.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.data.augment.Chance;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CompanionsTest {

    @Test
    void the_window_is_eight_batches_at_most_a_thousand_and_never_more_than_there_is() {
        assertThat(Companions.window(5000, 16)).isEqualTo(128);
        assertThat(Companions.window(5000, 256)).isEqualTo(1000);
        assertThat(Companions.window(100, 16)).isEqualTo(100);
        assertThat(Companions.window(5000, Integer.MAX_VALUE)).isEqualTo(1000);
    }

    @Test
    void companions_come_from_the_window_that_ends_at_the_own_position() {
        Set<Integer> chosen = new TreeSet<>();
        for (int sample = 0; sample < 1000; sample++) {
            chosen.add(Companions.choose(500, 5000, 2, Chance.of(0, 0, sample)));
        }
        assertThat(chosen).hasSize(16).first().isEqualTo(485);
        assertThat(chosen).last().isEqualTo(500);
    }

    @Test
    void at_the_start_the_order_is_a_ring() {
        for (int sample = 0; sample < 1000; sample++) {
            assertThat(Companions.choose(0, 50, 1, Chance.of(0, 0, sample))).matches(p -> p == 0 || p >= 43);
        }
    }
}
