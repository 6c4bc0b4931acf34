package io.candor.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.candor.data.Box;
import io.candor.data.Classes;
import io.candor.data.Detection;
import io.candor.data.Label;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectionEvaluatorTest {

    private static final Box HERE = new Box(0, 0, 10, 10);
    private static final Box THERE = new Box(50, 50, 60, 60);

    private final DetectionEvaluator evaluator = new DetectionEvaluator(new Classes(List.of("a", "b", "c")));

    @Test
    void one_right_one_wrong_and_one_missed_object() {
        evaluator.add(
                "1.jpg",
                List.of(new Label(0, HERE), new Label(1, THERE)),
                List.of(new Detection(0, .9, HERE), new Detection(0, .6, THERE)));
        evaluator.add("2.jpg", List.of(), List.of());
        DetectionEvaluation found = evaluator.evaluate();
        assertThat(found.images()).isEqualTo(2);
        assertThat(found.objects()).isEqualTo(2);
        assertThat(found.detections()).isEqualTo(2);
        assertThat(found.map50()).isCloseTo(.5, within(1e-9));
        assertThat(found.map50_95()).isCloseTo(.5, within(1e-9));
        assertThat(found.recall()).isCloseTo(.5, within(1e-9));
        assertThat(found.histogram().meanRight()).isEqualTo(.9);
        assertThat(found.histogram().meanWrong()).isEqualTo(.6);
        assertThat(found.calibration().expected().value()).isCloseTo((.1 + .6) / 2, within(1e-9));
        assertThat(found.operating().falseAlarmsAt(.5).value()).isZero();
        assertThat(found.operating().falseAlarmsAtConfidence(.5)).isEqualTo(.5);
        assertThat(found.operating().confidenceAt(.5)).hasValue(.9);
        assertThat(found.operating().confidenceAt(.6)).isEmpty();
        assertThat(found.confusion().counts())
                .isDeepEqualTo(new int[][] {{1, 1, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}});
    }

    @Test
    void a_class_without_objects_has_no_figures_and_does_not_enter_the_mean() {
        evaluator.add(
                "1.jpg", List.of(new Label(0, HERE)), List.of(new Detection(0, 1, HERE), new Detection(2, 0, HERE)));
        DetectionEvaluation found = evaluator.evaluate();
        assertThat(found.map50()).isCloseTo(1, within(1e-9));
        DetectionEvaluation.OfClass absent = found.perClass().get(2);
        assertThat(absent.detections()).isOne();
        assertThat(absent.objects()).isZero();
        assertThat(List.of(absent.map50(), absent.precision(), absent.recall(), absent.f1()))
                .allMatch(v -> v.isNaN());
    }

    @Test
    void images_without_objects_have_no_average_precision_but_false_alarms() {
        evaluator.add("1.jpg", List.of(), List.of(new Detection(0, .7, HERE)));
        DetectionEvaluation found = evaluator.evaluate();
        assertThat(found.map50()).isNaN();
        assertThat(found.precision()).isNaN();
        assertThat(found.operating().falseAlarmsAtConfidence(.5)).isOne();
        assertThat(found.calibration().expected().value()).isCloseTo(.7, within(1e-9));
    }

    @Test
    void an_image_cannot_be_added_twice() {
        evaluator.add("1.jpg", List.of(), List.of());
        assertThatThrownBy(() -> evaluator.add("1.jpg", List.of(), List.of())).hasMessageContaining("1.jpg");
    }

    @Test
    void a_confidence_outside_zero_to_one_is_refused() {
        assertThatThrownBy(() -> evaluator.add("1.jpg", List.of(), List.of(new Detection(0, Double.NaN, HERE))))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> evaluator.add("2.jpg", List.of(), List.of(new Detection(7, .5, HERE))))
                .hasMessageContaining("class index 7 of 3");
    }
}
