package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.candor.golden.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DetectionFiguresTest {

    private static final Offset<Double> EXACT = within(1e-9);
    private static final EvaluationSettings SETTINGS = EvaluationSettings.defaults();
    private static final EvaluationSettings ALL =
            SETTINGS.withConfidenceFloor(0).withMaxDetections(1_000_000);
    private static final List<DetectionFigure> ORDER = List.of(DetectionFigure.values());

    @Test
    void with_every_image_once_they_are_the_figures_of_the_evaluation() {
        for (long seed = 0; seed < 200; seed++) {
            assertEvaluation(new RandomScene(seed).set(), seed);
        }
        assertEvaluation(GoldenSets.stress(), -1);
    }

    @Test
    void counting_an_image_twice_is_the_same_as_having_it_twice() {
        for (long seed = 0; seed < 200; seed++) {
            EvaluationSet set = distinct(new RandomScene(seed).set(), seed);
            int[] weights = weights(set, seed);
            double[] weighted = DetectionFigures.of(set, SETTINGS).figures(weights);
            EvaluationSet repeated = repeated(set, weights);
            double[] explicit = DetectionFigures.of(repeated, SETTINGS).figures(once(repeated));
            assertThat(weighted).as("seed %d", seed).containsExactly(explicit, EXACT);
        }
    }

    @Test
    void figures_equal_the_reference_on_photographs() {
        JsonNode golden = Golden.json(Golden.shared("calibration/detection_metrics.json"));
        JsonNode all = golden.get("sets").get("all");
        DetectionEstimates found = DetectionEstimates.of(
                GoldenSets.val32(), ALL, BootstrapSettings.defaults().withResamples(20));
        assertFigure(found, DetectionFigure.D_ECE, all.get("dece10_tau0.5").get("ece"));
        assertFigure(found, DetectionFigure.BRIER, all.get("brier_tau0.5"));
        assertFigure(found, DetectionFigure.NLL, all.get("nll_tau0.5"));
        assertFigure(
                found, DetectionFigure.LAECE, all.get("laece_tau0.1_25bins").get("laece"));
        assertFigure(
                found, DetectionFigure.LAECE50, all.get("laece_tau0.5_25bins").get("laece"));
        assertFigure(found, DetectionFigure.LAECE0, all.get("laece0_25bins").get("laece"));
        assertFigure(found, DetectionFigure.LAACE0, all.get("laece0_25bins").get("laace"));
        assertFigure(found, DetectionFigure.LRP, golden.get("lrp_at_0_25").get("mean"));
        JsonNode best = golden.get("olrp").get("summary");
        assertFigure(found, DetectionFigure.OLRP, best.get("mean_olrp"));
        assertFigure(found, DetectionFigure.OLRP_LOCALISATION, best.get("mean_loc"));
        assertFigure(found, DetectionFigure.OLRP_FALSE_POSITIVES, best.get("mean_fp_rate"));
        assertFigure(found, DetectionFigure.OLRP_FALSE_NEGATIVES, best.get("mean_fn_rate"));
    }

    @Test
    void errors_over_position_and_size_equal_the_reference_on_photographs() {
        JsonNode sets =
                Golden.json(Golden.shared("calibration/detection_metrics.json")).get("sets");
        for (String iou : List.of("0.5", "0.75")) {
            for (double floor : new double[] {0, .05, .25}) {
                JsonNode golden =
                        sets.get(floor == 0 ? "all" : "score_ge_" + floor).get("dece_histogram_tau" + iou);
                CalibrationSettings settings =
                        CalibrationSettings.detection(floor, 1_000_000).withIou(Double.parseDouble(iou));
                assertThat(BoxCalibration.of(GoldenSets.val32(), settings, BoxCalibration.Dimensions.POSITION)
                                .value())
                        .isCloseTo(golden.get("conf_cx_cy").get("value").asDouble(), EXACT);
                assertThat(BoxCalibration.of(GoldenSets.val32(), settings, BoxCalibration.Dimensions.POSITION_AND_SIZE)
                                .value())
                        .isCloseTo(golden.get("conf_cx_cy_w_h").get("value").asDouble(), EXACT);
            }
        }
    }

    @Test
    void without_image_sizes_there_is_no_error_over_positions() {
        CalibrationSettings settings = CalibrationSettings.detection(0, 300);
        assertThat(BoxCalibration.of(WorkedExample.set(), settings, BoxCalibration.Dimensions.POSITION)
                        .value())
                .isNaN();
    }

    @Test
    void every_figure_says_what_it_is() {
        DetectionEstimates found = DetectionEstimates.of(
                WorkedExample.set(), SETTINGS, BootstrapSettings.defaults().withResamples(5));
        for (DetectionFigure figure : ORDER) {
            Definition definition = found.figure(figure).definition();
            assertThat(definition.metric()).isEqualTo(figure.toString());
            assertThat(definition.choices()).containsKeys("matching", Definition.DATA);
        }
        assertThat(found.figure(DetectionFigure.SIGNED_GAP).definition().choices())
                .doesNotContainKey("bins");
        assertThat(found.figure(DetectionFigure.D_ECE).definition().choices())
                .containsEntry("confidence floor", "0.25");
        assertThat(found.sizes()).containsOnlyKeys(AreaRange.SMALL);
    }

    @Test
    void intervals_hold_the_values_and_shrink_with_more_images() {
        EvaluationSet set = GoldenSets.stress();
        BootstrapSettings many = BootstrapSettings.defaults().withResamples(100);
        Estimate whole = DetectionEstimates.of(set, SETTINGS, many).figure(DetectionFigure.MAP50);
        Estimate part = DetectionEstimates.of(set.onImages(image -> image < 30), SETTINGS, many)
                .figure(DetectionFigure.MAP50);
        assertThat(whole.value())
                .isBetween(whole.interval().low(), whole.interval().high());
        assertThat(whole.interval().high() - whole.interval().low())
                .isLessThan(part.interval().high() - part.interval().low());
    }

    @Test
    void false_alarms_at_a_recall_are_those_of_the_operating_curve_also_when_images_count_twice() {
        for (long seed = 0; seed < 150; seed++) {
            EvaluationSet set = new RandomScene(seed).set();
            int[] weights = weights(set, seed);
            OperatingCurve once = OperatingCurve.of(set, .5);
            OperatingCurve twice = OperatingCurve.of(repeated(set, weights), .5);
            for (double recall : new double[] {.1, .3, .5, .9}) {
                Resampled figure = FalseAlarms.at(set, .5, recall);
                assertThat(figure.figures(once(set))[0])
                        .as("seed %d, recall %s", seed, recall)
                        .isCloseTo(once.falseAlarmsAt(recall).value(), EXACT);
                assertThat(figure.figures(weights)[0])
                        .as("seed %d, recall %s, weighted", seed, recall)
                        .isCloseTo(twice.falseAlarmsAt(recall).value(), EXACT);
            }
        }
    }

    @Test
    void a_run_differs_from_itself_by_nothing() {
        Resampled figures = DetectionFigures.of(GoldenSets.stress(), SETTINGS);
        List<Interval> differences = Bootstrap.intervals(
                200, figures.minus(figures), BootstrapSettings.defaults().withResamples(10));
        assertThat(differences).containsOnly(new Interval(0, 0));
    }

    private static void assertFigure(DetectionEstimates found, DetectionFigure figure, JsonNode expected) {
        assertThat(found.figure(figure).value()).as(figure.toString()).isCloseTo(expected.asDouble(), EXACT);
    }

    private static void assertEvaluation(EvaluationSet set, long seed) {
        DetectionEvaluation expected = DetectionEvaluation.of(set, SETTINGS);
        double[] found = DetectionFigures.of(set, SETTINGS).figures(once(set));
        double[] values = new double[ORDER.size()];
        for (DetectionFigure figure : ORDER) {
            values[ORDER.indexOf(figure)] = switch (figure) {
                case MAP50 -> expected.map50();
                case MAP50_95 -> expected.map50_95();
                case PRECISION -> expected.precision();
                case RECALL -> expected.recall();
                case F1 -> expected.f1();
                case D_ECE -> expected.calibration().expected().value();
                case SIGNED_GAP -> expected.calibration().pooled().signedGap();
                case BRIER -> expected.calibration().brier().value();
                case NLL -> expected.calibration().pooled().logLoss();
                case LAECE -> localisation(set, .1);
                case LAECE50 -> localisation(set, .5);
                case LAECE0 -> expected.localisationCalibration().expected().value();
                case LAACE0 -> expected.localisationCalibration().absolute().value();
                case LRP -> Lrp.at(set, .5, .25).error();
                case OLRP -> expected.lrp().error();
                case OLRP_LOCALISATION -> expected.lrp().localisation();
                case OLRP_FALSE_POSITIVES -> expected.lrp().falsePositives();
                case OLRP_FALSE_NEGATIVES -> expected.lrp().falseNegatives();
            };
        }
        for (DetectionFigure figure : ORDER) {
            int at = ORDER.indexOf(figure);
            assertThat(found[at]).as("%s, seed %d", figure, seed).isCloseTo(values[at], EXACT);
        }
    }

    private static double localisation(EvaluationSet set, double iou) {
        return CalibrationError.of(
                        set, CalibrationSettings.localisationAware(.25, 300).withIou(iou))
                .expected()
                .value();
    }

    static int[] once(EvaluationSet set) {
        int[] once = new int[set.images().size()];
        Arrays.fill(once, 1);
        return once;
    }

    static int[] weights(EvaluationSet set, long seed) {
        int[] weights = new Random(seed).ints(set.images().size(), 0, 4).toArray();
        weights[0]++;
        return weights;
    }

    /** The same set without equal confidences; between equal ones the order of copies would matter. */
    static EvaluationSet distinct(EvaluationSet set, long seed) {
        double[] shift = new Random(seed).doubles(set.detections(), 0, 1e-3).toArray();
        return set.withConfidences(d -> set.confidence(d) * .99 + shift[d]);
    }

    /** Every image as often as its weight says. */
    static EvaluationSet repeated(EvaluationSet set, int[] weights) {
        EvaluationSet.Builder repeated = EvaluationSet.builder(set.classes());
        for (int image = 0; image < weights.length; image++) {
            for (int copy = 0; copy < weights[image]; copy++) {
                int index = repeated.image(set.images().get(image) + "-" + copy);
                for (int t = 0; t < set.objects(); t++) {
                    if (set.objectImage(t) == image) {
                        repeated.object(
                                index,
                                set.objectClass(t),
                                set.truth.corners(t),
                                set.truth.area[t],
                                new EvaluationSet.Builder.Region(
                                        set.truthArea[t], set.truthArea[t], set.crowd[t], null));
                    }
                }
                for (int d = 0; d < set.detections(); d++) {
                    if (set.detectionImage(d) == image) {
                        repeated.detection(
                                index,
                                set.detectionClass(d),
                                set.found.corners(d),
                                set.found.area[d],
                                new EvaluationSet.Builder.Claim(set.confidence(d), null));
                    }
                }
            }
        }
        return repeated.build();
    }
}
