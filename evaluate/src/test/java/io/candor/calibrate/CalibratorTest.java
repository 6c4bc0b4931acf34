package io.candor.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibratorTest {

    private static final double[] SCORES = {.95, .90, .85, .70, .60, .55, .30, .10, .99, .80, .40, .20};
    private static final double[] OVERLAPS = {.90, .80, 0, .60, .55, 0, .20, 0, 0, .75, .45, 0};
    private static final double[] RIGHT =
            Arrays.stream(OVERLAPS).map(iou -> iou >= .5 ? 1 : 0).toArray();

    /** The twelve detections of the worked example, against values found by other programs. */
    @Test
    void the_worked_example_with_targets_right_or_wrong() {
        Observations toy = new Observations(SCORES, RIGHT);
        assertThat(toy.loss(new Identity())).isCloseTo(.81200837, within(1e-8));
        Fit temperature = Temperature.fit(toy);
        assertThat(((Temperature) temperature.calibrator()).temperature()).isCloseTo(3.690212035926, within(1e-8));
        assertThat(temperature.loss()).isCloseTo(.65995142, within(1e-8));
        Fit platt = Platt.fit(toy);
        assertThat(((Platt) platt.calibrator()).slope()).isCloseTo(.4272145962135, within(1e-9));
        assertThat(((Platt) platt.calibrator()).shift()).isCloseTo(-.7103870782526, within(1e-9));
        assertThat(platt.loss()).isCloseTo(.61446965, within(1e-8));
    }

    @Test
    void the_worked_example_with_overlap_as_target() {
        Observations toy = new Observations(SCORES, OVERLAPS);
        assertThat(toy.loss(new Identity())).isCloseTo(.97482168, within(1e-8));
        assertThat(((Temperature) Temperature.fit(toy).calibrator()).temperature())
                .isCloseTo(10.944143127, within(1e-7));
        Platt platt = (Platt) Platt.fit(toy).calibrator();
        assertThat(platt.slope()).isCloseTo(.2728039288121, within(1e-9));
        assertThat(platt.shift()).isCloseTo(-.8490296276271, within(1e-9));
        Calibrator isotonic = Isotonic.fit(toy).calibrator();
        double[][] expected = {
            {.1, 0}, {.2, 0}, {.3, .2}, {.4, .225}, {.55, .225}, {.6, .475}, {.85, .475}, {.9, 1.7 / 3}, {.99, 1.7 / 3}
        };
        for (double[] knot : expected) {
            assertThat(isotonic.apply(knot[0])).isCloseTo(knot[1], within(1e-12));
        }
        assertThat(isotonic.apply(.35)).isCloseTo(.2125, within(1e-12));
        assertThat(isotonic.apply(0)).isZero();
        assertThat(isotonic.apply(1)).isCloseTo(1.7 / 3, within(1e-12));
    }

    @Test
    void no_family_leaves_the_unit_interval_or_falls_except_the_histogram() {
        for (long seed = 0; seed < 30; seed++) {
            Observations random = RandomObservations.with(seed, 40);
            for (Method method : Method.values()) {
                Calibrator calibrator = method.fit(random).calibrator();
                double before = 0;
                for (double p : new double[] {0, 1e-12, .01, .1, .25, .5, .500001, .9, .99, 1 - 1e-12, 1}) {
                    double after = calibrator.apply(p);
                    assertThat(after).as("%s, seed %d", method, seed).isBetween(0., 1.);
                    if (method != Method.HISTOGRAM) {
                        assertThat(after)
                                .as("%s at %s, seed %d", method, p, seed)
                                .isGreaterThanOrEqualTo(before - 1e-12);
                    }
                    before = after;
                }
            }
        }
    }

    @Test
    void a_richer_family_never_fits_worse() {
        for (long seed = 0; seed < 30; seed++) {
            Observations random = RandomObservations.with(seed, 200);
            double identity = random.loss(new Identity());
            double temperature = Temperature.fit(random).loss();
            double platt = Platt.fit(random).loss();
            assertThat(temperature).as("seed %d", seed).isLessThanOrEqualTo(identity + 1e-9);
            assertThat(platt).as("seed %d", seed).isLessThanOrEqualTo(temperature + 1e-9);
            assertThat(Beta.fit(random).loss()).as("seed %d", seed).isLessThanOrEqualTo(platt + 1e-9);
        }
    }

    /** Coordinate search with shrinking steps: slow, and obviously a descent. */
    @Test
    void newton_finds_what_a_plain_search_finds() {
        for (long seed = 0; seed < 8; seed++) {
            Observations random = RandomObservations.with(seed, 60);
            double[] platt = SlowSearch.minimise(
                    w -> w[0] < 0 ? Double.POSITIVE_INFINITY : random.loss(new Platt(w[0], w[1])), 1, 0);
            assertThat(Platt.fit(random).loss())
                    .as("Platt, seed %d", seed)
                    .isCloseTo(random.loss(new Platt(platt[0], platt[1])), within(1e-7));
            double[] beta = SlowSearch.minimise(
                    w -> w[0] < 0 || w[1] < 0 ? Double.POSITIVE_INFINITY : random.loss(new Beta(w[0], w[1], w[2])),
                    1,
                    1,
                    0);
            assertThat(Beta.fit(random).loss())
                    .as("beta, seed %d", seed)
                    .isCloseTo(random.loss(new Beta(beta[0], beta[1], beta[2])), within(1e-6));
        }
    }

    /** Min-max formula of isotonic regression (Robertson et al. 1988): cubic, without pools. */
    @Test
    void isotonic_regression_equals_the_min_max_formula() {
        for (long seed = 0; seed < 20; seed++) {
            Observations random = RandomObservations.with(seed, 50);
            Calibrator isotonic = Isotonic.fit(random).calibrator();
            for (double c : random.confidence()) {
                assertThat(isotonic.apply(c)).as("seed %d", seed).isCloseTo(minMax(random, c), within(1e-12));
            }
        }
    }

    private static double minMax(Observations observations, double at) {
        double[] distinct =
                Arrays.stream(observations.confidence()).distinct().sorted().toArray();
        double highest = Double.NEGATIVE_INFINITY;
        for (double from : distinct) {
            double lowest = Double.POSITIVE_INFINITY;
            for (double to : distinct) {
                if (from <= at && to >= at) {
                    lowest = Math.min(lowest, mean(observations, from, to));
                }
            }
            highest = from <= at ? Math.max(highest, lowest) : highest;
        }
        return highest;
    }

    private static double mean(Observations observations, double from, double to) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < observations.size(); i++) {
            if (observations.confidence()[i] >= from && observations.confidence()[i] <= to) {
                sum += observations.target()[i];
                count++;
            }
        }
        return sum / count;
    }

    @Test
    void many_observations_are_sorted_as_few_are() {
        Random random = new Random(5);
        double[] confidence = random.doubles(6000)
                .map(c -> random.nextBoolean() ? Math.rint(c * 100) / 100 : c)
                .toArray();
        SortedGroups groups = SortedGroups.of(confidence, confidence);
        double[] distinct = Arrays.stream(confidence).sorted().distinct().toArray();
        assertThat(groups.size()).isEqualTo(distinct.length);
        double weight = 0;
        for (int g = 0; g < distinct.length; g++) {
            assertThat(groups.value(g)).isEqualTo(distinct[g]);
            assertThat(groups.sum(g)).isCloseTo(groups.value(g) * groups.weight(g), within(1e-9));
            weight += groups.weight(g);
        }
        assertThat(weight).isEqualTo(6000);
    }

    @Test
    void degenerate_observations_give_a_finite_answer_and_a_reason() {
        double[] spread = {.1, .2, .3, .4, .6, .7, .8, .9};
        double[] same = {.3, .3, .3, .3, .3, .3, .3, .3};
        double[] half = {.5, .5, .5, .5, .5, .5, .5, .5};
        double[] separable = {0, 0, 0, 0, 1, 1, 1, 1};
        double[] reversed = {1, 1, 1, 1, 0, 0, 0, 0};
        double[] right = {1, 1, 1, 1, 1, 1, 1, 1};
        double[] wrong = new double[8];
        double[] ends = {0, 0, 0, 0, 1, 1, 1, 1};
        for (double[] confidence : new double[][] {spread, same, half, ends}) {
            for (double[] target : new double[][] {separable, reversed, right, wrong}) {
                Observations observations = new Observations(confidence, target);
                for (Method method : Method.values()) {
                    Fit fit = method.fit(observations);
                    String where = "%s, %s, %s".formatted(method, Arrays.toString(confidence), Arrays.toString(target));
                    for (double p = 0; p <= 1; p += .125) {
                        assertThat(fit.calibrator().apply(p)).as(where).isBetween(0., 1.);
                    }
                    assertThat(fit.loss()).as(where).isFinite();
                    boolean parametric =
                            method == Method.TEMPERATURE || method == Method.PLATT || method == Method.BETA;
                    if (parametric && (target == right || target == wrong || confidence == same)) {
                        assertThat(fit.note())
                                .as(where)
                                .satisfiesAnyOf(
                                        note -> assertThat(note).isNotEmpty(),
                                        note -> assertThat(confidence == same && method == Method.TEMPERATURE)
                                                .isTrue());
                    }
                }
            }
        }
        assertThat(Platt.fit(new Observations(spread, separable)).note()).contains("separated");
        assertThat(Platt.fit(new Observations(spread, reversed)).note()).contains("negative");
        assertThat(Method.PLATT
                        .fit(new Observations(new double[0], new double[0]))
                        .note())
                .contains("nothing");
    }

    @Test
    void all_right_keeps_the_order_and_stays_below_certainty() {
        Observations right = new Observations(new double[] {.6, .7, .8}, new double[] {1, 1, 1});
        Calibrator platt = Platt.fit(right).calibrator();
        assertThat(platt.apply(.8)).isGreaterThan(platt.apply(.6)).isLessThan(.9);
    }

    @Test
    void isotonic_for_use_never_claims_certainty() {
        for (long seed = 0; seed < 20; seed++) {
            Observations random = RandomObservations.with(seed, 30);
            Isotonic inside = (Isotonic) Isotonic.fitInside(random).calibrator();
            assertThat(inside.apply(0)).isGreaterThan(0);
            assertThat(inside.apply(1)).isLessThan(1);
        }
        Observations one = new Observations(new double[] {.4}, new double[] {1});
        assertThat(Isotonic.fitInside(one).calibrator().apply(.4)).isEqualTo(.75);
    }

    @Test
    void the_histogram_counts_and_draws_towards_one_half() {
        double[] confidence = new double[20];
        double[] target = new double[20];
        for (int i = 0; i < 20; i++) {
            confidence[i] = i / 20.;
            target[i] = i >= 10 && i != 15 ? 1 : 0;
        }
        Fit fit = Histogram.fit(new Observations(confidence, target));
        assertThat(fit.note()).contains("2 bins");
        assertThat(fit.calibrator().apply(.2)).isCloseTo(.5 / 11, within(1e-15));
        assertThat(fit.calibrator().apply(.45)).isCloseTo(.5 / 11, within(1e-15));
        assertThat(fit.calibrator().apply(.9)).isCloseTo(9.5 / 11, within(1e-15));
        Histogram tied = (Histogram) Histogram.fit(new Observations(new double[100], new double[100]))
                .calibrator();
        assertThat(tied.values()).hasSize(1);
    }

    @Test
    void what_is_no_share_is_refused() {
        assertThatThrownBy(() -> new Observations(new double[] {1.5}, new double[] {1}))
                .hasMessageContaining("confidence");
        assertThatThrownBy(() -> new Observations(new double[] {.5}, new double[] {Double.NaN}))
                .hasMessageContaining("target");
        assertThatThrownBy(() -> new Platt(-1, 0)).hasMessageContaining("slope");
        assertThatThrownBy(() -> new Temperature(0)).hasMessageContaining("positive");
        assertThatThrownBy(() -> new Isotonic(new double[] {.1, .2}, new double[] {.5, .4}, Isotonic.Between.LINE))
                .hasMessageContaining("knot 1");
    }
}
