package io.candor.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Classes;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.EvaluationSet;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClaimFiguresTest {

    @Test
    void they_are_those_of_the_full_table_before_and_after() {
        EvaluationSet set = set(11);
        FitOptions options = FitOptions.defaults().withMethod(Method.TEMPERATURE);
        CalibratedRows rows = CalibratedRows.crossFitted(set, set.images(), options);
        CalibrationEffect effect =
                CalibrationEffect.of(rows, BootstrapSettings.defaults().withResamples(1));
        int[] once = new int[set.images().size()];
        Arrays.fill(once, 1);
        double[] before = ClaimFigures.raw(rows.matched(), options.floor()).figures(once);
        double[] after = ClaimFigures.calibrated(rows).figures(once);
        assertThat(before[0]).isCloseTo(effect.change(CalibrationFigure.D_ECE).before(), within(1e-12));
        assertThat(before[1]).isCloseTo(effect.change(CalibrationFigure.NLL).before(), within(1e-12));
        assertThat(after[0]).isCloseTo(effect.change(CalibrationFigure.D_ECE).after(), within(1e-12));
        assertThat(after[1]).isCloseTo(effect.change(CalibrationFigure.NLL).after(), within(1e-12));
        assertThat(after[1]).isLessThan(before[1]);
    }

    @Test
    void copies_of_an_image_count_that_often_and_nothing_has_no_figures() {
        EvaluationSet set = set(12);
        ClaimFigures figures = ClaimFigures.raw(io.candor.metric.MatchedDetections.of(set, .5), .05);
        int[] none = new int[set.images().size()];
        assertThat(figures.figures(none)).containsOnly(Double.NaN);
        int[] twice = new int[none.length];
        Arrays.fill(twice, 2);
        int[] once = new int[none.length];
        Arrays.fill(once, 1);
        assertThat(figures.figures(twice)).containsExactly(figures.figures(once), within(1e-12));
        once[0] = 5;
        assertThat(figures.figures(once)[1]).isNotEqualTo(figures.figures(twice)[1]);
    }

    /** Confidences that are too low: the chance of being right is the root of the confidence. */
    private static EvaluationSet set(long seed) {
        Random random = new Random(seed);
        EvaluationSet.Builder set = EvaluationSet.builder(new Classes(List.of("a")));
        for (int i = 0; i < 60; i++) {
            int image = set.image("image %02d".formatted(i));
            for (int d = 0; d < 6; d++) {
                double confidence = .05 + .9 * random.nextDouble();
                set.detection(image, 0, new double[] {50 * d, 0, 50 * d + 20, 20}, confidence);
                if (random.nextDouble() < Math.sqrt(confidence)) {
                    set.object(image, 0, 50 * d, 0, 50 * d + 20, 20);
                }
            }
        }
        return set.build();
    }
}
