package io.candor.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.InvalidInput;
import io.candor.metric.EvaluationSet;
import io.candor.metric.Lrp;
import io.candor.metric.MatchedDetections;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

class RuleTest {

    private static final Costs COSTS = new Costs(1, 4, .3);

    /** Right, wrong and missed of a class at a threshold, counted one by one. */
    private record Counts(int right, int wrong, int missed) {
        static Counts of(MatchedDetections matched, int classIndex, double threshold) {
            int right = 0;
            int wrong = 0;
            for (int r = 0; r < matched.size(); r++) {
                if (matched.classIndex(r) == classIndex && matched.confidence(r) >= threshold) {
                    right += matched.right(r) ? 1 : 0;
                    wrong += matched.right(r) ? 0 : 1;
                }
            }
            return new Counts(right, wrong, matched.set().objects(classIndex) - right);
        }
    }

    /** No threshold of a fine grid is better than the chosen one. */
    private static void bestOfAll(Rule rule, ToDoubleBiFunction<Counts, MatchedDetections> score) {
        for (long seed = 0; seed < 10; seed++) {
            MatchedDetections matched = DecidedScene.matched(seed, 60);
            List<Band> bands = rule.fit(matched, Rule.Scope.PER_CLASS);
            for (int k = 0; k < 2; k++) {
                double chosen =
                        score.applyAsDouble(Counts.of(matched, k, bands.get(k).reject()), matched);
                assertThat(bands.get(k).review()).isEqualTo(bands.get(k).reject());
                for (double t = 0; t <= 1.01; t += .01) {
                    assertThat(score.applyAsDouble(Counts.of(matched, k, t), matched))
                            .as("%s, seed %d, class %d at %s", rule, seed, k, t)
                            .isLessThanOrEqualTo(chosen + 1e-12);
                }
            }
        }
    }

    @Test
    void f_beta_is_the_highest_there_is() {
        for (double beta : new double[] {.5, 1, 2}) {
            double b2 = beta * beta;
            bestOfAll(
                    new Rule.FBeta(beta),
                    (c, m) -> c.right == 0 ? 0 : (1 + b2) * c.right / ((1 + b2) * c.right + b2 * c.missed + c.wrong));
        }
    }

    @Test
    void cost_is_the_least_there_is() {
        bestOfAll(new Rule.Cost(COSTS, Rule.Form.EMPIRICAL), (c, m) -> -(c.wrong + 4d * c.missed));
    }

    @Test
    void recall_is_the_highest_with_the_precision() {
        bestOfAll(new Rule.PrecisionFloor(.8), (c, m) -> c.right >= .8 * (c.right + c.wrong) ? c.right : -1);
    }

    @Test
    void least_lrp_is_that_of_the_metric() {
        MatchedDetections matched = DecidedScene.matched(3, 80);
        List<Band> bands = new Rule.LeastLrp().fit(matched, Rule.Scope.PER_CLASS);
        for (Lrp.OfClass row : Lrp.optimal(matched.set(), .5).classes()) {
            assertThat(bands.get(row.classIndex()).reject()).isEqualTo(row.threshold());
        }
    }

    @Test
    void false_alarms_stay_within_the_limit_and_no_single_threshold_finds_more() {
        for (long seed = 0; seed < 10; seed++) {
            MatchedDetections matched = DecidedScene.matched(seed, 60);
            for (double limit : new double[] {0, .1, .3, 1, 10}) {
                List<Band> bands = new Rule.FalseAlarmLimit(limit).fit(matched, Rule.Scope.PER_CLASS);
                int wrong = 0;
                int right = 0;
                for (int k = 0; k < 2; k++) {
                    Counts counts = Counts.of(matched, k, bands.get(k).reject());
                    wrong += counts.wrong;
                    right += counts.right;
                }
                assertThat((double) wrong).as("seed %d, limit %s", seed, limit).isLessThanOrEqualTo(limit * 60);
                // The hull may leave a part of the budget unspent, worth at most one of its pieces.
                assertThat(right).isGreaterThanOrEqualTo(bestShared(matched, limit * 60) - 12);
            }
        }
    }

    private static int bestShared(MatchedDetections matched, double budget) {
        int best = 0;
        for (double t = 0; t <= 1.01; t += .01) {
            Counts a = Counts.of(matched, 0, t);
            Counts b = Counts.of(matched, 1, t);
            best = a.wrong + b.wrong <= budget ? Math.max(best, a.right + b.right) : best;
        }
        return best;
    }

    /** Every pair of thresholds. */
    @Test
    void no_pair_of_thresholds_is_cheaper_than_the_review_band() {
        for (Costs costs : List.of(COSTS, new Costs(1, 1, .45), new Costs(5, 1, .01), new Costs(1, 50, 2))) {
            for (long seed = 0; seed < 5; seed++) {
                MatchedDetections matched = DecidedScene.matched(seed, 40);
                Band band = new Rule.ThreeWay(costs, Rule.Form.EMPIRICAL)
                        .fit(matched, Rule.Scope.PER_CLASS)
                        .get(0);
                double chosen = cost(matched, band, costs);
                for (double t1 = 0; t1 <= 1.05; t1 += .05) {
                    for (double t2 = t1; t2 <= 1.05; t2 += .05) {
                        assertThat(chosen)
                                .as("%s, seed %d, %s against %s and %s", costs, seed, band, t1, t2)
                                .isLessThanOrEqualTo(cost(matched, new Band(t1, t2), costs) + 1e-9);
                    }
                }
            }
        }
    }

    private static double cost(MatchedDetections matched, Band band, Costs costs) {
        double cost = 0;
        for (int r = matched.first(0); r < matched.first(1); r++) {
            boolean right = matched.right(r);
            cost += switch (band.action(matched.confidence(r))) {
                case ACCEPT -> right ? costs.escape() : 0;
                case REVIEW -> costs.review();
                case REJECT -> right ? 0 : costs.falseCall();
            };
        }
        return cost;
    }

    /** For a calibrated probability each action's expected cost can be written down; the band must take the least. */
    @Test
    void closed_forms_take_the_cheapest_action_at_every_probability() {
        for (Costs costs :
                List.of(COSTS, new Costs(1, 1, .6), new Costs(2, 10, 0), new Costs(0, 1, .1), new Costs(1, 0, .1))) {
            for (double p = .005; p < 1; p += .01) {
                double accept = p * costs.escape();
                double reject = (1 - p) * costs.falseCall();
                double taken = switch (costs.threeWay().action(p)) {
                    case ACCEPT -> accept;
                    case REVIEW -> costs.review();
                    case REJECT -> reject;
                };
                assertThat(taken)
                        .as("%s at %s", costs, p)
                        .isCloseTo(Math.min(Math.min(accept, reject), costs.review()), within(1e-12));
                double two = costs.twoWay().action(p) == Action.REJECT ? reject : accept;
                assertThat(two).isCloseTo(Math.min(accept, reject), within(1e-12));
            }
        }
        assertThat(new Costs(1, 1, .6).threeWay().review()).isEqualTo(.5);
        assertThat(COSTS.threeWay()).isEqualTo(new Band(.075, .7));
    }

    @Test
    void costs_that_are_negative_or_all_zero_are_refused() {
        for (double[] bad : new double[][] {{-1, 1, 0}, {1, -1, 0}, {1, 1, -1}, {Double.NaN, 1, 1}}) {
            assertThatThrownBy(() -> new Costs(bad[0], bad[1], bad[2]))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("at least 0");
        }
        assertThatThrownBy(() -> new Costs(0, 0, 1))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("only their ratio");
    }

    @Test
    void too_few_objects_are_refused_with_numbers_and_a_way_out() {
        EvaluationSet.Builder set = EvaluationSet.builder(DecidedScene.CLASSES);
        for (int i = 0; i < 12; i++) {
            DecidedScene.add(set, set.image("i" + i), 0, new double[] {0, .5 + i / 100d, 1});
        }
        set.object(0, 1, 50, 50, 60, 60);
        MatchedDetections matched = MatchedDetections.of(set.build(), .5);
        assertThatThrownBy(() -> new Rule.FBeta(1).fit(matched, Rule.Scope.PER_CLASS))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("short: 1 objects, 0 of them found")
                .hasMessageContaining("at least 10")
                .hasMessageContaining("--scope pooled");
        assertThat(new Rule.FBeta(1).fit(matched, Rule.Scope.POOLED)).hasSize(2).containsOnly(Band.single(.5));
        assertThat(new Rule.ThreeWay(COSTS, Rule.Form.CLOSED).fit(matched, Rule.Scope.PER_CLASS))
                .containsOnly(COSTS.threeWay());
        EvaluationSet.Builder nothing = EvaluationSet.builder(DecidedScene.CLASSES);
        nothing.image("clean");
        MatchedDetections none = MatchedDetections.of(nothing.build(), .5);
        for (Rule rule : List.of(
                new Rule.FBeta(1),
                new Rule.LeastLrp(),
                new Rule.PrecisionFloor(.9),
                new Rule.FalseAlarmLimit(1),
                new Rule.Cost(COSTS, Rule.Form.EMPIRICAL),
                new Rule.ThreeWay(COSTS, Rule.Form.EMPIRICAL))) {
            assertThatThrownBy(() -> rule.fit(none, Rule.Scope.POOLED))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("all classes together: 0 objects");
            assertThat(rule.words()).isNotBlank();
        }
    }

    @Test
    void numbers_outside_their_range_are_refused() {
        assertThatThrownBy(() -> new Rule.FBeta(0)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> new Rule.PrecisionFloor(1.1)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> new Rule.FalseAlarmLimit(-1)).isInstanceOf(InvalidInput.class);
    }
}
