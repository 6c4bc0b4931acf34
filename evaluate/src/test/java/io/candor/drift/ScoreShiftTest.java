package io.candor.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreShiftTest {

    @Test
    void equal_shares_have_no_shift() {
        assertThat(ScoreShift.stabilityIndex(new double[] {10, 20, 30}, new double[] {1, 2, 3}))
                .isCloseTo(0, within(1e-15));
        assertThat(ScoreShift.largestDistance(new double[] {10, 20, 30}, new double[] {1, 2, 3}))
                .isCloseTo(0, within(1e-15));
    }

    @Test
    void the_stability_index_of_a_worked_example() {
        // (.4 - .5) ln(.4 / .5) + (.35 - .3) ln(.35 / .3) + (.25 - .2) ln(.25 / .2), by hand
        double index = ScoreShift.stabilityIndex(new double[] {50, 30, 20}, new double[] {40, 35, 25});
        assertThat(index).isCloseTo(.0223144 + .0077075 + .0111572, within(1e-6));
    }

    @Test
    void an_empty_bin_counts_half_a_detection() {
        double index = ScoreShift.stabilityIndex(new double[] {50, 50}, new double[] {100, 0});
        double expected = (1 - .5) * Math.log(1 / .5) + (.005 - .5) * Math.log(.005 / .5);
        assertThat(index).isCloseTo(expected, within(1e-12));
        assertThat(ScoreShift.stabilityIndex(new double[] {5}, new double[] {0}))
                .isNaN();
    }

    @Test
    void the_largest_distance_equals_the_obvious_one_on_raw_values() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int[] one = random.ints(200, 0, 30).toArray();
            int[] other = random.ints(90, 3, 33).toArray();
            double slow = 0;
            for (int x = 0; x < 40; x++) {
                slow = Math.max(slow, Math.abs(share(one, x) - share(other, x)));
            }
            assertThat(ScoreShift.largestDistance(histogram(one), histogram(other)))
                    .as("seed %d", seed)
                    .isCloseTo(slow, within(1e-12));
        }
    }

    @Test
    void kolmogorovs_distribution_has_its_published_quantiles() {
        // Smirnov (1948): P(sqrt(n) D >= 1.3581) = .05, 1.2238: .10, 1.6276: .01; with large samples the correction
        // vanishes
        double n = 2e10;
        double root = Math.sqrt(n / 2);
        assertThat(ScoreShift.distanceByChance(1.3581 / root, n, n)).isCloseTo(.05, within(1e-4));
        assertThat(ScoreShift.distanceByChance(1.2238 / root, n, n)).isCloseTo(.10, within(1e-4));
        assertThat(ScoreShift.distanceByChance(1.6276 / root, n, n)).isCloseTo(.01, within(1e-4));
        assertThat(ScoreShift.distanceByChance(0, 100, 100)).isEqualTo(1);
        assertThat(ScoreShift.distanceByChance(1, 100, 100)).isCloseTo(0, within(1e-12));
    }

    @Test
    void chance_exceeds_its_index_about_once_in_twenty() {
        Random random = new Random(5);
        int exceeded = 0;
        for (int trial = 0; trial < 2000; trial++) {
            double[] one = histogram(random.ints(400, 0, 10).toArray());
            double[] other = histogram(random.ints(300, 0, 10).toArray());
            double index = ScoreShift.stabilityIndex(Arrays.copyOf(one, 10), Arrays.copyOf(other, 10));
            exceeded += index > ScoreShift.chanceIndex(400, 300, 10) ? 1 : 0;
        }
        assertThat(exceeded / 2000d).isBetween(.035, .07);
    }

    @Test
    void groups_hold_equal_shares_of_the_reference_and_none_is_empty() {
        double[] counts = {9, 0, 0, 4, 4, 4, 4, 0, 0, 0};
        int[] ends = ScoreShift.equalShares(counts, 1, 4);
        assertThat(ends).containsExactly(4, 5, 6, 10);
        assertThat(ScoreShift.grouped(counts, 1, ends)).containsExactly(4, 4, 4, 4);
        int[] lumped = ScoreShift.equalShares(new double[] {0, 100, 1, 0}, 0, 4);
        assertThat(ScoreShift.grouped(new double[] {0, 100, 1, 0}, 0, lumped)).containsExactly(100, 1);
        assertThat(ScoreShift.equalShares(new double[] {0, 0}, 0, 4)).containsExactly(2);
    }

    @Test
    void the_normal_quantiles_are_the_tabulated_ones() {
        assertThat(Normal.upperQuantile(.025)).isCloseTo(1.95996, within(5e-4));
        assertThat(Normal.upperQuantile(.005)).isCloseTo(2.57583, within(5e-4));
        assertThat(Normal.upperQuantile(.0005)).isCloseTo(3.29053, within(5e-4));
    }

    private static double share(int[] values, int atMost) {
        return Arrays.stream(values).filter(v -> v <= atMost).count() / (double) values.length;
    }

    private static double[] histogram(int[] values) {
        double[] counts = new double[40];
        for (int value : values) {
            counts[value]++;
        }
        return counts;
    }
}
