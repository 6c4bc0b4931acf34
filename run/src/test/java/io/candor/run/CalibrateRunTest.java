package io.candor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.candor.calibrate.Calibration;
import io.candor.calibrate.CalibrationEffect.Verdict;
import io.candor.calibrate.CalibrationFigure;
import io.candor.calibrate.Method;
import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.InvalidInput;
import io.candor.decide.Action;
import io.candor.decide.DecisionPolicy;
import io.candor.decide.PolicyFigure;
import io.candor.metric.EvaluationSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calibrating, deciding and applying, from predictions alone: no network runs. */
class CalibrateRunTest {

    private static final Box BOX = new Box(0, 0, 10, 10);

    @TempDir
    private Path folder;

    private final Told listener = new Told();
    private final List<String> said = listener.lines;

    @BeforeEach
    void draw() throws IOException {
        DrawnPredictions.write(folder, 5, 240);
    }

    private Settings given(List<KeyGroup> keys) {
        return Settings.of(keys)
                .with(TrustKeys.ANNOTATIONS, folder.resolve("annotations.json"))
                .with(TrustKeys.PREDICTIONS, folder.resolve("predictions.json"))
                .with(TrustKeys.RESAMPLES, 50);
    }

    private CalibrateRun calibrate() {
        return new CalibrateRun(given(CalibrateKeys.ALL)).with(CalibrateKeys.METHOD, "platt"); // the quickest
    }

    private DecideRun decide() {
        return new DecideRun(given(DecideKeys.ALL));
    }

    @Test
    void predictions_of_any_tool_are_calibrated_and_judged_on_other_images() throws IOException {
        CalibrateRun.Result result = calibrate()
                .with(CalibrateKeys.METHOD, "auto")
                .with(CalibrateKeys.FIT_FRACTION, .5)
                .run(listener);
        assertThat(result.file()).isEqualTo(folder.resolve("calibration.json")).isNotEmptyFile();
        assertThat(result.effect().images()).isEqualTo(120);
        assertThat(result.calibration().origin().images()).hasSize(120);
        assertThat(result.calibration().origin().model()).isEmpty();
        assertThat(result.effect().change(CalibrationFigure.D_ECE).verdict()).isEqualTo(Verdict.BETTER);
        assertThat(String.join("\n", said))
                .contains("Calibration helped: D-ECE")
                .contains("Judged on 120 images")
                .contains("LRP");
    }

    @Test
    void one_split_alone_is_cross_fitted() throws IOException {
        CalibrateRun.Result result = calibrate().run(listener);
        assertThat(result.effect().images()).isEqualTo(240);
        assertThat(result.effect().how()).contains("cross-fitted in 5 folds");
        assertThat(result.calibration().origin().images()).hasSize(240);
        assertThat(result.calibration().origin().settings()).containsEntry("method", "platt");
    }

    @Test
    void calibrating_what_is_calibrated_says_that_it_does_not_help() throws IOException {
        CalibrateRun.Result first =
                calibrate().with(CalibrateKeys.METHOD, "auto").run();
        EvaluationSet set = JudgedSplit.of(given(CalibrateKeys.ALL), listener).set();
        List<String> rows = new ArrayList<>();
        for (int d = 0; d < set.detections(); d++) {
            Box box = set.detectionBox(d);
            rows.add("{\"image_id\": %s, \"category_id\": %d, \"bbox\": [%s, %s, 40, 40], \"score\": %s}"
                    .formatted(
                            set.images().get(set.detectionImage(d)),
                            set.detectionClass(d) + 1,
                            box.x1(),
                            box.y1(),
                            first.calibration().calibrator().apply(set.detectionClass(d), set.confidence(d))));
        }
        Path again = Files.writeString(folder.resolve("again.json"), "[" + String.join(",", rows) + "]");
        CalibrateRun.Result second = calibrate()
                .with(TrustKeys.PREDICTIONS, again)
                .with(CalibrateKeys.METHOD, "histogram")
                .run(listener);
        assertThat(second.fit().selection().chosen().method()).isEqualTo(Method.IDENTITY);
        assertThat(String.join("\n", said)).contains("Calibration did not help here");
    }

    @Test
    void a_calibration_is_followed_by_a_decision_on_the_images_it_left_aside() throws IOException {
        calibrate().with(CalibrateKeys.FIT_FRACTION, .5).run();
        DecideRun.Result result = decide().with(DecideKeys.COST_ESCAPE, 8.).run(listener);
        assertThat(String.join("\n", said))
                .contains("calibrated by")
                .contains("120 images the calibration was fitted on")
                .contains("review from")
                .contains("cost an image");
        assertThat(result.effect().images()).isEqualTo(120);
        assertThat(result.policy().bands().get(0).review()).isEqualTo(.2 / 8);
        assertThat(result.policy().bands().get(0).reject()).isEqualTo(.8);
        DecisionPolicy read = DecisionPolicy.read(folder.resolve("policy.json"));
        assertThat(read).isEqualTo(result.policy());
        assertThat(read.decide(List.of(new Detection(0, .5, BOX))).action()).isEqualTo(Action.REVIEW);
        assertThat(result.effect().row(PolicyFigure.OVERKILL).value()).isBetween(0., 1.);
    }

    @Test
    void every_rule_gives_a_policy_without_a_calibration_too() throws IOException {
        for (String rule : List.of("three-way", "cost", "fbeta", "lrp", "recall-at-fp", "precision-floor")) {
            DecideRun.Result result = decide().with(DecideKeys.RULE, rule).run(listener);
            assertThat(result.policy().origin().calibration()).isEmpty();
            assertThat(result.policy().origin().data()).isNotEmpty();
            assertThat(result.effect().row(PolicyFigure.COST).value()).as(rule).isPositive();
        }
        DecideRun.Result pooled = decide().with(DecideKeys.SCOPE, "pooled").run(listener);
        assertThat(pooled.policy().bands().get(0))
                .isEqualTo(pooled.policy().bands().get(1));
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        refused(
                () -> calibrate()
                        .with(TrustKeys.PREDICTIONS, Path.of("probs.csv"))
                        .run(),
                "takes detections");
        refused(() -> calibrate().with(CalibrateKeys.FIT_SPLIT, "train").run(), "--fit-predictions");
        refused(
                () -> calibrate()
                        .with(CalibrateKeys.FIT_PREDICTIONS, folder.resolve("predictions.json"))
                        .run(),
                "give --fit-split as well");
        refused(
                () -> calibrate()
                        .with(CalibrateKeys.FIT_SPLIT, "train")
                        .with(CalibrateKeys.FIT_FRACTION, .5)
                        .run(),
                "--fit-split and --fit-fraction");
        refused(() -> decide().with(DecideKeys.COST_REVIEW, -1.).run(), "at least 0");
        refused(
                () -> decide().with(DecideKeys.COST_ESCAPE, 0.)
                        .with(DecideKeys.COST_FALSE_CALL, 0.)
                        .run(),
                "only their ratio");
        refused(() -> new CalibrateRun(Settings.of(CalibrateKeys.ALL)).run(), "--predictions FILE");
        refused(() -> new DecideRun(Settings.of(DecideKeys.ALL)).run(), "--predictions FILE");
    }

    private interface Job {
        void run() throws IOException;
    }

    private static void refused(Job job, String mentioned) {
        assertThatThrownBy(job::run).isInstanceOf(InvalidInput.class).hasMessageContaining(mentioned);
    }

    @Test
    void the_same_images_on_both_sides_are_refused_by_name_and_as_copies() throws IOException {
        EvaluationSet set = JudgedSplit.of(given(CalibrateKeys.ALL), listener).set();
        JudgedSplit all = new JudgedSplit(set, set.images());
        boolean[] half = new boolean[240];
        boolean[] rest = new boolean[240];
        for (int i = 0; i < 240; i++) {
            half[i] = i % 2 == 0;
            rest[i] = i % 2 == 1;
        }
        JudgedSplit even = all.part(half);
        JudgedSplit odd = all.part(rest);
        Contents.requireDisjoint(even, odd);
        refused(() -> Contents.requireDisjoint(even, all), "120 of the 240 images");
        List<String> copies = new ArrayList<>(odd.contents());
        copies.set(7, even.contents().get(3));
        refused(
                () -> Contents.requireDisjoint(even, new JudgedSplit(odd.set(), copies)),
                "1 of the 120 images to judge on are also fitted on (the first: "
                        + odd.set().images().get(7));
    }

    @Test
    void a_calibration_beside_the_model_is_applied_and_one_for_other_weights_is_not() throws IOException {
        Path model = Files.writeString(folder.resolve("model.safetensors"), "weights");
        calibrate().with(TrustKeys.MODEL, model).run();
        Settings settings = Settings.of(PredictKeys.ALL);
        AppliedCalibration applied = AppliedCalibration.found(settings, model, listener);
        assertThat(String.join("\n", said)).contains("Confidences are calibrated by");
        Calibration calibration = applied.calibration().orElseThrow();
        List<Detection> found = applied.apply(List.of(new Detection(0, .2, BOX), new Detection(1, .002, BOX)), .25);
        assertThat(found).hasSize(1);
        assertThat(found.get(0).confidence())
                .isEqualTo(calibration.calibrator().apply(0, .2))
                .isGreaterThan(.3);
        applied.requireClasses(new Classes(List.of("open", "short")));
        refused(() -> applied.requireClasses(new Classes(List.of("open"))), "2 classes");

        Path other = Files.writeString(folder.resolve("other.safetensors"), "other weights");
        assertThat(AppliedCalibration.found(settings, other, listener).calibration())
                .isEmpty();
        assertThat(said.get(said.size() - 1)).contains("other weights").contains("not applied");
        String file = folder.resolve("calibration.json").toString();
        refused(
                () -> AppliedCalibration.asked(settings.with(PredictKeys.CALIBRATION, file), other, listener),
                "fitted for other weights");
        assertThat(AppliedCalibration.asked(settings.with(PredictKeys.CALIBRATION, "off"), model, listener)
                        .calibration())
                .isEmpty();
    }
}
