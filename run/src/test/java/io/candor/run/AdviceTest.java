package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.run.Advice.Against;
import io.candor.run.Advice.Facts;
import io.candor.run.Advice.Task;
import org.junit.jupiter.api.Test;

class AdviceTest {

    private static final double UNKNOWN = Double.NaN;
    private static final Facts DETECTOR = new Facts(Task.DETECT, 6, 5000, 1.5, 0, UNKNOWN, UNKNOWN);
    private static final Facts CLASSIFIER = new Facts(Task.CLASSIFY, 10, 60_000, 1, UNKNOWN, UNKNOWN, UNKNOWN);

    @Test
    void a_detector_begins_without_and_a_classifier_with_a_tenth() {
        assertThat(Advice.of(DETECTOR).factor()).isZero();
        assertThat(Advice.of(DETECTOR).options()).isEqualTo("--label-smoothing 0");
        assertThat(Advice.of(CLASSIFIER).factor()).isEqualTo(0.1);
    }

    @Test
    void few_samples_and_long_tails_lower_the_factor() {
        assertThat(Advice.of(facts(CLASSIFIER, 500, 1, UNKNOWN, UNKNOWN)).factor())
                .isEqualTo(0.05);
        Advice tail = Advice.of(facts(CLASSIFIER, 60_000, 40, UNKNOWN, UNKNOWN));
        assertThat(tail.factor()).isEqualTo(0.05);
        assertThat(tail.reasons()).anyMatch(reason -> reason.source().contains("Shen"));
    }

    @Test
    void an_under_confident_run_speaks_against_smoothing_and_for_calibration() {
        Advice advice = Advice.of(facts(CLASSIFIER, 60_000, 1, -0.1, UNKNOWN));
        assertThat(advice.factor()).isZero();
        assertThat(advice.against()).isEqualTo(Against.YES);
        assertThat(advice.reasons()).anyMatch(reason -> reason.text().contains("candor calibrate"));
    }

    @Test
    void an_over_confident_detector_gets_a_little() {
        Advice advice = Advice.of(facts(DETECTOR, 5000, 1, 0.1, UNKNOWN));
        assertThat(advice.factor()).isEqualTo(0.05);
        assertThat(advice.against()).isEqualTo(Against.NO);
        assertThat(advice.schedule()).isEqualTo("warmup");
    }

    @Test
    void noise_raises_the_factor_until_there_is_too_much_of_it() {
        assertThat(Advice.of(facts(DETECTOR, 5000, 1, 0, 0.02)).factor()).isZero();
        assertThat(Advice.of(facts(DETECTOR, 5000, 1, 0, 0.08)).factor()).isEqualTo(0.1);
        assertThat(Advice.of(facts(DETECTOR, 5000, 1, 0, 0.2)).factor()).isEqualTo(0.2);
        assertThat(Advice.of(facts(DETECTOR, 5000, 1, 0, 0.2)).schedule()).isEqualTo("constant");
        Advice most = Advice.of(facts(DETECTOR, 5000, 1, 0, 0.5));
        assertThat(most.factor()).isZero();
        assertThat(most.reasons()).anyMatch(reason -> reason.text().contains("negative smoothing"));
    }

    @Test
    void one_class_needs_the_convention_that_acts_on_it() {
        assertThat(Advice.of(new Facts(Task.DETECT, 1, 5000, 1, 0, 0.1, UNKNOWN))
                        .convention())
                .isEqualTo("binary");
        assertThat(Advice.of(DETECTOR).convention()).isEqualTo("uniform");
    }

    @Test
    void crowded_objects_and_unknown_confidence_are_mentioned() {
        Advice advice = Advice.of(new Facts(Task.DETECT, 6, 5000, 1, 0.3, UNKNOWN, UNKNOWN));
        assertThat(advice.reasons())
                .anyMatch(reason -> reason.text().startsWith("30 % of the objects"))
                .anyMatch(reason -> reason.text().contains("--run"));
    }

    private static Facts facts(Facts like, int samples, double imbalance, double gap, double noise) {
        return new Facts(like.task(), like.classes(), samples, imbalance, like.crowded(), gap, noise);
    }

    @Test
    void an_under_confident_run_with_wrong_labels_is_smoothed_and_nothing_speaks_against_it() {
        Advice advice = Advice.of(facts(CLASSIFIER, 60_000, 1, -0.1, 0.1));
        assertThat(advice.factor()).isEqualTo(0.1);
        assertThat(advice.against()).isEqualTo(Against.NO);
        assertThat(advice.reasons())
                .anyMatch(reason -> reason.text().contains("the wrong labels weigh more"))
                .noneMatch(reason -> reason.text().contains("speaks against it"));
    }

    @Test
    void a_long_tail_has_the_last_word_over_noise() {
        Advice advice = Advice.of(facts(CLASSIFIER, 60_000, 20, UNKNOWN, 0.2));
        assertThat(advice.factor()).isEqualTo(0.05);
        assertThat(advice.reasons())
                .anyMatch(reason -> reason.text().contains("No more than 0.05"))
                .anyMatch(reason -> reason.text().contains("asks for 0.2, were it not for the long tail"));
    }

    @Test
    void so_many_wrong_labels_have_the_last_word_over_an_over_confident_run() {
        Advice advice = Advice.of(facts(DETECTOR, 5000, 1, 0.1, 0.5));
        assertThat(advice.factor()).isZero();
        assertThat(advice.options()).isEqualTo("--label-smoothing 0");
        assertThat(advice.reasons())
                .anyMatch(reason -> reason.text().contains("so many wrong labels speak against it"));
    }

    @Test
    void a_reason_that_is_overruled_says_so() {
        Advice advice = Advice.of(facts(CLASSIFIER, 500, 1, 0, 0.2));
        assertThat(advice.factor()).isEqualTo(0.2);
        assertThat(advice.reasons().get(0).text()).contains("asks for 0.05").contains("what follows weighs more");
    }
}
