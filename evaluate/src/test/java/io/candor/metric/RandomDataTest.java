package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.candor.metric.CalibrationSettings.Outcome;
import io.candor.metric.CalibrationSettings.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The fast implementations against definitions written out, and properties, on random data. */
class RandomDataTest {

    private static final int SEEDS = 150;

    @Test
    void average_precision_agrees_with_its_definition() {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomScene scene = new RandomScene(seed);
            CocoAveragePrecision fast = AveragePrecision.coco(scene.set());
            double[] thresholds = CocoMatching.thresholds();
            List<double[]> small = new ArrayList<>();
            for (int k = 0; k < RandomScene.CLASSES.size(); k++) {
                for (int t = 0; t < thresholds.length; t++) {
                    double[] slow = scene.slow().of(k, thresholds[t], 0, 1e10, 100);
                    same(fast.classes().get(k).perIou()[t], slow[0], "AP, seed %d class %d".formatted(seed, k));
                    small.add(scene.slow().of(k, thresholds[t], 0, 32 * 32, 100));
                }
            }
            same(fast.apSmall(), mean(small, 0), "small AP, seed " + seed);
            same(fast.recallSmall(), mean(small, 1), "small AR, seed " + seed);
        }
    }

    @Test
    void recall_with_one_detection_per_image_agrees_with_its_definition() {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomScene scene = new RandomScene(seed);
            List<double[]> slow = new ArrayList<>();
            for (int k = 0; k < RandomScene.CLASSES.size(); k++) {
                for (double threshold : CocoMatching.thresholds()) {
                    slow.add(scene.slow().of(k, threshold, 0, 1e10, 1));
                }
            }
            same(AveragePrecision.coco(scene.set()).recall1(), mean(slow, 1), "AR1, seed " + seed);
        }
    }

    @Test
    void nothing_changes_when_the_images_come_in_another_order() {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomScene scene = new RandomScene(seed);
            DetectionEvaluation one = DetectionEvaluation.of(scene.set(), EvaluationSettings.defaults());
            DetectionEvaluation other = DetectionEvaluation.of(scene.shuffled(seed), EvaluationSettings.defaults());
            same(other.map50_95(), one.map50_95(), "mAP, seed " + seed);
            same(other.yolo().map50_95(), one.yolo().map50_95(), "mAP, YOLO rule, seed " + seed);
            assertThat(other.calibration().pooled())
                    .as("seed %d", seed)
                    .isEqualTo(one.calibration().pooled());
            assertThat(other.calibration().definition())
                    .isEqualTo(one.calibration().definition());
            assertThat(other.lrp()).as("seed %d", seed).isEqualTo(one.lrp());
            assertThat(other.confusion().counts())
                    .as("seed %d", seed)
                    .isDeepEqualTo(one.confusion().counts());
        }
    }

    @Test
    void calibration_error_agrees_with_its_definition() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(60);
            int bins = 1 + random.nextInt(12);
            double[] confidence = random.doubles(n)
                    .map(c -> random.nextBoolean() ? c : Math.round(c * 10) / 10d)
                    .toArray();
            double[] outcome = random.ints(n, 0, 2).asDoubleStream().toArray();
            double error = 0;
            for (int b = 0; b < bins; b++) {
                double low = b == 0 ? -1 : b / (double) bins;
                double high = (b + 1) / (double) bins;
                int[] inside = IntStream.range(0, n)
                        .filter(i -> confidence[i] > low && confidence[i] <= high)
                        .toArray();
                double gap = Arrays.stream(inside)
                        .mapToDouble(i -> confidence[i] - outcome[i])
                        .sum();
                error += Math.abs(gap) / n;
            }
            assertThat(Reliability.equalWidth(confidence, outcome, bins, Edges.OPEN_CLOSED)
                            .error())
                    .as("seed %d", seed)
                    .isCloseTo(error, within(1e-12));
        }
    }

    @Test
    void false_alarms_at_a_recall_agree_with_trying_every_threshold() {
        for (int seed = 0; seed < SEEDS; seed++) {
            EvaluationSet set = new RandomScene(seed).set();
            Matching matching = Matching.greedy(set, .5);
            OperatingCurve curve = OperatingCurve.of(set, .5);
            long objects = IntStream.range(0, set.crowd.length)
                    .filter(t -> !set.crowd[t])
                    .count();
            for (double recall : new double[] {.1, .5, .8, 1}) {
                double best = Double.NaN;
                double alarms = Double.NaN;
                for (double threshold : new double[] {0, .2, .4, .6, .8, 1}) {
                    long right = IntStream.range(0, set.detections())
                            .filter(d -> set.confidence[d] >= threshold && matching.object[d] >= 0)
                            .count();
                    if (objects > 0 && right >= recall * objects - 1e-9) {
                        best = threshold;
                        alarms = IntStream.range(0, set.detections())
                                        .filter(d -> set.confidence[d] >= threshold
                                                && matching.object[d] < 0
                                                && !matching.excused[d])
                                        .count()
                                / (double) set.images().size();
                    }
                }
                same(curve.falseAlarmsAt(recall).value(), alarms, "seed %d recall %s".formatted(seed, recall));
                same(curve.confidenceAt(recall).orElse(Double.NaN), best, "seed %d".formatted(seed));
            }
        }
    }

    @Test
    void a_perfect_detector_has_average_precision_one_and_no_error() {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<SlowCoco.Truth> truths = new RandomScene(seed)
                    .truths.stream().filter(t -> !t.crowd()).toList();
            List<SlowCoco.Found> founds = truths.stream()
                    .map(t -> new SlowCoco.Found(t.image(), t.classIndex(), t.box(), 1))
                    .toList();
            if (truths.isEmpty()) {
                continue;
            }
            EvaluationSet set = new SlowCoco(new RandomScene(seed).images, truths, founds).set(RandomScene.CLASSES);
            assertThat(AveragePrecision.coco(set).ap()).as("seed %d", seed).isCloseTo(1, within(1e-12));
            assertThat(Lrp.optimal(set, .5).error()).as("seed %d", seed).isCloseTo(0, within(1e-12));
            CalibrationError calibration =
                    CalibrationError.of(set, new CalibrationSettings(10, .5, 0, 300, Outcome.CORRECT, Scope.POOLED));
            assertThat(calibration.expected().value()).as("seed %d", seed).isZero();
        }
    }

    private static double mean(List<double[]> values, int column) {
        return values.stream()
                .mapToDouble(v -> v[column])
                .filter(v -> !Double.isNaN(v))
                .average()
                .orElse(Double.NaN);
    }

    private static void same(double found, double expected, String what) {
        if (Double.isNaN(expected)) {
            assertThat(found).as(what).isNaN();
        } else {
            assertThat(found).as(what).isCloseTo(expected, within(1e-12));
        }
    }
}
