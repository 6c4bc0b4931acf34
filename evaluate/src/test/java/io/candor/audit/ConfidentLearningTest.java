package io.candor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.candor.audit.ConfidentLearning.Doubt;
import io.candor.calibrate.LabelledProbabilities;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfidentLearningTest {

    @Test
    void the_worked_example_of_two_classes() {
        // thresholds: mean p0 of label 0 is (.9 + .8 + .2) / 3 = .633; mean p1 of label 1 is (.9 + .7) / 2 = .8
        double[][] p = {{.9, .1}, {.8, .2}, {.2, .8}, {.1, .9}, {.3, .7}};
        ConfidentLearning found = ConfidentLearning.of(new LabelledProbabilities(p, new int[] {0, 0, 0, 1, 1}));
        assertThat(found.ranked().get(0).sample()).isEqualTo(2);
        assertThat(found.ranked().get(0).suggested()).isEqualTo(1);
        assertThat(found.ranked()).filteredOn(s -> s.doubt() == Doubt.WRONG).hasSize(1);
        // row 0 counts two as 0 and one as 1, and holds three of five samples; row 1 counts one (.9) as 1
        assertThat(found.joint()[0]).containsExactly(.4, .2);
        assertThat(found.joint()[1]).containsExactly(0, .4);
        assertThat(found.noise()).isCloseTo(.2, within(1e-12));
    }

    @Test
    void labels_that_agree_with_the_model_are_not_doubted() {
        double[][] p = {{.9, .1}, {.1, .9}};
        ConfidentLearning found = ConfidentLearning.of(new LabelledProbabilities(p, new int[] {0, 1}));
        assertThat(found.ranked()).allMatch(suspect -> suspect.doubt() == Doubt.NONE);
        assertThat(found.noise()).isZero();
    }

    @Test
    void the_first_tenth_of_the_list_holds_at_least_half_of_the_planted_errors() {
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            int classes = 8;
            int samples = 1000;
            double[][] p = new double[samples][];
            int[] labels = new int[samples];
            boolean[] planted = new boolean[samples];
            for (int n = 0; n < samples; n++) {
                int truth = random.nextInt(classes);
                p[n] = predicted(truth, classes, random);
                planted[n] = random.nextDouble() < .1;
                labels[n] = planted[n] ? (truth + 1 + random.nextInt(classes - 1)) % classes : truth;
            }
            ConfidentLearning found = ConfidentLearning.of(new LabelledProbabilities(p, labels));
            long all = countPlanted(planted);
            long early = found.ranked().subList(0, samples / 10).stream()
                    .filter(suspect -> planted[suspect.sample()])
                    .count();
            assertThat(early).as("seed %d, %d planted", seed, all).isGreaterThanOrEqualTo((all + 1) / 2);
            assertThat(found.noise()).as("seed %d", seed).isBetween(.05, .2);
        }
    }

    private static long countPlanted(boolean[] planted) {
        long count = 0;
        for (boolean one : planted) {
            count += one ? 1 : 0;
        }
        return count;
    }

    /** A classifier that is right in about four of five cases and more or less sure. */
    private static double[] predicted(int truth, int classes, Random random) {
        double[] logits = new double[classes];
        Arrays.setAll(logits, k -> random.nextGaussian() + (k == truth ? 2.5 : 0));
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        return Arrays.stream(logits).map(z -> Math.exp(z) / sum).toArray();
    }
}
