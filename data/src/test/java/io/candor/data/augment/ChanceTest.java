package io.candor.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChanceTest {

    @Test
    void the_same_sample_of_the_same_epoch_has_the_same_numbers() {
        Chance first = Chance.of(1, 2, 3);
        Chance second = Chance.of(1, 2, 3);
        for (int i = 0; i < 100; i++) {
            assertThat(first.uniform()).isEqualTo(second.uniform());
        }
    }

    /** Pinned, because every trained network depends on them: a change here makes old runs impossible to repeat. */
    @Test
    void the_numbers_never_change() {
        Chance chance = Chance.of(0, 0, 0);
        assertThat(chance.uniform()).isEqualTo(0.1296456182997474);
        assertThat(chance.beta(32)).isCloseTo(0.49917985861102243, within(1e-14));
    }

    @Test
    void neighbouring_seeds_epochs_and_samples_share_no_number() {
        Set<Double> seen = new HashSet<>();
        for (int seed = 0; seed < 10; seed++) {
            for (int epoch = 0; epoch < 10; epoch++) {
                for (int sample = -1; sample < 10; sample++) {
                    assertThat(seen.add(Chance.of(seed, epoch, sample).uniform()))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void uniform_numbers_fill_their_interval_evenly() {
        double[] numbers = numbers(sample -> Chance.of(5, 0, sample).uniform(-1, 3));
        assertThat(DoubleStream.of(numbers).min().orElseThrow()).isBetween(-1.0, -0.99);
        assertThat(DoubleStream.of(numbers).max().orElseThrow()).isBetween(2.99, 3.0);
        assertThat(DoubleStream.of(numbers).average().orElseThrow()).isCloseTo(1, within(0.05));
    }

    private static double[] numbers(java.util.function.IntToDoubleFunction draw) {
        return IntStream.range(0, 10_000).mapToDouble(draw).toArray();
    }

    @Test
    void integers_reach_every_value_below_their_bound() {
        Chance chance = Chance.of(1, 1, 1);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            seen.add(chance.below(7));
        }
        assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void what_has_probability_zero_never_happens_and_one_always() {
        Chance chance = Chance.of(1, 1, 1);
        for (int i = 0; i < 1000; i++) {
            assertThat(chance.happens(0)).isFalse();
            assertThat(chance.happens(1)).isTrue();
        }
    }

    @Test
    void beta_has_the_mean_and_variance_of_its_distribution() {
        for (double shape : new double[] {1, 32}) {
            double[] numbers = numbers(sample -> Chance.of(9, 0, sample).beta(shape));
            double mean = DoubleStream.of(numbers).average().orElseThrow();
            double variance = DoubleStream.of(numbers)
                    .map(number -> (number - mean) * (number - mean))
                    .average()
                    .orElseThrow();
            assertThat(mean).isCloseTo(0.5, within(0.01));
            assertThat(variance).isCloseTo(1 / (4 * (2 * shape + 1)), within(0.003 / shape));
        }
    }
}
