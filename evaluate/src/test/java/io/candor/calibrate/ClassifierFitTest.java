package io.candor.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.calibrate.CalibrationEffect.Verdict;
import io.candor.data.Classes;
import io.candor.data.InvalidInput;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.ClassifiedSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierFitTest {

    private static final Classes CLASSES = new Classes(List.of("a", "b", "c"));
    private static final ClassifierFitOptions OPTIONS = ClassifierFitOptions.defaults();
    private static final BootstrapSettings FEW = BootstrapSettings.defaults().withResamples(60);
    private static final CalibrationOrigin NOWHERE = new CalibrationOrigin("", "", List.of(), Map.of());

    @TempDir
    private Path folder;

    /** Labels drawn from softmax(z), probabilities softmax(sharpness z + shift of the first class). */
    private static ClassifiedSet drawn(int rows, double sharpness, double shift, long seed) {
        Random random = new Random(seed);
        ClassifiedSet.Builder set = ClassifiedSet.builder(CLASSES);
        for (int i = 0; i < rows; i++) {
            double[] z = {1.5 * random.nextGaussian(), 1.5 * random.nextGaussian(), 1.5 * random.nextGaussian()};
            double[] truth = Softmax.of(z);
            double draw = random.nextDouble();
            int label = draw < truth[0] ? 0 : draw < truth[0] + truth[1] ? 1 : 2;
            double[] said = Softmax.of(new double[] {sharpness * z[0] + shift, sharpness * z[1], sharpness * z[2]});
            set.probabilities("image" + i, said, label);
        }
        return set.build();
    }

    /** The same with nothing but confidence and correctness. */
    private static ClassifiedSet outcomes(ClassifiedSet set) {
        ClassifiedSet.Builder bare =
                ClassifiedSet.builder(new Classes(List.of())).unnamed();
        for (int i = 0; i < set.size(); i++) {
            bare.outcome(
                    Integer.toString(i),
                    set.confidence(i),
                    set.correct(i) ? ClassifiedSet.Outcome.CORRECT : ClassifiedSet.Outcome.WRONG);
        }
        return bare.build();
    }

    @Test
    void too_sharp_probabilities_get_their_temperature_back() {
        ClassifierFit fit = ClassifierFit.of(drawn(3000, 2, 0, 1), OPTIONS.withMethod("temperature"));
        ClassifierCalibrator.OfProbabilities of = (ClassifierCalibrator.OfProbabilities) fit.calibrator();
        assertThat(((Softmax) of.calibrator()).temperature()).isCloseTo(2, within(.15));
        assertThat(fit.heldOut()).isLessThan(fit.uncalibrated());
        CalibrationEffect effect = ClassifierEffect.of(drawn(2000, 2, 0, 2), fit.calibrator(), FEW);
        assertThat(effect.change(ClassifierFigure.ECE).verdict()).isEqualTo(Verdict.BETTER);
        assertThat(effect.change(ClassifierFigure.NLL).verdict()).isEqualTo(Verdict.BETTER);
        assertThat(effect.change(ClassifierFigure.SIGNED_GAP).before()).isGreaterThan(.05);
        assertThat(effect.change(ClassifierFigure.SIGNED_GAP).by()).isNegative();
        assertThat(effect.change(ClassifierFigure.ERROR_RATE).by()).isZero();
    }

    @Test
    void a_shifted_class_is_a_matter_for_vector_scaling_and_the_choice_sees_it() {
        ClassifiedSet set = drawn(3000, 1, 1.5, 3);
        ClassifierFit fit = ClassifierFit.of(set, OPTIONS);
        assertThat(fit.calibrator().label()).isEqualTo("vector");
        assertThat(fit.tried())
                .extracting(ClassifierFit.Tried::method)
                .containsExactly("identity", "temperature", "vector");
        CalibrationEffect effect = ClassifierEffect.crossFitted(set, OPTIONS, FEW);
        assertThat(effect.how()).contains("cross-fitted in 5 folds");
        assertThat(effect.change(ClassifierFigure.ERROR_RATE).by()).isNegative();
        assertThat(effect.change(ClassifierFigure.NLL).verdict()).isEqualTo(Verdict.BETTER);
    }

    @Test
    void what_is_calibrated_is_left_alone() {
        ClassifiedSet set = drawn(600, 1, 0, 5);
        ClassifierFit fit = ClassifierFit.of(outcomes(set), OPTIONS.withMethod("histogram"));
        assertThat(fit.calibrator().isIdentity()).isTrue();
        ClassifiedSet same = fit.calibrator().apply(outcomes(set));
        for (int i = 0; i < set.size(); i++) {
            assertThat(same.confidence(i)).isEqualTo(set.confidence(i));
        }
    }

    @Test
    void confidences_alone_have_five_families_and_keep_their_outcomes() {
        ClassifiedSet set = outcomes(drawn(3000, 2.5, 0, 4));
        for (String method : List.of("temperature", "platt", "beta", "isotonic", "histogram")) {
            ClassifierFit fit = ClassifierFit.of(set, OPTIONS.withMethod(method));
            assertThat(fit.calibrator().label()).isEqualTo(method);
            ClassifiedSet after = fit.calibrator().apply(set);
            assertThat(after.fingerprint()).isEqualTo(set.fingerprint());
            assertThat(after.hasNames()).isFalse();
            double gap = 0;
            for (int i = 0; i < set.size(); i++) {
                assertThat(after.correct(i)).isEqualTo(set.correct(i));
                gap += after.confidence(i) - (set.correct(i) ? 1 : 0);
            }
            assertThat(gap / set.size()).as(method).isCloseTo(0, within(.03));
        }
        assertThat(ClassifierFit.of(set, OPTIONS).tried()).hasSize(6);
    }

    @Test
    void methods_of_the_other_kind_and_too_few_rows_are_refused() {
        ClassifiedSet set = drawn(300, 2, 0, 6);
        refused(() -> ClassifierFit.of(set, OPTIONS.withMethod("isotonic")), "one of temperature, vector");
        refused(() -> ClassifierFit.of(outcomes(set), OPTIONS.withMethod("vector")), "platt, beta");
        refused(() -> ClassifierFit.of(drawn(15, 2, 0, 7), OPTIONS), "at least 10 of each");
        ClassifierFit fit = ClassifierFit.of(set, OPTIONS);
        ClassifierCalibration calibration = new ClassifierCalibration(fit.calibrator(), NOWHERE, "");
        refused(() -> calibration.requireFits(outcomes(set), "c.json"), "probabilities of all classes");
        ClassifiedSet.Builder two = ClassifiedSet.builder(new Classes(List.of("a", "b")));
        two.probabilities("x", new double[] {.3, .7}, 1);
        refused(() -> calibration.requireFits(two.build(), "c.json"), "c.json is for 3 classes, but there are 2");
        ClassifiedSet.Builder renamed = ClassifiedSet.builder(new Classes(List.of("a", "c", "b")));
        renamed.probabilities("x", new double[] {.3, .3, .4}, 1);
        refused(() -> calibration.requireFits(renamed.build(), "c.json"), "class 1 is 'b' there and 'c' here");
        ClassifierFit bare = ClassifierFit.of(outcomes(set), OPTIONS);
        refused(
                () -> new ClassifierCalibration(bare.calibrator(), NOWHERE, "").requireFits(set, "c.json"),
                "confidence of the prediction");
    }

    @Test
    void too_few_rows_are_told_by_the_numbers_of_the_whole_file() {
        ClassifiedSet set = ofOutcomes(11, 40);
        assertThat(ClassifierEffect.crossFitted(set, OPTIONS, FEW).detections()).isEqualTo(51);
        refused(
                () -> ClassifierEffect.crossFitted(ofOutcomes(40, 9), OPTIONS, FEW),
                "of 49 rows 40 are correct and 9 wrong");
    }

    private static ClassifiedSet ofOutcomes(int correct, int wrong) {
        ClassifiedSet.Builder set =
                ClassifiedSet.builder(new Classes(List.of())).unnamed();
        for (int i = 0; i < correct + wrong; i++) {
            set.outcome(
                    Integer.toString(i),
                    (i % 17 + 1) / 20.,
                    i < correct ? ClassifiedSet.Outcome.CORRECT : ClassifiedSet.Outcome.WRONG);
        }
        return set.build();
    }

    @Test
    void a_file_keeps_every_kind_and_says_what_it_is_not() throws IOException {
        ClassifiedSet set = drawn(500, 2, .5, 8);
        CalibrationOrigin origin = new CalibrationOrigin("", set.fingerprint(), set.images(), Map.of("method", "x"));
        Path file = folder.resolve("calibration.json");
        for (ClassifierFit fit : List.of(
                ClassifierFit.of(set, OPTIONS.withMethod("vector")),
                ClassifierFit.of(set, OPTIONS.withMethod("temperature")),
                ClassifierFit.of(outcomes(set), OPTIONS.withMethod("beta")),
                new ClassifierFit(
                        new ClassifierCalibrator.OfProbabilities(CLASSES, new Unchanged()),
                        List.of(new ClassifierFit.Tried("identity", 1)),
                        5,
                        3,
                        ""))) {
            CalibrationEffect effect = ClassifierEffect.of(
                    fit.calibrator() instanceof ClassifierCalibrator.OfConfidence ? outcomes(set) : set,
                    fit.calibrator(),
                    FEW);
            ClassifierCalibration written = ClassifierCalibrationFile.write(file, fit, effect, origin);
            assertThat(ClassifierCalibrationFile.read(file)).isEqualTo(written);
        }
        ClassifierCalibration read = ClassifierCalibrationFile.read(file);
        refused(() -> read.requireFits(set, "c.json"), "fitted on 500 of these 500 images");
        refused(() -> CalibrationFile.read(file), "the task is 'classification', not 'detection'");
        String text = Files.readString(file);
        Files.writeString(file, text.replace("\"version\" : 1", "\"version\" : 2"));
        refused(() -> ClassifierCalibrationFile.read(file), "version 2");
        Files.writeString(file, text.substring(0, 200));
        refused(() -> ClassifierCalibrationFile.read(file), "not valid JSON");
        Files.writeString(file, text.replace("classification", "detection"));
        refused(() -> ClassifierCalibrationFile.read(file), "the task is 'detection', not 'classification'");
        Files.writeString(file, text.replace("\"identity\"", "\"magic\""));
        refused(() -> ClassifierCalibrationFile.read(file), "'magic'");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable job, String mentioned) {
        assertThatThrownBy(job).isInstanceOf(InvalidInput.class).hasMessageContaining(mentioned);
    }
}
