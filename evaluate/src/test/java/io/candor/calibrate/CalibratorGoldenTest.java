package io.candor.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Fits of scikit-learn and of Newton's method in another language, on the detections of a published network. */
class CalibratorGoldenTest {

    private static final Percentage PARAMETERS = withinPercentage(1e-4); // relative 1e-6
    private static final List<String> SETS =
            List.of("all_tp50", "all_iou", "floor0.05_tp50", "floor0.05_iou", "person_floor0.05_tp50");

    private final GoldenObservations golden = GoldenObservations.read();
    private final JsonNode expected = GoldenObservations.metrics().get("calibrators");

    @Test
    void temperature_equals_the_reference_on_every_set() {
        for (String set : SETS) {
            JsonNode definition = expected.get(set);
            Fit fit = Temperature.fit(golden.observations(definition, 0));
            JsonNode row = definition.get("temperature");
            assertThat(((Temperature) fit.calibrator()).temperature())
                    .as(set)
                    .isCloseTo(row.get("T").asDouble(), PARAMETERS);
            check(set, fit.calibrator(), fit.loss(), definition, row);
        }
    }

    @Test
    void platt_equals_the_reference_on_every_set() {
        for (String set : SETS) {
            JsonNode definition = expected.get(set);
            Fit fit = Platt.fit(golden.observations(definition, 0));
            JsonNode row = definition.get("platt");
            Platt platt = (Platt) fit.calibrator();
            assertThat(platt.slope()).as(set).isCloseTo(row.get("a").asDouble(), PARAMETERS);
            assertThat(platt.shift()).as(set).isCloseTo(row.get("b").asDouble(), PARAMETERS);
            assertThat(fit.note()).isEmpty();
            check(set, platt, fit.loss(), definition, row);
        }
    }

    @Test
    void beta_equals_the_reference_on_every_set() {
        for (String set : SETS) {
            JsonNode definition = expected.get(set);
            Fit fit = Beta.fit(golden.observations(definition, 0));
            JsonNode row = definition.get("beta");
            Beta beta = (Beta) fit.calibrator();
            assertThat(beta.a()).as(set).isCloseTo(row.get("a").asDouble(), PARAMETERS);
            assertThat(beta.b()).as(set).isCloseTo(row.get("b").asDouble(), PARAMETERS);
            assertThat(beta.c()).as(set).isCloseTo(row.get("c").asDouble(), PARAMETERS);
            check(set, beta, fit.loss(), definition, row);
        }
    }

    @Test
    void isotonic_equals_the_reference_on_every_set() {
        for (String set : SETS) {
            JsonNode definition = expected.get(set);
            JsonNode row = definition.get("isotonic");
            Fit fit = Isotonic.fit(golden.observations(definition, 0));
            Isotonic isotonic = (Isotonic) fit.calibrator();
            assertThat(isotonic.x()).as(set).containsExactly(GoldenObservations.doubles(row.get("knots_x")));
            assertThat(isotonic.y())
                    .as(set)
                    .containsExactly(GoldenObservations.doubles(row.get("knots_y")), within(1e-12));
            assertThat(isotonic.levels()).isEqualTo(row.get("n_levels").asInt());
            assertThat(fit.loss()).isCloseTo(row.get("loss_fit").asDouble(), within(1e-7));
            after(set, isotonic, definition, row.get("odd_linear_interpolation"));
            after(set, isotonic.with(Isotonic.Between.STEP), definition, row.get("odd_step_left"));
        }
    }

    @Test
    void the_identity_is_what_the_reference_calls_uncalibrated() {
        for (String set : SETS) {
            JsonNode definition = expected.get(set);
            assertThat(golden.observations(definition, 0).loss(new Identity()))
                    .isCloseTo(definition.get("loss_uncalibrated_fit").asDouble(), within(1e-9));
            after(set, new Identity(), definition, definition.get("identity").get("odd"));
        }
    }

    private void check(String set, Calibrator calibrator, double loss, JsonNode definition, JsonNode row) {
        assertThat(loss).as(set).isCloseTo(row.get("loss_fit").asDouble(), within(1e-7));
        after(set, calibrator, definition, row.get("odd"));
    }

    /** On the images it was not fitted on. */
    private void after(String set, Calibrator calibrator, JsonNode definition, JsonNode row) {
        int[] odd = golden.positions(definition, 1);
        double[] p = IntStream.of(odd)
                .mapToDouble(i -> calibrator.apply(golden.score()[i]))
                .toArray();
        double[] right = IntStream.of(odd).mapToDouble(i -> golden.right()[i]).toArray();
        double[] iou = IntStream.of(odd).mapToDouble(i -> golden.iou()[i]).toArray();
        assertThat(Arrays.stream(p).sum()).as(set).isCloseTo(row.get("sum").asDouble(), within(1e-5));
        assertThat(squared(p, right)).as(set).isCloseTo(row.get("brier_tp50").asDouble(), within(1e-7));
        assertThat(squared(p, iou)).as(set).isCloseTo(row.get("brier_iou").asDouble(), within(1e-7));
        assertThat(new Observations(p, right).loss(new Identity()))
                .as(set)
                .isCloseTo(row.get("nll_tp50").asDouble(), within(1e-7));
        assertThat(error(p, right, 10))
                .as(set)
                .isCloseTo(row.get("dece10_tau50").asDouble(), within(1e-7));
    }

    private static double squared(double[] p, double[] outcome) {
        return IntStream.range(0, p.length)
                .mapToDouble(i -> (p[i] - outcome[i]) * (p[i] - outcome[i]))
                .average()
                .orElseThrow();
    }

    /** Expected calibration error, (low, high], 0 in the first bin. */
    private static double error(double[] p, double[] outcome, int bins) {
        double sum = 0;
        for (int b = 0; b < bins; b++) {
            double low = b / (double) bins;
            double high = (b + 1) / (double) bins;
            boolean first = b == 0;
            sum += Math.abs(IntStream.range(0, p.length)
                    .filter(i -> (p[i] > low || (first && p[i] == 0)) && p[i] <= high)
                    .mapToDouble(i -> p[i] - outcome[i])
                    .sum());
        }
        return sum / p.length;
    }
}
