package io.candor.run.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Label;
import io.candor.metric.DetectionEvaluator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluatedRunTest {

    /** 10 objects in 5 images; the run finds the first {@code found}, with a false alarm of confidence .3 per image. */
    private static EvaluatedRun run(String name, int found, double confidence) {
        DetectionEvaluator evaluator = new DetectionEvaluator(new Classes(List.of("open", "short")));
        for (int image = 0; image < 5; image++) {
            List<Label> truth = new ArrayList<>();
            List<Detection> detections = new ArrayList<>();
            for (int k = 0; k < 2; k++) {
                Box box = new Box(10 + 30 * k, 10, 30 + 30 * k, 30);
                truth.add(new Label(k, box));
                if (2 * image + k < found) {
                    detections.add(new Detection(k, confidence, box));
                }
            }
            detections.add(new Detection(0, 0.3, new Box(70, 70, 90, 90)));
            evaluator.add("image" + image, truth, detections);
        }
        return new EvaluatedRun(name, 0, evaluator.evaluate(), List.of(0.5));
    }

    @Test
    void figures_are_those_of_the_evaluation() {
        EvaluatedRun run = run("plain", 8, 0.9);
        Comparison.Run figures = run.at(0.8);
        assertThat(figures.scores().map50()).isEqualTo(run.evaluation().map50());
        assertThat(figures.scores().threshold()).isEqualTo(0.9);
        assertThat(figures.scores().falseAlarms()).isZero();
        assertThat(figures.scores().perClass()).containsOnlyKeys("open", "short");
        assertThat(figures.confidence().meanRight()).isCloseTo(0.9, within(1e-9));
        assertThat(figures.confidence().meanWrong()).isCloseTo(0.3, within(1e-9));
        assertThat(figures.confidence().right().stream().mapToInt(n -> n).sum()).isEqualTo(8);
        assertThat(figures.confidence().wrong().stream().mapToInt(n -> n).sum()).isEqualTo(5);
        // 8 detections at .9 all right, 5 at .3 all wrong: (8 * .1 + 5 * .3) / 13
        assertThat(figures.confidence().calibrationError()).isCloseTo(2.3 / 13, within(1e-9));
    }

    @Test
    void runs_are_compared_at_a_recall_both_reach() {
        EvaluatedRun good = run("plain", 10, 0.9);
        EvaluatedRun worse = run("smoothed", 7, 0.2);
        double recall = EvaluatedRun.matchedRecall(good, worse);
        assertThat(recall).isCloseTo(0.7, within(1e-9));
        assertThat(EvaluatedRun.matchedRecall(worse, good)).isEqualTo(recall);
        assertThat(good.at(recall).scores().falseAlarms()).isZero();
        assertThat(worse.at(recall).scores().falseAlarms()).isEqualTo(1);
    }

    @Test
    void a_recall_that_is_not_reached_has_no_false_alarms_to_compare() {
        assertThat(run("plain", 4, 0.9).at(0.8).scores().falseAlarms()).isNaN();
    }
}
