package io.candor.run.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.run.compare.Verdict.Effect;
import org.junit.jupiter.api.Test;

class VerdictTest {

    @Test
    void differences_that_other_images_could_make_are_not_findings() {
        Verdict verdict = verdict(0.605, 1.05, 0.105);
        assertThat(verdict.accuracy()).isEqualTo(Effect.NONE);
        assertThat(verdict.falseAlarms()).isEqualTo(Effect.NONE);
        assertThat(verdict.calibration()).isEqualTo(Effect.NONE);
        assertThat(verdict.headline()).contains("no difference that could not be chance");
    }

    @Test
    void more_false_alarms_are_said_plainly() {
        Verdict verdict = verdict(0.6, 2.0, 0.1);
        assertThat(verdict.falseAlarms()).isEqualTo(Effect.WORSE);
        assertThat(verdict.headline()).isEqualTo("Smoothing did not help here.");
        assertThat(verdict.sentences()).anyMatch(s -> s.contains("false alarms rose from 1.000 to 2.000 per image"));
    }

    @Test
    void a_gain_in_everything_is_a_gain() {
        Verdict verdict = verdict(0.65, 0.4, 0.05);
        assertThat(verdict.accuracy()).isEqualTo(Effect.BETTER);
        assertThat(verdict.falseAlarms()).isEqualTo(Effect.BETTER);
        assertThat(verdict.calibration()).isEqualTo(Effect.BETTER);
        assertThat(verdict.headline()).isEqualTo("Smoothing helped here.");
    }

    @Test
    void a_gain_here_and_a_loss_there_is_mixed() {
        assertThat(verdict(0.65, 1.0, 0.2).headline()).startsWith("Mixed");
    }

    @Test
    void a_difference_counts_if_its_interval_leaves_zero_out() {
        assertThat(verdict(0.6, 1.31, 0.1).falseAlarms()).isEqualTo(Effect.WORSE);
        assertThat(verdict(0.6, 1.29, 0.1).falseAlarms()).isEqualTo(Effect.NONE);
        assertThat(verdict(0.579, 1.0, 0.1).accuracy()).isEqualTo(Effect.WORSE);
        assertThat(verdict(0.581, 1.0, 0.1).accuracy()).isEqualTo(Effect.NONE);
    }

    @Test
    void one_pair_of_runs_is_not_called_more_than_that() {
        assertThat(verdict(0.65, 0.4, 0.05).sentences())
                .last()
                .asString()
                .contains("95 % interval over the 100 images")
                .contains("one pair of trainings with one seed");
    }

    @Test
    void what_is_not_known_is_called_unknown() {
        Verdict verdict = verdict(Double.NaN, Double.NaN, Double.NaN);
        assertThat(verdict.accuracy()).isEqualTo(Effect.UNKNOWN);
        assertThat(verdict.headline()).contains("could not be compared");
        assertThat(verdict.sentences()).anyMatch(s -> s.contains("could not be compared"));
        assertThat(String.join(" ", verdict.sentences())).doesNotContain("NaN");
    }

    private static Verdict verdict(double map, double falseAlarms, double calibrationError) {
        return new Verdict(ComparisonSample.comparison(
                ComparisonSample.run("without", 0, 0.6, 1.0, 0.1),
                ComparisonSample.run("with", 0.1, map, falseAlarms, calibrationError)));
    }
}
