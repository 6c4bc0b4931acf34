package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.target.Smoothing;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TinyNetworkTest {

    private final Random random = new Random(3);
    private final double[][] x = IntStream.range(0, 7)
            .mapToObj(n -> random.doubles(4, -1, 1).toArray())
            .toArray(double[][]::new);
    private final int[] labels = {0, 1, 2, 1, 0, 2, 2};
    private final int[] rows = {0, 1, 2, 3, 4, 5, 6};

    @Test
    void the_gradient_is_the_slope_of_the_loss() {
        Smoothing smoothing = new Smoothing.Uniform(0.2);
        TinyNetwork network = new TinyNetwork(4, 5, 3, 1);
        network.backward(x, labels, rows, smoothing);
        double[] slopes = IntStream.range(0, network.parameters.length)
                .mapToDouble(network::gradient)
                .toArray();
        double step = 1e-6;
        for (int i = 0; i < slopes.length; i++) {
            network.parameters[i] += step;
            double above = network.backward(x, labels, rows, smoothing);
            network.parameters[i] -= 2 * step;
            double below = network.backward(x, labels, rows, smoothing);
            network.parameters[i] += step;
            assertThat(slopes[i]).as("parameter %d", i).isCloseTo((above - below) / (2 * step), within(1e-7));
        }
    }

    @Test
    void probabilities_sum_to_one_and_training_lowers_the_loss() {
        TinyNetwork network = new TinyNetwork(4, 5, 3, 1);
        assertThat(java.util.Arrays.stream(network.probabilities(x[0])).sum()).isCloseTo(1, within(1e-12));
        double first = network.step(x, labels, rows, new Smoothing.None(), 0.01);
        double last = first;
        for (int i = 0; i < 200; i++) {
            last = network.step(x, labels, rows, new Smoothing.None(), 0.01);
        }
        assertThat(last).isLessThan(first / 3);
    }

    @Test
    void smoothing_changes_what_is_learned() {
        TinyNetwork plain = new TinyNetwork(4, 5, 3, 1);
        TinyNetwork smoothed = new TinyNetwork(4, 5, 3, 1);
        for (int i = 0; i < 200; i++) {
            plain.step(x, labels, rows, new Smoothing.None(), 0.01);
            smoothed.step(x, labels, rows, new Smoothing.Uniform(0.3), 0.01);
        }
        assertThat(smoothed.probabilities(x[0])[0]).isLessThan(plain.probabilities(x[0])[0]);
    }
}
