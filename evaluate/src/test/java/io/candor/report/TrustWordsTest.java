package io.candor.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.metric.Reliability;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrustWordsTest {

    @Test
    void small_gaps_are_honest_unless_levels_contradict_one_another() {
        assertThat(TrustWords.of(.01, .01, Optional.empty())).isEqualTo("honest");
        assertThat(TrustWords.of(-.01, .1, Optional.empty())).isEqualTo("honest on average, but not at every level");
    }

    @Test
    void larger_gaps_say_in_which_direction_they_are() {
        assertThat(TrustWords.of(.123, .13, Optional.empty())).isEqualTo("too high by 12.3 points");
        assertThat(TrustWords.of(-.05, .06, Optional.empty())).isEqualTo("too low by 5.0 points");
    }

    @Test
    void what_calibration_makes_of_it_is_said_too() {
        Reliability after = new Reliability(List.of(), 2, .01, .01, .01, .01, 0, .5, .5, .5, .2, .5);
        assertThat(TrustWords.of(-.05, .06, Optional.of(after)))
                .isEqualTo("too low by 5.0 points before calibration and honest after it");
    }
}
