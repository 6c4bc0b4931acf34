package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClosestTest {

    @Test
    void distance_counts_insertions_deletions_and_substitutions() {
        assertThat(Closest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Closest.distance("", "abc")).isEqualTo(3);
        assertThat(Closest.distance("abc", "abc")).isZero();
    }

    @Test
    void the_closest_candidate_wins_whatever_the_case_and_the_hyphens() {
        assertThat(Closest.to("LR-0", List.of("lrf", "lr0", "epochs"))).isEqualTo("lr0");
        assertThat(Closest.to("epoch", List.of("patience", "epochs"))).isEqualTo("epochs");
    }
}
