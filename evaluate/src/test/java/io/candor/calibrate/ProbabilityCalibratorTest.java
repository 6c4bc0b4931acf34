package io.candor.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.golden.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbabilityCalibratorTest {

    @Test
    void the_temperature_of_two_published_classifiers() {
        JsonNode models = Golden.json(Golden.shared("calibration/classification_metrics.json"))
                .get("models");
        for (String name : List.of("wrn_cifar10", "densenet_cifar100")) {
            LabelledProbabilities all = records(name);
            JsonNode row = models.get(name);
            assertThat(all.logLoss()).isCloseTo(row.get("before").get("nll").asDouble(), within(1e-9));
            Softmax whole = Softmax.fit(all);
            assertThat(whole.temperature())
                    .as(name)
                    .isCloseTo(row.get("temperature").get("T").asDouble(), withinPercentage(1e-4));
            assertThat(all.after(whole).logLoss())
                    .isCloseTo(row.get("temperature").get("nll_after").asDouble(), within(1e-9));
            LabelledProbabilities even =
                    all.at(IntStream.range(0, 1000).map(i -> 2 * i).toArray());
            assertThat(Softmax.fit(even).temperature())
                    .isCloseTo(row.get("temperature_split").get("T").asDouble(), withinPercentage(1e-4));
        }
    }

    @Test
    void vector_scaling_fits_at_least_as_well_as_a_temperature() {
        LabelledProbabilities all = records("wrn_cifar10");
        VectorScaling vector = VectorScaling.fit(all);
        assertThat(all.after(vector).logLoss())
                .isLessThan(all.after(Softmax.fit(all)).logLoss());
        assertThat(vector.apply(all.probabilities()[3]))
                .satisfies(p -> assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12)));
    }

    /** Plain gradient descent with small steps, from the same definition of the objective. */
    @Test
    void vector_scaling_finds_what_gradient_descent_finds() {
        LabelledProbabilities random = random(11, 80, 3);
        VectorScaling fast = VectorScaling.fit(random);
        double[] slow = {1, 1, 1, 0, 0, 0};
        for (int step = 0; step < 6_000; step++) {
            double[] gradient = numericalGradient(random, slow);
            for (int j = 0; j < slow.length; j++) {
                slow[j] -= .5 * gradient[j];
            }
        }
        for (int k = 0; k < 3; k++) {
            assertThat(fast.scale()[k]).isCloseTo(slow[k], within(1e-3));
            assertThat(fast.shift()[k]).isCloseTo(slow[3 + k], within(1e-3));
        }
    }

    private static double[] numericalGradient(LabelledProbabilities data, double[] at) {
        double[] gradient = new double[at.length];
        for (int j = 0; j < at.length; j++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[j] += 1e-5;
            down[j] -= 1e-5;
            gradient[j] = (objective(data, up) - objective(data, down)) / 2e-5;
        }
        return gradient;
    }

    private static double objective(LabelledProbabilities data, double[] w) {
        VectorScaling scaling = new VectorScaling(Arrays.copyOf(w, 3), Arrays.copyOfRange(w, 3, 6));
        double away = 0;
        for (int j = 0; j < w.length; j++) {
            away += Math.pow(w[j] - (j < 3 ? 1 : 0), 2);
        }
        return data.after(scaling).logLoss() + away / (2 * data.size());
    }

    @Test
    void separable_and_missing_classes_give_finite_scalings() {
        double[][] rows = {{.9, .1, 0}, {.8, .2, 0}, {.3, .7, 0}, {0, 1, 0}};
        LabelledProbabilities separable = new LabelledProbabilities(rows, new int[] {0, 0, 1, 1});
        assertThat(Softmax.fit(separable).temperature()).isBetween(.01, 1.);
        for (double[] row : separable.after(VectorScaling.fit(separable)).probabilities()) {
            assertThat(row).doesNotContain(Double.NaN);
        }
        double[][] wrong = {{.9, .1}, {.8, .2}};
        assertThat(Softmax.fit(new LabelledProbabilities(wrong, new int[] {1, 1}))
                        .temperature())
                .isCloseTo(100, within(1e-6));
        double[][] flat = {{.5, .5}, {.5, .5}};
        assertThat(Softmax.fit(new LabelledProbabilities(flat, new int[] {0, 1}))
                        .temperature())
                .isEqualTo(1);
    }

    private static LabelledProbabilities random(long seed, int rows, int classes) {
        Random random = new Random(seed);
        double[][] probabilities = new double[rows][];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            probabilities[i] =
                    Softmax.of(random.doubles(classes).map(d -> 4 * d).toArray());
            double[] truth = Softmax.of(
                    Arrays.stream(probabilities[i]).map(p -> Math.log(p) / 2).toArray());
            double drawn = random.nextDouble();
            while (drawn > truth[labels[i]] && labels[i] < classes - 1) {
                drawn -= truth[labels[i]++];
            }
        }
        return new LabelledProbabilities(probabilities, labels);
    }

    private static LabelledProbabilities records(String name) {
        byte[] file = Golden.shared("calibration/classification_records.safetensors");
        double[] flat = Golden.tensor(file, name + "_probs");
        double[] labels = Golden.tensor(file, name + "_labels");
        int classes = flat.length / labels.length;
        double[][] rows = IntStream.range(0, labels.length)
                .mapToObj(i -> Arrays.copyOfRange(flat, i * classes, (i + 1) * classes))
                .toArray(double[][]::new);
        return new LabelledProbabilities(
                rows, Arrays.stream(labels).mapToInt(l -> (int) l).toArray());
    }
}
