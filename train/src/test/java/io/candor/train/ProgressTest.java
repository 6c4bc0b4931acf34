package io.candor.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void while_nothing_is_found_the_latest_epoch_is_the_best() {
        Progress progress = Progress.start().nextEpoch(0).nextEpoch(0).nextEpoch(0);
        assertThat(progress.bestEpoch()).isEqualTo(2);
    }

    @Test
    void afterwards_only_a_greater_fitness_improves() {
        Progress progress =
                Progress.start().nextEpoch(0).nextEpoch(.2).nextEpoch(.2).nextEpoch(0);
        assertThat(progress.bestEpoch()).isEqualTo(1);
        assertThat(progress.best()).isEqualTo(.2);
    }

    @Test
    void without_an_opinion_the_latest_epoch_is_the_best_and_the_fitness_stays() {
        Progress progress = Progress.start().nextEpoch(.2).nextEpoch(Double.NaN);
        assertThat(progress.bestEpoch()).isEqualTo(1);
        assertThat(progress.best()).isEqualTo(.2);
    }
}
