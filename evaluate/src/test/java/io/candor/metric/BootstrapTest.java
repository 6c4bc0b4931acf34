package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    private static final BootstrapSettings DEFAULTS = BootstrapSettings.defaults();

    @Test
    void the_interval_of_a_mean_has_the_width_statistics_says() {
        Random random = new Random(3);
        double[] values = random.doubles(400, 0, 1).toArray();
        Interval interval =
                Bootstrap.intervals(values.length, mean(values), DEFAULTS).get(0);
        double expected = 2 * 1.96 * Math.sqrt(1 / 12.) / 20;
        assertThat(interval.high() - interval.low()).isCloseTo(expected, within(.15 * expected));
        assertThat(interval.low()).isLessThan(.5);
        assertThat(interval.high()).isGreaterThan(.5);
    }

    @Test
    void a_difference_on_the_same_images_is_known_better_than_either_figure() {
        Random random = new Random(4);
        double[] one = random.doubles(300).toArray();
        double[] other = java.util.Arrays.stream(one).map(v -> v + .01).toArray();
        Interval difference =
                Bootstrap.intervals(300, mean(other).minus(mean(one)), DEFAULTS).get(0);
        assertThat(difference.low()).isCloseTo(.01, within(1e-9));
        assertThat(difference.high()).isCloseTo(.01, within(1e-9));
        assertThat(difference.excludesZero()).isTrue();
    }

    @Test
    void the_same_seed_gives_the_same_intervals_and_another_does_not() {
        double[] values = new Random(5).doubles(50).toArray();
        List<Interval> first = Bootstrap.intervals(50, mean(values), DEFAULTS);
        assertThat(Bootstrap.intervals(50, mean(values), DEFAULTS)).isEqualTo(first);
        assertThat(Bootstrap.intervals(50, mean(values), new BootstrapSettings(1000, .95, 1)))
                .isNotEqualTo(first);
    }

    @Test
    void a_figure_that_many_resamples_lack_has_no_interval() {
        Resampled onlyWithTheFirst = weights -> new double[] {weights[0] > 0 ? 1 : Double.NaN, 1};
        List<Interval> intervals = Bootstrap.intervals(10, onlyWithTheFirst, DEFAULTS);
        assertThat(intervals.get(0).isKnown()).isFalse();
        assertThat(intervals.get(0).excludesZero()).isFalse();
        assertThat(intervals.get(1)).isEqualTo(new Interval(1, 1));
        assertThat(Bootstrap.intervals(0, weights -> new double[] {1}, DEFAULTS))
                .containsExactly(Interval.UNKNOWN);
    }

    @Test
    void settings_say_themselves_and_refuse_nonsense() {
        assertThat(DEFAULTS.words(12)).isEqualTo("95 % percentile bootstrap over 12 images, 1000 resamples, seed 0");
        assertThatThrownBy(() -> new BootstrapSettings(0, .95, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BootstrapSettings(10, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_large_set_is_resampled_less_often_and_says_so() {
        assertThat(DEFAULTS.affordable(150_000)).isEqualTo(DEFAULTS);
        assertThat(DEFAULTS.affordable(1_500_000).resamples()).isEqualTo(200);
        assertThat(DEFAULTS.affordable(100_000_000).words(9)).contains(" 100 resamples");
        assertThat(DEFAULTS.withResamples(20).affordable(100_000_000).resamples())
                .isEqualTo(20);
    }

    private static Resampled mean(double[] values) {
        return weights -> {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += weights[i] * values[i];
            }
            return new double[] {sum / values.length};
        };
    }
}
