package io.candor.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.CalibrationError;
import io.candor.metric.CalibrationSettings;
import io.candor.metric.EvaluationSet;
import io.candor.metric.Lrp;
import io.candor.metric.MatchedDetections;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectionFitTest {

    private static final BootstrapSettings FEW = BootstrapSettings.defaults().withResamples(60);

    @Test
    void detections_that_are_enough_together_are_enough_for_cross_fitting() {
        EvaluationSet set = sparse(21, 11);
        CalibratedRows rows = CalibratedRows.crossFitted(set, set.images(), FitOptions.defaults());
        assertThat(rows.calibrated()).hasSize(21).doesNotContain(Double.NaN);
        EvaluationSet few = sparse(20, 9);
        assertThatThrownBy(() -> CalibratedRows.crossFitted(few, few.images(), FitOptions.defaults()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("20 images hold 20 detections")
                .hasMessageContaining("9 are right");
    }

    /** One detection per image; those of the first images are wrong. */
    private static EvaluationSet sparse(int images, int right) {
        EvaluationSet.Builder set = EvaluationSet.builder(new Classes(List.of("crack")));
        for (int i = 0; i < images; i++) {
            int image = set.image("image%02d.png".formatted(i));
            set.detection(image, 0, new double[] {0, 0, 10, 10}, (i % 7 + 5) / 15.);
            if (i >= images - right) {
                set.object(image, 0, 0, 0, 10, 10);
            }
        }
        return set.build();
    }

    @Test
    void a_known_distortion_is_undone_on_other_images() {
        EvaluationSet fitted = DrawnDetector.set(1, 300, 3);
        EvaluationSet other = DrawnDetector.set(2, 300, 3);
        DetectionFit fit = DetectionFit.of(fitted, FitOptions.defaults());
        assertThat(fit.selection().chosen().method()).isIn(Method.PLATT, Method.BETA);
        assertThat(fit.selection().chosen().spread()).isPositive();
        for (int k = 0; k < 3; k++) {
            for (double p : new double[] {.1, .3, .5, .7}) {
                assertThat(fit.calibrator().apply(k, p))
                        .as("class %d at %s", k, p)
                        .isCloseTo(Logit.sigmoid(Logit.of(p) + k), within(.1));
            }
        }
        CalibrationEffect effect = CalibrationEffect.of(CalibratedRows.of(other, fit), FEW);
        CalibrationEffect.Change error = effect.change(CalibrationFigure.D_ECE);
        assertThat(error.before()).isGreaterThan(.1);
        assertThat(error.after()).isLessThan(.05);
        assertThat(error.verdict()).isEqualTo(CalibrationEffect.Verdict.BETTER);
        assertThat(error.beforeInterval().low()).isLessThan(error.before());
        assertThat(effect.change(CalibrationFigure.NLL).verdict()).isEqualTo(CalibrationEffect.Verdict.BETTER);
        assertThat(effect.change(CalibrationFigure.LRP).after())
                .isCloseTo(effect.change(CalibrationFigure.LRP).before(), within(1e-12));
    }

    @Test
    void confidences_that_are_right_already_are_left_nearly_alone() {
        EvaluationSet honest = DrawnDetector.set(3, 400, 2, 1);
        EvaluationSet calibrated = DetectionFit.of(honest, FitOptions.defaults().withMethod(Method.PLATT))
                .calibrator()
                .apply(honest);
        DetectionFit again = DetectionFit.of(calibrated, FitOptions.defaults().withMethod(Method.PLATT));
        for (double p : new double[] {.1, .5, .9}) {
            assertThat(again.calibrator().apply(0, p)).isCloseTo(p, within(.03));
        }
    }

    @Test
    void nothing_is_changed_where_held_out_images_do_not_improve() {
        EvaluationSet set = DrawnDetector.set(4, 200, 2);
        DetectionFit first = DetectionFit.of(set, FitOptions.defaults().withMethod(Method.BETA));
        DetectionFit second = DetectionFit.of(
                first.calibrator().apply(set), FitOptions.defaults().withMethod(Method.HISTOGRAM));
        assertThat(second.selection().chosen().method()).isEqualTo(Method.IDENTITY);
        assertThat(second.calibrator().isIdentity()).isTrue();
        assertThat(second.calibrator().apply(0, .3)).isEqualTo(.3);
    }

    @Test
    void few_detections_of_a_class_lean_on_all_classes() {
        double[] weights = new double[2];
        for (int i = 0; i < 2; i++) {
            FitRows rows = rows(i == 0 ? 12 : 1200);
            weights[i] = ClassWise.fit(rows, 2, Method.PLATT).weight(1, .4);
            assertThat(ClassWise.fit(rows, 2, Method.PLATT).weight(1, 0)).isZero();
            assertThat(ClassWise.fit(rows, 2, Method.PLATT).weight(1, Double.POSITIVE_INFINITY))
                    .isEqualTo(1);
            ClassWise isotonic = ClassWise.fit(rows, 2, Method.ISOTONIC);
            assertThat(isotonic.weight(1, .4) > 0).isEqualTo(i == 1);
        }
        assertThat(weights[0]).isBetween(.05, .5);
        assertThat(weights[1]).isGreaterThan(.95);
        assertThat(ClassWise.fit(rows(0), 2, Method.BETA).own().get(1).note()).contains("no detections");
    }

    /** 2,000 rows of class 0 and some of class 1. */
    private static FitRows rows(int rare) {
        Observations random = RandomObservations.with(6, 2000 + rare);
        int[] classIndex = new int[2000 + rare];
        Arrays.fill(classIndex, 2000, 2000 + rare, 1);
        return new FitRows(new int[2000 + rare], classIndex, random);
    }

    @Test
    void overlap_can_be_the_target() {
        EvaluationSet set = DrawnDetector.set(7, 300, 2);
        DetectionFit fit = DetectionFit.of(set, FitOptions.defaults().withTarget(Target.IOU));
        CalibrationEffect effect = CalibrationEffect.of(CalibratedRows.of(DrawnDetector.set(8, 300, 2), fit), FEW);
        assertThat(effect.change(CalibrationFigure.LAECE0).verdict()).isEqualTo(CalibrationEffect.Verdict.BETTER);
        assertThat(fit.targets())
                .isLessThan(DetectionFit.of(set, FitOptions.defaults()).targets());
    }

    @Test
    void the_cut_drops_what_is_below_the_best_threshold_of_its_class() {
        EvaluationSet set = DrawnDetector.set(9, 300, 2);
        DetectionFit fit = DetectionFit.of(set, FitOptions.defaults().withCut(Cut.LRP));
        double threshold = Lrp.optimal(set, .5).classes().get(0).threshold();
        assertThat(fit.calibrator().perClass().get(0).cut()).isEqualTo(threshold);
        assertThat(fit.calibrator().keeps(0, threshold)).isTrue();
        assertThat(fit.calibrator().keeps(0, threshold - 1e-9)).isFalse();
        Box box = new Box(0, 0, 1, 1);
        assertThat(fit.calibrator().apply(List.of(new Detection(0, threshold / 2, box), new Detection(0, .9, box))))
                .hasSize(1);
    }

    @Test
    void below_the_floor_confidences_fall_in_proportion() {
        DetectionCalibrator calibrator = DetectionFit.of(
                        DrawnDetector.set(10, 200, 2), FitOptions.defaults().withFloor(.2))
                .calibrator();
        double edge = calibrator.apply(1, .2);
        assertThat(calibrator.apply(1, .1)).isCloseTo(edge / 2, within(1e-12));
        assertThat(calibrator.apply(1, 0)).isZero();
        assertThat(calibrator.apply(1, .2 - 1e-12)).isCloseTo(edge, within(1e-9));
    }

    @Test
    void detections_are_sorted_by_calibrated_confidence_and_ties_keep_their_order() {
        Isotonic flat = new Isotonic(new double[] {0, 1}, new double[] {.5, .5}, Isotonic.Between.LINE);
        DetectionCalibrator calibrator = new DetectionCalibrator(
                new Classes(List.of("a", "b")),
                flat,
                List.of(
                        new ClassCalibration(flat, 0, 0, 0, 0, ""),
                        new ClassCalibration(new Platt(1, 3), 1, 0, 9, 9, "")),
                .01);
        Box box = new Box(0, 0, 1, 1);
        List<Detection> found = calibrator.apply(
                List.of(new Detection(0, .2, box), new Detection(1, .3, box), new Detection(0, .9, box)));
        assertThat(found).extracting(Detection::classIndex).containsExactly(1, 0, 0);
        assertThat(found.get(0).confidence()).isCloseTo(Logit.sigmoid(Logit.of(.3) + 3), within(1e-12));
        assertThat(found.get(1).confidence()).isEqualTo(.5);
    }

    @Test
    void figures_equal_those_of_the_evaluation() {
        EvaluationSet set = DrawnDetector.set(11, 60, 3);
        DetectionFit fit = DetectionFit.of(set, FitOptions.defaults().withMethod(Method.BETA));
        CalibrationEffect effect = CalibrationEffect.of(CalibratedRows.of(set, fit), FEW);
        EvaluationSet after = fit.calibrator().apply(set);
        check(effect.change(CalibrationFigure.D_ECE), set, after, CalibrationSettings.detection(.25, 300));
        check(effect.change(CalibrationFigure.LAECE0), set, after, CalibrationSettings.localisationAware(.25, 300));
        CalibrationEffect.Change absolute = effect.change(CalibrationFigure.LAACE0);
        assertThat(absolute.after())
                .isCloseTo(
                        CalibrationError.of(after, CalibrationSettings.localisationAware(.25, 300))
                                .absolute()
                                .value(),
                        within(1e-12));
        CalibrationError all = CalibrationError.of(set, CalibrationSettings.detection(.05, 300));
        assertThat(effect.change(CalibrationFigure.BRIER).before())
                .isCloseTo(all.pooled().brier(), within(1e-12));
        assertThat(effect.change(CalibrationFigure.NLL).before())
                .isCloseTo(all.pooled().logLoss(), within(1e-12));
        assertThat(effect.change(CalibrationFigure.LRP).before())
                .isCloseTo(Lrp.optimal(set, .5).error(), within(1e-12));
        assertThat(effect.detections()).isEqualTo(all.pooled().count());
    }

    private static void check(
            CalibrationEffect.Change change, EvaluationSet before, EvaluationSet after, CalibrationSettings settings) {
        assertThat(change.before())
                .isCloseTo(CalibrationError.of(before, settings).expected().value(), within(1e-12));
        assertThat(change.after())
                .isCloseTo(CalibrationError.of(after, settings).expected().value(), within(1e-12));
    }

    @Test
    void cross_fitted_rows_never_see_their_own_image() {
        EvaluationSet set = DrawnDetector.set(12, 50, 2);
        FitOptions options = FitOptions.defaults().withMethod(Method.ISOTONIC).withFloor(0);
        CalibratedRows rows = CalibratedRows.crossFitted(set, set.images(), options);
        assertThat(rows.images()).contains("5 folds");
        int[] fold = Folds.of(set.images(), 5, 1);
        DetectionCalibrator without2 =
                DetectionFit.of(set.onImages(i -> fold[i] != 2), options).calibrator();
        MatchedDetections matched = rows.matched();
        int checked = 0;
        for (int r = 0; r < matched.size(); r++) {
            if (fold[matched.image(r)] == 2) {
                assertThat(rows.calibrated()[r])
                        .isEqualTo(without2.apply(matched.classIndex(r), matched.confidence(r)));
                checked++;
            }
        }
        assertThat(checked).isEqualTo(80);
    }

    @Test
    void too_little_to_fit_on_is_refused_with_numbers() {
        assertThatThrownBy(() -> DetectionFit.of(DrawnDetector.set(13, 2, 2), FitOptions.defaults()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("at least 10 of each");
        assertThatThrownBy(() -> DetectionFit.of(DrawnDetector.set(13, 1, 2), FitOptions.defaults()))
                .hasMessageContaining("two images");
        EvaluationSet same = DrawnDetector.set(14, 100, 2).withConfidences(d -> .5);
        assertThatThrownBy(() -> DetectionFit.of(same, FitOptions.defaults()))
                .hasMessageContaining("confidence 0.5: there is nothing");
        EvaluationSet.Builder nothing = EvaluationSet.builder(new Classes(List.of("a")));
        nothing.image("1");
        nothing.image("2");
        assertThatThrownBy(() -> DetectionFit.of(nothing.build(), FitOptions.defaults()))
                .hasMessageContaining("0 detections");
    }

    @Test
    void copies_of_an_image_stay_together() {
        List<String> contents = List.of("a", "b", "a", "c", "d", "e", "b");
        for (long seed = 0; seed < 20; seed++) {
            int[] fold = Folds.of(contents, 2, seed);
            assertThat(fold[0]).isEqualTo(fold[2]);
            assertThat(fold[1]).isEqualTo(fold[6]);
            boolean[] share = Folds.share(contents, .4, seed);
            assertThat(share[0]).isEqualTo(share[2]);
            assertThat(Folds.share(contents, .4, seed)).isEqualTo(share);
        }
    }
}
