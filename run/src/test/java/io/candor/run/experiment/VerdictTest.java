package io.candor.run.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.candor.metric.Interval;
import io.candor.run.experiment.Experiment.Arm;
import io.candor.run.experiment.Experiment.Block;
import io.candor.run.experiment.Experiment.Cell;
import io.candor.run.experiment.Experiment.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final double HALF = 0.02; // width of every interval to each side

    @Test
    void differences_that_other_images_could_make_are_no_evidence() {
        assertThat(headline(row(Figure.MAP50_95, .6, .61), row(Figure.FALSE_ALARMS, 1, 1.01)))
                .isEqualTo("No evidence that smoothing helps here.");
    }

    @Test
    void a_gain_is_said_with_its_interval() {
        assertThat(headline(row(Figure.MAP50_95, .6, .65), row(Figure.FALSE_ALARMS, 1, 1)))
                .isEqualTo("smoothed helps here: as far as one seed can tell, mAP50-95 +0.050 (+0.030 to +0.070).");
    }

    @Test
    void detectors_that_find_nothing_are_not_compared() {
        assertThat(headline(row(Figure.MAP50_95, .0001, .0002), row(Figure.FALSE_ALARMS, 1, .5)))
                .isEqualTo(
                        "Nothing can be said: no arm has learned to find anything (mAP50-95 below 0.01). Train longer.");
        assertThat(headline(row(Figure.MAP50_95, .0001, .1))).startsWith("smoothed helps here");
    }

    @Test
    void fewer_false_alarms_are_a_gain_and_more_are_a_loss() {
        assertThat(headline(row(Figure.FALSE_ALARMS, 1, .5))).startsWith("smoothed helps here");
        assertThat(headline(row(Figure.FALSE_ALARMS, 1, 1.5)))
                .isEqualTo(
                        "No evidence that smoothing helps here; smoothed hurts: false alarms per image +0.500 (+0.480 to +0.520).");
    }

    @Test
    void a_gain_here_and_a_loss_there_is_mixed() {
        assertThat(headline(row(Figure.MAP50_95, .6, .65), row(Figure.FALSE_ALARMS, 1, 1.5)))
                .startsWith("Mixed:");
    }

    @Test
    void a_gain_in_calibration_alone_is_held_against_a_temperature() {
        assertThat(headline(
                        row(Figure.MAP50_95, .6, .6),
                        row(Figure.D_ECE, .2, .1),
                        row(Figure.D_ECE_TEMPERATURE, .05, .05)))
                .contains("confidence means more with smoothed")
                .contains("a temperature fitted to 'plain' does at least as much");
    }

    @Test
    void a_gain_that_costs_calibration_says_so() {
        assertThat(headline(row(Figure.ACCURACY, .6, .65), row(Figure.ECE, .1, .2)))
                .contains("helps here")
                .endsWith("but confidence means less (ECE +0.100).");
        assertThat(headline(
                        row(Figure.ACCURACY, .6, .65), row(Figure.ECE, .1, .2), row(Figure.ECE_TEMPERATURE, .02, .02)))
                .endsWith("(ECE +0.100) until a temperature is fitted.");
    }

    @Test
    void seeds_that_disagree_are_no_evidence() {
        Row disagreeing = new Row(
                Figure.MAP50_95,
                "",
                List.of(
                        cell(.6, 0, Interval.UNKNOWN, List.of(.6, .6)),
                        cell(.63, .03, new Interval(.01, .05), List.of(.67, .59))));
        Block block = block(List.of(disagreeing), List.of(0, 1));
        assertThat(new Verdict(block, "smoothing").headline()).isEqualTo("No evidence that smoothing helps here.");
        assertThat(new Verdict(block, "smoothing").sentences())
                .last()
                .asString()
                .contains("all 2 seeds agree");
    }

    @Test
    void one_seed_is_not_called_more_than_that() {
        assertThat(new Verdict(block(List.of(row(Figure.MAP50_95, .6, .7)), List.of(0)), "").sentences())
                .last()
                .asString()
                .contains("one training of each arm");
    }

    @Test
    void what_is_not_known_is_called_unknown_and_one_arm_is_no_comparison() {
        assertThat(headline(row(Figure.MAP50_95, Double.NaN, Double.NaN))).contains("could not be compared");
        Block alone = new Block("", 10, .5, List.of(arm("plain", List.of(0))), List.of(), List.of(), List.of());
        assertThat(new Verdict(alone, "").headline()).contains("nothing to compare");
    }

    private static String headline(Row... rows) {
        return new Verdict(block(List.of(rows), List.of(0)), "smoothing").headline();
    }

    static Block block(List<Row> rows, List<Integer> seeds) {
        return new Block(
                "", 100, .8, List.of(arm("plain", seeds), arm("smoothed", seeds)), rows, List.of(), new ArrayList<>());
    }

    private static Arm arm(String name, List<Integer> seeds) {
        return new Arm(name, "", seeds, List.of(), List.of(), List.of(), List.of(), Map.of());
    }

    static Row row(Figure figure, double plain, double smoothed) {
        double difference = smoothed - plain;
        Interval interval =
                Double.isNaN(difference) ? Interval.UNKNOWN : new Interval(difference - HALF, difference + HALF);
        return new Row(
                figure,
                "",
                List.of(
                        cell(plain, 0, Interval.UNKNOWN, List.of(plain)),
                        cell(smoothed, difference, interval, List.of(smoothed))));
    }

    private static Cell cell(double value, double difference, Interval interval, List<Double> perSeed) {
        return new Cell(value, Interval.UNKNOWN, difference, interval, perSeed);
    }
}
