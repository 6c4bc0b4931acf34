package io.candor.report;

import io.candor.calibrate.CalibratedRows;
import io.candor.calibrate.CalibrationEffect;
import io.candor.calibrate.ClassCalibration;
import io.candor.calibrate.DetectionCalibrator;
import io.candor.calibrate.Identity;
import io.candor.calibrate.Platt;
import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Image;
import io.candor.decide.Band;
import io.candor.decide.Costs;
import io.candor.decide.DecisionPolicy;
import io.candor.decide.PolicyEffect;
import io.candor.decide.PolicyOrigin;
import io.candor.errors.ErrorFinder;
import io.candor.errors.ErrorSettings;
import io.candor.metric.BootstrapSettings;
import io.candor.metric.DetectionEvaluation;
import io.candor.metric.EvaluationSet;
import io.candor.metric.EvaluationSettings;
import io.candor.metric.MatchedDetections;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Invented detections of which a report can be written. */
final class ReportScene {

    private static final Costs COSTS = new Costs(1, 10, .2);
    static final String EVIL = "</script><script>window.hacked=true</script>";

    private ReportScene() {}

    static ReportContent content() {
        return content(set(List.of("open", EVIL, "spur & \"co\" {{title}}"), 60, 12, 1));
    }

    static ReportContent content(EvaluationSet set) {
        EvaluationSettings settings = EvaluationSettings.defaults();
        DetectionEvaluation evaluation = DetectionEvaluation.of(set, settings);
        MatchedDetections matches = MatchedDetections.of(set, settings.iou());
        ErrorSettings errors = ErrorSettings.at(evaluation.bestConfidence())
                .withBootstrap(BootstrapSettings.defaults().withResamples(100));
        return new ReportContent(
                "Boards " + EVIL,
                evaluation,
                matches,
                ErrorFinder.find(matches, errors),
                "val",
                Optional.of(new ReportContent.TrainConfidence(
                        List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20),
                        List.of(9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        .7,
                        .2)),
                Optional.of(calibrated(set)),
                Optional.of(decisions(set)),
                Optional.of(new ReportContent.Against("other", set.withConfidences(d -> set.confidence(d) * .8))),
                Map.of("model", "best.safetensors", "version", "test " + EVIL),
                image -> Optional.of(noise(image.name().hashCode())));
    }

    private static ReportContent.Calibrated calibrated(EvaluationSet set) {
        ClassCalibration none = new ClassCalibration(new Identity(), 0, 0, 0, 0, "");
        DetectionCalibrator calibrator = new DetectionCalibrator(
                set.classes(),
                new Platt(.6, .3),
                Collections.nCopies(set.classes().size(), none),
                .05);
        return new ReportContent.Calibrated(
                set,
                calibrator.apply(set),
                CalibrationEffect.of(
                        CalibratedRows.of(set, calibrator, .5),
                        BootstrapSettings.defaults().withResamples(50)),
                "an invented slope",
                .5);
    }

    private static ReportContent.Decisions decisions(EvaluationSet set) {
        return decisions(
                set,
                new PolicyOrigin("", "", ""),
                Collections.nCopies(set.classes().size(), COSTS.threeWay()));
    }

    static ReportContent.Decisions decisions(EvaluationSet set, PolicyOrigin origin, List<Band> bands) {
        DecisionPolicy policy = new DecisionPolicy(set.classes(), bands, "three-way by invented costs " + EVIL, origin);
        MatchedDetections matches = MatchedDetections.of(set, .5);
        return new ReportContent.Decisions(
                policy,
                PolicyEffect.of(
                        matches,
                        policy.bands(),
                        COSTS,
                        BootstrapSettings.defaults().withResamples(50)),
                matches,
                "Confidences as they are.");
    }

    /** Boards of 320 pixels with up to six defects; detections are shaken copies of them, and others. */
    static EvaluationSet set(List<String> names, int images, int others, long seed) {
        Random random = new Random(seed);
        EvaluationSet.Builder builder = EvaluationSet.builder(new Classes(names));
        for (int i = 0; i < images; i++) {
            int image = builder.image(i == 0 ? "val/" + EVIL + ".jpg" : "val/board%03d.jpg".formatted(i));
            for (Box box : boxes(random, random.nextInt(6))) {
                int k = random.nextInt(names.size());
                builder.object(image, k, box.x1(), box.y1(), box.x2(), box.y2());
                if (random.nextInt(8) > 0) {
                    int said = random.nextInt(6) == 0 ? random.nextInt(names.size()) : k;
                    double shift = 3 * random.nextGaussian();
                    builder.detection(
                            image,
                            said,
                            new double[] {box.x1() + shift, box.y1(), box.x2() + shift, box.y2()},
                            .2 + .75 * Math.sqrt(random.nextDouble()));
                }
            }
            for (Box box : boxes(random, others)) {
                builder.detection(
                        image,
                        random.nextInt(names.size()),
                        new double[] {box.x1(), box.y1(), box.x2(), box.y2()},
                        .01 + .7 * Math.pow(random.nextDouble(), 4));
            }
        }
        return builder.build();
    }

    private static List<Box> boxes(Random random, int count) {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boxes.add(Box.fromCenter(
                    30 + 260 * random.nextDouble(),
                    30 + 260 * random.nextDouble(),
                    16 + 40 * random.nextDouble(),
                    16 + 40 * random.nextDouble()));
        }
        return boxes;
    }

    private static Image noise(int seed) {
        byte[] bgr = new byte[320 * 320 * Image.CHANNELS];
        new Random(seed).nextBytes(bgr);
        return new Image(320, 320, bgr);
    }
}
